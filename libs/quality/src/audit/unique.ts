import { quoteIdentifier } from '@sluice/engine';
import type { UniqueRule } from '../rule.ts';
import { reasonOf, secondsSince, type Job } from './job.ts';
import { notEvaluated, passedIf, type Verdict } from './verdict.ts';

/**
 * Judges uniqueness. A table that is written in the order of the columns is compared row by row with the one before,
 * in constant memory; only where that does not prove it are the values grouped.
 */
export async function judgeUnique(job: Job, rule: UniqueRule): Promise<Verdict> {
  const start = performance.now();
  try {
    if (isOrderedBy(job, rule) && (await isIncreasing(job, rule))) return passedIf(true, 0, secondsSince(start));
    if (await hasDistinctHashes(job, rule)) return passedIf(true, 0, secondsSince(start));
    const [row] = await job.session.query(duplicatesSql(rule, job.table.relation));
    const copies = Number(row?.['copies'] ?? 0);
    if (copies === 0 || rule.mostly === 1) return passedIf(copies === 0, copies, secondsSince(start));
    const [count] = await job.session.query(
      `SELECT count(*) AS considered FROM ${job.table.relation} WHERE ${rule.considered}`,
    );
    const considered = Number(count?.['considered'] ?? 0);
    return passedIf((considered - copies) / considered >= rule.mostly, copies, secondsSince(start));
  } catch (error) {
    return notEvaluated(reasonOf(error, job, rule), secondsSince(start));
  }
}

/** Equal values have equal hashes, so distinct hashes prove distinct values, in less memory than the values. Floats have several zeros. */
async function hasDistinctHashes(job: Job, rule: UniqueRule): Promise<boolean> {
  const types = rule.columns.map((name) => job.types.get(name) ?? '');
  const worthwhile = types.length > 1 || types.includes('VARCHAR');
  if (!worthwhile || types.some((type) => type === 'DOUBLE' || type === 'FLOAT')) return false;
  const hash = `hash(${rule.columns.map(quoteIdentifier).join(', ')})`;
  const [row] = await job.session.query(
    `SELECT count(*) - count(DISTINCT ${hash}) AS copies FROM ${job.table.relation} WHERE ${rule.considered}`,
  );
  return Number(row?.['copies'] ?? 1) === 0;
}

/** Every group of rows with the same values; `copies` is all their rows. */
function duplicatesSql(rule: UniqueRule, from: string): string {
  return `SELECT coalesce(sum(copies), 0) AS copies FROM (${groupsSql(rule, from)})`;
}

/** The values that occur more than once, and how often. */
export function groupsSql(rule: UniqueRule, from: string): string {
  const columns = rule.columns.map(quoteIdentifier).join(', ');
  return `SELECT ${columns}, count(*) AS copies FROM ${from} WHERE ${rule.considered} GROUP BY ${columns} HAVING count(*) > 1`;
}

function isOrderedBy(job: Job, rule: UniqueRule): boolean {
  const { orderedBy } = job.contract;
  return rule.columns.length <= orderedBy.length && rule.columns.every((name, index) => name === orderedBy[index]);
}

/** True where every row's values are greater than those of the row before, in the plain order or with shorter texts first. */
async function isIncreasing(job: Job, rule: UniqueRule): Promise<boolean> {
  const columns = rule.columns.map((name) => ({ sql: quoteIdentifier(name), text: job.types.get(name) === 'VARCHAR' }));
  const hasText = columns.some(({ text }) => text);
  const plain = columns.map(({ sql }) => sql);
  const byLength = columns.flatMap(({ sql, text }) => (text ? [`strlen(${sql})`, sql] : [sql]));
  const orders = hasText ? [byLength, plain] : [plain];
  for (const keys of orders) if ((await breaks(job, plain, keys)) === 0) return true;
  return false;
}

/** Rows with a null, or not after the row before by `keys`. */
async function breaks(job: Job, columns: readonly string[], keys: readonly string[]): Promise<number> {
  const nulls = columns.map((column) => `${column} IS NULL`).join(' OR ');
  const sql = `SELECT coalesce(count_if(broken), 0) AS breaks FROM (SELECT (${nulls}) OR ${notAfter(keys)} AS broken FROM ${job.table.relation})`;
  const [row] = await job.session.query(sql);
  return Number(row?.['breaks'] ?? 0);
}

function notAfter(keys: readonly string[]): string {
  const [key, ...rest] = keys;
  if (key === undefined) return 'TRUE';
  const before = `lag(${key}) OVER ()`;
  return rest.length === 0
    ? `${key} <= ${before}`
    : `(${key} < ${before} OR (${key} = ${before} AND ${notAfter(rest)}))`;
}

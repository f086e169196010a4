import { quoteIdentifier } from '@sluice/engine';
import { countDuplicates, duplicateGroups } from '../duplicates.ts';
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
    const columns = rule.columns.map((name) => ({ name, type: job.types.get(name) ?? '' }));
    const copies = await countDuplicates(job.session, job.table.relation, { columns, considered: rule.considered });
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

/** The values that occur more than once, and how often. */
export function groupsSql(rule: UniqueRule, from: string): string {
  return duplicateGroups(from, {
    columns: rule.columns.map((name) => ({ name, type: '' })),
    considered: rule.considered,
  });
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

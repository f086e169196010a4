import type { Session } from '@sluice/engine';
import type { Contract } from '../contract.ts';
import type { AuditContext, AuditedTable, CheckResult } from '../result.ts';
import type { DriftRule, ExpectationRule, Rule, TypeRule } from '../rule.ts';
import { evidenceSql, examplesOf } from './examples.ts';
import { judgeDrift } from './drift.ts';
import { judgeExpectations } from './expectation.ts';
import { reasonOf, type Job } from './job.ts';
import { judgeQuery } from './query.ts';
import { judgeReference } from './reference.ts';
import { scan, type ScannedRule } from './scan.ts';
import { countByStatistics } from './statistics.ts';
import { judgeUnique } from './unique.ts';
import { notEvaluated, passedIf, resultOf, type Verdict } from './verdict.ts';

/**
 * Judges one table by its contract: one result per rule, in the order of the contract. Rules that need a look at
 * every row share one pass; those that the writer's statistics decide need none.
 * A rule that cannot be judged is `not_evaluated`, with its reason, and so are all rules of a table without rows,
 * unless the contract allows that by its row count.
 * @throws {InterruptedError}, {OutOfMemoryError}, {DiskFullError}: the run has to stop; whatever else fails is a result.
 */
export async function audit(
  session: Session,
  table: AuditedTable,
  contract: Contract,
  context: AuditContext,
): Promise<readonly CheckResult[]> {
  const personal = new Set(contract.columns.filter((column) => column.personal).map(({ name }) => name));
  const verdicts = new Map<Rule, Verdict>();
  const types = await typesOf(session, table, contract, personal, verdicts);
  const job: Job = { session, table, contract, context, types, personal };
  await judgeAll(
    job,
    contract.rules.filter((rule) => !verdicts.has(rule)),
    verdicts,
  );
  const results: CheckResult[] = [];
  for (const rule of contract.rules) {
    const verdict = verdicts.get(rule) ?? notEvaluated('the rule was not reached');
    const examples = verdict.status === 'failed' ? (verdict.examples ?? (await examplesOf(job, rule))) : [];
    results.push(resultOf(job, rule, verdict, evidenceSql(job, rule), examples));
  }
  return results;
}

/** The columns that are there. A table that cannot be read leaves every rule without a verdict. */
async function typesOf(
  session: Session,
  table: AuditedTable,
  contract: Contract,
  personal: ReadonlySet<string>,
  verdicts: Map<Rule, Verdict>,
): Promise<ReadonlyMap<string, string>> {
  try {
    const columns = await session.describe(`SELECT * FROM ${table.relation}`);
    return new Map(columns.map(({ name, type }) => [name, type]));
  } catch (error) {
    for (const rule of contract.rules)
      verdicts.set(rule, notEvaluated(`the table cannot be read: ${reasonOf(error, { personal }, rule)}`));
    return new Map();
  }
}

async function judgeAll(job: Job, rules: readonly Rule[], verdicts: Map<Rule, Verdict>): Promise<void> {
  const scanned: ScannedRule[] = [];
  const expectations: ExpectationRule[] = [];
  const drift: DriftRule[] = [];
  for (const rule of rules) {
    const verdict = judgeAtOnce(job, rule);
    if (verdict !== undefined) verdicts.set(rule, verdict);
    else if (rule.form === 'unique') verdicts.set(rule, await judgeUnique(job, rule));
    else if (rule.form === 'reference') verdicts.set(rule, await judgeReference(job, rule));
    else if (rule.form === 'query') verdicts.set(rule, await judgeQuery(job, rule));
    else if (rule.form === 'expectation') expectations.push(rule);
    else if (rule.form === 'drift') drift.push(rule);
    else if (rule.form !== 'type') scanned.push(rule);
  }
  for (const [rule, verdict] of await scan(job, scanned)) verdicts.set(rule, verdict);
  for (const [rule, verdict] of await judgeDrift(job, drift)) verdicts.set(rule, verdict);
  for (const [rule, verdict] of await judgeExpectations(job, expectations)) verdicts.set(rule, verdict);
}

/** Verdicts that need no statement. */
function judgeAtOnce(job: Job, rule: Rule): Verdict | undefined {
  if (rule.form === 'type') return judgeType(job, rule);
  const missing = rule.columns.filter((name) => !job.types.has(name));
  if (missing.length > 0) return notEvaluated(`the table has no column ${missing.join(', ')}`);
  if (rule.form === 'rowCount') return rule.implied ? judgeImplied(job) : undefined;
  if (job.table.rows === 0) return allowsEmpty(job.contract) ? undefined : notEvaluated('the table is empty');
  if (rule.form !== 'row') return undefined;
  const count = countByStatistics(rule, job.table.statistics, job.types.get(rule.columns.join('')));
  return count === undefined ? undefined : passedIf(count === 0, count, 0);
}

function judgeImplied({ table }: Job): Verdict {
  return table.rows > 0
    ? passedIf(true, 0, 0, String(table.rows))
    : notEvaluated('the table is empty; where it may be, say so: metric rowCount, mustBeGreaterOrEqualTo: 0');
}

function allowsEmpty(contract: Contract): boolean {
  return contract.rules.some((rule) => rule.form === 'rowCount' && rule.allowsEmpty);
}

function judgeType(job: Job, rule: TypeRule): Verdict {
  const name = rule.columns.join('');
  const type = job.types.get(name);
  if (type === undefined) return notEvaluated(`the table has no column ${name}`);
  return passedIf(type === rule.expectedType, 0, 0, type);
}

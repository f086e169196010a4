import { quoteIdentifier } from '@sluice/engine';
import type { ReferenceRule } from '../rule.ts';
import { otherTable } from '../other-table.ts';
import { reasonOf, secondsSince, type Job } from './job.ts';
import { notEvaluated, passedIf, type Verdict } from './verdict.ts';

/** Judges a foreign key: one hash of the other table's key, probed with every row. Rows with a null pass. */
export async function judgeReference(job: Job, rule: ReferenceRule): Promise<Verdict> {
  const start = performance.now();
  const other = otherTable(rule, job.table.table);
  const relation = other === job.table.table ? job.table.relation : job.context.relationOf(other);
  if (relation === undefined) return notEvaluated(`${other} is not there to be compared with`);
  try {
    const orphaned = orphansSql(rule, job.table.relation, relation);
    const [row] = await job.session.query(`SELECT count(*) AS orphans FROM (${orphaned})`);
    const orphans = Number(row?.['orphans'] ?? 0);
    return passedIf(orphans === 0, orphans, secondsSince(start));
  } catch (error) {
    return notEvaluated(reasonOf(error, job, rule), secondsSince(start));
  }
}

/** The rows without a counterpart. */
export function orphansSql(rule: ReferenceRule, from: string, other: string): string {
  const present = rule.columns.map((name) => `mine.${quoteIdentifier(name)} IS NOT NULL`).join(' AND ');
  return `SELECT * FROM ${from} AS mine ANTI JOIN ${other} AS theirs ON ${joined(rule)} WHERE ${present}`;
}

function joined(rule: ReferenceRule): string {
  const pairs = rule.columns.map((name, index) => {
    const target = rule.to.columns[index] ?? name;
    return `mine.${quoteIdentifier(name)} = theirs.${quoteIdentifier(target)}`;
  });
  return pairs.join(' AND ');
}

import { quoteIdentifier, quoteTable } from '@sluice/engine';
import { conditionSql } from '../condition.ts';
import { plainText } from '../problems.ts';
import type { Condition, QueryRule } from '../rule.ts';
import { fillQuery } from '../rules/query.ts';
import { masked, reasonOf, secondsSince, type Job } from './job.ts';
import { notEvaluated, passedIf, type Verdict } from './verdict.ts';

/** Judges the user's own SQL: a value by its condition, or rows by their absence. */
export async function judgeQuery(job: Job, rule: QueryRule): Promise<Verdict> {
  const start = performance.now();
  try {
    await job.session.parse({ sql: fillQuery(rule.query, quoteTable(job.table.table)), location: rule.location });
    const query = fillQuery(rule.query, job.table.relation);
    return rule.condition === undefined
      ? await judgeRows(job, query, start)
      : await judgeValue(job, query, rule.condition, start);
  } catch (error) {
    return notEvaluated(reasonOf(error, job, rule), secondsSince(start));
  }
}

async function judgeRows(job: Job, query: string, start: number): Promise<Verdict> {
  const [row] = await job.session.query(`SELECT count(*) AS found FROM (\n${query}\n)`);
  const found = Number(row?.['found'] ?? 0);
  return passedIf(found === 0, found, secondsSince(start), `${String(found)} unexpected row(s)`);
}

async function judgeValue(job: Job, query: string, condition: Condition, start: number): Promise<Verdict> {
  const [column, second] = await job.session.describe(query);
  if (column === undefined || second !== undefined)
    return notEvaluated('the query must give one column', secondsSince(start));
  const value = quoteIdentifier(column.name);
  const rows = await job.session.query(
    `SELECT CAST(${value} AS VARCHAR) AS observed, ${conditionSql(value, condition)} AS holds FROM (\n${query}\n) LIMIT 2`,
  );
  const [row] = rows;
  if (row === undefined || rows.length > 1)
    return notEvaluated(
      `the query must give one row, got ${row === undefined ? 'none' : 'several'}`,
      secondsSince(start),
    );
  const observed = row['observed'] ?? null;
  if (observed === null) return notEvaluated('the query gave null', secondsSince(start));
  const numeric = /INT|DECIMAL|DOUBLE|FLOAT|BOOLEAN/.test(column.type);
  const shown = numeric || job.personal.size === 0 ? plainText(observed) : masked;
  return passedIf(row['holds'] === true, 0, secondsSince(start), shown);
}

import { quoteIdentifier, quoteLiteral, type Row, type Value } from '@sluice/engine';
import { conditionSql } from '../condition.ts';
import { plainText } from '../problems.ts';
import type { FreshnessRule, MetricRule, RowCountRule, RowRule, Rule, ShareRule } from '../rule.ts';
import { masked, reasonOf, secondsSince, stopIfFatal, type Job } from './job.ts';
import { notEvaluated, passedIf, type Verdict } from './verdict.ts';

/** Tables with fewer rows are done before grouping pays. */
const worthGrouping = 100_000;

/** Rules that one pass over the table can judge together. */
export type ScannedRule = RowRule | ShareRule | MetricRule | FreshnessRule | RowCountRule;

/**
 * Judges rules in one pass over the table. Where that statement fails, each is judged by itself,
 * so that only the one that cannot be judged is lost. The time of the pass is shared evenly.
 */
export async function scan(job: Job, rules: readonly ScannedRule[]): Promise<ReadonlyMap<Rule, Verdict>> {
  if (rules.length === 0) return new Map();
  const start = performance.now();
  try {
    const row = await job.session.query(scanSql(job, rules, job.table.relation));
    const seconds = secondsSince(start) / rules.length;
    return new Map(rules.map((rule, index) => [rule, verdictOf(job, rule, cellsOf(row[0] ?? {}, index), seconds)]));
  } catch (error) {
    stopIfFatal(error);
    const [only, second] = rules;
    if (only !== undefined && second === undefined)
      return new Map([[only, notEvaluated(reasonOf(error, job, only), secondsSince(start))]]);
  }
  const verdicts = new Map<Rule, Verdict>();
  for (const rule of rules) for (const [judged, verdict] of await scan(job, [rule])) verdicts.set(judged, verdict);
  return verdicts;
}

/** The statement for one rule by itself. */
export function valueSql(job: Job, rule: ScannedRule, from: string): string {
  return scanSql(job, [rule], from);
}

function scanSql(job: Job, rules: readonly ScannedRule[], from: string): string {
  const columns = rules.filter((rule) => rule.form === 'row' && rule.fewValues).map(({ columns: [name] }) => name);
  const grouped = new Set(job.table.rows < worthGrouping ? [] : columns);
  const cells = rules.flatMap((rule, index) =>
    expressions(job, rule, from, grouped).map((sql, part) => `${sql} AS ${quoteIdentifier(cellName(index, part))}`),
  );
  const select = `SELECT ${cells.join(',\n       ')}`;
  return rules.every((rule) => standsAlone(rule, grouped)) ? select : `${select}\nFROM ${from}`;
}

/** True where a rule's cell is no aggregate of the FROM clause: with nothing but such cells it would yield a row per row. */
function standsAlone(rule: ScannedRule, grouped: ReadonlySet<string | undefined>): boolean {
  return rule.form === 'rowCount' || (rule.form === 'row' && isJudgedByValue(rule, grouped));
}

function isJudgedByValue({ columns }: RowRule, grouped: ReadonlySet<string | undefined>): boolean {
  const [column, second] = columns;
  return second === undefined && grouped.has(column);
}

function cellName(index: number, part: number): string {
  return `c${String(index)}_${String(part)}`;
}

function cellsOf(row: Row, index: number): readonly Value[] {
  return [0, 1, 2].map((part) => row[cellName(index, part)] ?? null);
}

function expressions(
  job: Job,
  rule: ScannedRule,
  from: string,
  grouped: ReadonlySet<string | undefined>,
): readonly string[] {
  switch (rule.form) {
    case 'row': {
      const [column = ''] = rule.columns;
      return [isJudgedByValue(rule, grouped) ? countedByValue(column, rule.violation, from) : counted(rule.violation)];
    }
    case 'share':
      return [counted(rule.violation), counted(rule.considered)];
    case 'rowCount':
      return [conditionSql(String(job.table.rows), rule.condition)];
    case 'metric':
      return [
        `CAST(${rule.value} AS VARCHAR)`,
        conditionSql(rule.value, rule.condition),
        ...(rule.offending === undefined ? [] : [counted(rule.offending)]),
      ];
    case 'freshness': {
      const newest = `max(${quoteIdentifier(rule.columns.join(''))})`;
      const oldest = `TIMESTAMP ${quoteLiteral(`${job.context.asOf} 00:00:00`)} - INTERVAL ${quoteLiteral(rule.interval)}`;
      return [`CAST(${newest} AS VARCHAR)`, `CAST(${newest} AS TIMESTAMP) >= ${oldest}`];
    }
  }
}

/** Grouping reads the dictionary of a Parquet column: 20 times as fast as judging every row, where values are few. */
function countedByValue(column: string, predicate: string, from: string): string {
  const name = quoteIdentifier(column);
  const values = `SELECT ${name}, count(*) AS copies FROM ${from} GROUP BY ${name}`;
  return `(SELECT coalesce(sum(copies), 0) FROM (${values}) WHERE ${predicate})`;
}

function counted(predicate: string): string {
  return `coalesce(count_if(${predicate}), 0)`;
}

function verdictOf(job: Job, rule: ScannedRule, cells: readonly Value[], seconds: number): Verdict {
  const [first = null, second = null, third = null] = cells;
  switch (rule.form) {
    case 'row':
      return passedIf(Number(first) === 0, Number(first), seconds);
    case 'share': {
      const [broken, considered] = [Number(first), Number(second)];
      const kept = considered === 0 ? 1 : (considered - broken) / considered;
      return passedIf(kept >= rule.mostly, broken, seconds, `${percent(kept)} % of ${String(considered)} rows`);
    }
    case 'rowCount':
      return passedIf(first === true, 0, seconds, String(job.table.rows));
    case 'metric':
    case 'freshness': {
      if (first === null || second === null) return notEvaluated('there is no value to judge', seconds);
      const observed = isShown(job, rule) ? plainText(first) : masked;
      return passedIf(second === true, third === null ? 0 : Number(third), seconds, observed);
    }
  }
}

/** Counts tell nothing of anybody; other values of personal columns are not shown. */
function isShown(job: Job, rule: MetricRule | FreshnessRule): boolean {
  const counts = rule.form === 'metric' && /^(?:coalesce\(count|count\(|100\.0 \*)/.test(rule.value);
  return counts || !rule.columns.some((name) => job.personal.has(name));
}

function percent(fraction: number): string {
  return String(Number((fraction * 100).toPrecision(6)));
}

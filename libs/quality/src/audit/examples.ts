import { quoteIdentifier, quoteLiteral, type Row } from '@sluice/engine';
import { otherTable } from '../other-table.ts';
import type { Rule } from '../rule.ts';
import { fillQuery } from '../rules/query.ts';
import { masked, stopIfFatal, type Job } from './job.ts';
import { orphansSql } from './reference.ts';
import { valueSql } from './scan.ts';
import { groupsSql } from './unique.ts';

const most = 5;

/** SQL that shows what breaks the rule, or the value it judges, over the table as users name it. */
export function evidenceSql(job: Job, rule: Rule): string {
  const { table } = job.table;
  switch (rule.form) {
    case 'row':
    case 'share':
      return `SELECT * FROM ${table} WHERE ${rule.violation}`;
    case 'reference':
      return orphansSql(rule, table, otherTable(rule, table));
    case 'unique':
      return groupsSql(rule, table);
    case 'query':
      return fillQuery(rule.query, table);
    case 'rowCount':
      return `SELECT count(*) FROM ${table}`;
    case 'type':
      return `DESCRIBE ${table}`;
    case 'metric':
    case 'freshness':
      return valueSql(job, rule, table);
    case 'expectation':
      return '';
    case 'drift':
      return rule.measure === 'rowCount' ? `SELECT count(*) FROM ${table}` : '';
  }
}

/** At most five offending rows of a rule that failed: the table's key and the rule's columns, personal values masked. */
export async function examplesOf(job: Job, rule: Rule): Promise<readonly Row[]> {
  const sql = examplesSql(job, rule);
  if (sql === undefined) return [];
  try {
    const rows = await job.session.query(sql);
    return rule.form === 'query' ? rows.map((row) => withoutPersonal(job, row)) : rows;
  } catch (error) {
    stopIfFatal(error);
    return [];
  }
}

function examplesSql(job: Job, rule: Rule): string | undefined {
  const from = job.table.relation;
  const columns = shown(job, rule);
  const limit = `LIMIT ${String(most)}`;
  switch (rule.form) {
    case 'row':
    case 'share':
      return `SELECT ${columns} FROM ${from} WHERE ${rule.violation} ${limit}`;
    case 'metric':
      return rule.offending === undefined
        ? undefined
        : `SELECT ${columns} FROM ${from} WHERE ${rule.offending} ${limit}`;
    case 'unique': {
      const own = rule.columns.map((name) => cell(job, name)).join(', ');
      const order = rule.columns.map(quoteIdentifier).join(', ');
      return `SELECT ${own}, copies FROM (${groupsSql(rule, from)} ORDER BY ${order} ${limit})`;
    }
    case 'reference': {
      const other = otherTable(rule, job.table.table);
      const relation = other === job.table.table ? from : job.context.relationOf(other);
      const order = [...new Set([...keyOf(job), ...rule.columns])].map(quoteIdentifier).join(', ');
      return relation && `SELECT ${columns} FROM (${orphansSql(rule, from, relation)} ORDER BY ${order} ${limit})`;
    }
    case 'query':
      return rule.condition === undefined ? `SELECT * FROM (\n${fillQuery(rule.query, from)}\n) ${limit}` : undefined;
    case 'rowCount':
    case 'type':
    case 'freshness':
    case 'expectation':
    case 'drift':
      return undefined;
  }
}

function keyOf(job: Job): readonly string[] {
  return job.contract.primaryKey.filter((name) => job.types.has(name));
}

function shown(job: Job, rule: Rule): string {
  return [...new Set([...keyOf(job), ...rule.columns])].map((name) => cell(job, name)).join(', ');
}

function cell(job: Job, name: string): string {
  const column = quoteIdentifier(name);
  return job.personal.has(name)
    ? `CASE WHEN ${column} IS NOT NULL THEN ${quoteLiteral(masked)} END AS ${column}`
    : column;
}

/** A query of the user's may give a personal value another name: where there is personal data, only known names are shown. */
function withoutPersonal(job: Job, row: Row): Row {
  if (job.personal.size === 0) return row;
  const known = new Set(job.contract.columns.filter(({ personal }) => !personal).map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, known.has(name) || value === null ? value : masked]),
  );
}

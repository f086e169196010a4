import { quoteIdentifier, quoteTable } from '@sluice/engine';
import { groupsSql } from './audit/unique.ts';
import { conditionSql } from './condition.ts';
import type { Contract } from './contract.ts';
import type { Rule, ShareRule } from './rule.ts';
import { fillQuery } from './rules/query.ts';
import { violationPredicate } from './violation.ts';

/** A query that gives rows where a table breaks the rule and none where it keeps it, or why there is none. */
type Check = { readonly sql: string } | { readonly reason: string };

/** The rules of a contract as queries over its table, in the order of the contract; last, in comments, those that are left out and why. */
export function rulesSql(contract: Contract): string {
  const queries: string[] = [];
  const leftOut = new Map<string, string[]>();
  for (const rule of contract.rules) {
    const check = checkOf(rule, quoteIdentifier(contract.table));
    if ('sql' in check) queries.push(`${comment(`${rule.id}: expected ${rule.expected}`)}${check.sql};\n`);
    else leftOut.set(check.reason, [...(leftOut.get(check.reason) ?? []), rule.id]);
  }
  const remarks = [...leftOut].map(([reason, ids]) => comment(`left out, as ${reason}: ${ids.join(', ')}`));
  return [...queries, remarks.join('')].filter((part) => part !== '').join('\n');
}

/** On one line, whatever is in the names of columns. */
function comment(text: string): string {
  return `-- ${text.replace(/\s+/gu, ' ')}\n`;
}

function checkOf(rule: Rule, table: string): Check {
  switch (rule.form) {
    case 'row':
    case 'reference':
      return { sql: `SELECT * FROM ${table} WHERE ${violationPredicate(rule, quoteTable) ?? 'FALSE'}` };
    case 'share':
      return { sql: shareSql(rule, table) };
    case 'unique':
      return rule.mostly === 1
        ? { sql: groupsSql(rule, table) }
        : { reason: 'a share of the rows may break it, and an audit counts them' };
    case 'rowCount':
      return { sql: aggregateSql('count(*)', conditionSql('count(*)', rule.condition), table) };
    case 'metric':
      return { sql: aggregateSql(rule.value, conditionSql(rule.value, rule.condition), table) };
    case 'query': {
      const query = `\n${fillQuery(rule.query, table)}\n`;
      if (rule.condition === undefined) return { sql: `SELECT * FROM (${query}) AS found` };
      const holds = conditionSql('observed', rule.condition);
      return { sql: `SELECT observed FROM (SELECT (${query}) AS observed) AS found WHERE (${holds}) IS NOT TRUE` };
    }
    case 'type':
      return { reason: 'the types of columns are no rows' };
    case 'freshness':
      return { reason: 'it depends on the as-of date of a run' };
    case 'drift':
      return { reason: 'it compares with earlier runs' };
    case 'expectation':
      return { reason: 'an audit takes several statements or parameters for it' };
  }
}

/** A value that is null, as of an empty table, keeps nothing. */
function aggregateSql(value: string, holds: string, table: string): string {
  return `SELECT ${value} AS observed FROM ${table} HAVING (${holds}) IS NOT TRUE`;
}

function shareSql({ violation, considered, mostly }: ShareRule, table: string): string {
  const counted = (predicate: string): string => `count(CASE WHEN ${predicate} THEN 1 END)`;
  const [broken, all] = [counted(violation), counted(considered)];
  return `SELECT ${broken} AS broken, ${all} AS considered FROM ${table} HAVING 1.0 * (${all} - ${broken}) / nullif(${all}, 0) < ${String(mostly)}`;
}

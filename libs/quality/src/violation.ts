import { quoteIdentifier } from '@sluice/engine';
import { otherTable } from './other-table.ts';
import type { Rule } from './rule.ts';

/**
 * SQL over the table's columns, true where a row breaks the rule; undefined for rules that no row breaks by itself.
 * @param relationOf  an item for FROM of another table (`bronze.customers`); foreign keys have no predicate without it.
 * @param table       the judged table (`bronze.orders`): keys that name no layer mean a table of its layer.
 */
export function violationPredicate(
  rule: Rule,
  relationOf?: (table: string) => string | undefined,
  table = '',
): string | undefined {
  if (rule.form === 'row') return `(${rule.violation})`;
  if (rule.form !== 'reference') return undefined;
  const { columns } = rule.to;
  const other = relationOf?.(otherTable(rule, table));
  if (other === undefined) return undefined;
  const own = rule.columns.map(quoteIdentifier);
  const present = own.map((column) => `${column} IS NOT NULL`).join(' AND ');
  const theirs = columns.map(quoteIdentifier);
  const keys = theirs.length === 1 ? theirs.join('') : `(${theirs.join(', ')})`;
  const mine = own.length === 1 ? own.join('') : `(${own.join(', ')})`;
  return `(${present} AND ${mine} NOT IN (SELECT ${keys} FROM ${other} WHERE ${theirs.map((key) => `${key} IS NOT NULL`).join(' AND ')}))`;
}

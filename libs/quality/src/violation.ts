import { quoteIdentifier } from '@sluice/engine';
import type { Rule } from './rule.ts';

/**
 * SQL over the table's columns, true where a row breaks the rule; undefined for rules that no row breaks by itself.
 * @param relationOf  an item for FROM of a table that a foreign key names (`bronze.customers`, or `customers` of the
 *                    same layer); foreign keys have no predicate without it.
 */
export function violationPredicate(rule: Rule, relationOf?: (table: string) => string | undefined): string | undefined {
  if (rule.form === 'row') return `(${rule.violation})`;
  if (rule.form !== 'reference') return undefined;
  const { layer, table, columns } = rule.to;
  const other = relationOf?.(layer === undefined ? table : `${layer}.${table}`);
  if (other === undefined) return undefined;
  const own = rule.columns.map(quoteIdentifier);
  const present = own.map((column) => `${column} IS NOT NULL`).join(' AND ');
  const theirs = columns.map(quoteIdentifier);
  const keys = theirs.length === 1 ? theirs.join('') : `(${theirs.join(', ')})`;
  const mine = own.length === 1 ? own.join('') : `(${own.join(', ')})`;
  return `(${present} AND ${mine} NOT IN (SELECT ${keys} FROM ${other} WHERE ${theirs.map((key) => `${key} IS NOT NULL`).join(' AND ')}))`;
}

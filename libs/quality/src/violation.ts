import type { Rule } from './rule.ts';

/**
 * SQL over the table's columns, true where a row breaks the rule.
 * Undefined for rules that no row breaks by itself.
 * @param relationOf  an item for FROM of a table that foreign keys name; they have no predicate without it.
 */
export function violationPredicate(rule: Rule, _relationOf?: (table: string) => string | undefined): string | undefined {
  return rule.form === 'row' ? `(${rule.violation})` : undefined;
}

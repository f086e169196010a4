import { quoteIdentifier, quoteLiteral } from '@sluice/engine';
import type { Rule, ReferenceRule, RowRule } from './rule.ts';
import { otherTable } from './other-table.ts';
import { violationPredicate } from './violation.ts';

/** How many rows of a table may be set aside before nothing is published. Each limit that is named must hold; where none is, no row may. */
export interface QuarantineBudget {
  /** Of the rows staged, 0–1. */
  readonly maxFraction?: number;
  readonly maxRows?: number;
}

/** A rule whose offending rows are set aside. */
export type SettingAsideRule = RowRule | ReferenceRule;

/** True for a row rule of severity error: whoever breaks it goes to quarantine. */
export function setsAside(rule: Rule): rule is SettingAsideRule {
  return rule.kind === 'row' && rule.severity === 'error';
}

/** True for a foreign key into its own table: rows that were set aside may have been the parents of others. */
export function refersToItself(rule: Rule, table: string): boolean {
  return rule.form === 'reference' && otherTable(rule, table) === table;
}

/** True where so many rows may be set aside and the rest still be published. */
export function isWithin({ maxFraction, maxRows }: QuarantineBudget, setAside: number, staged: number): boolean {
  if (setAside === 0) return true;
  if (maxFraction === undefined && maxRows === undefined) return false;
  return setAside <= (maxRows ?? Infinity) && setAside / staged <= (maxFraction ?? 1);
}

/** The budget in words: `at most 1 % and 500 rows`. */
export function budgetText({ maxFraction, maxRows }: QuarantineBudget): string {
  const limits = [
    ...(maxFraction === undefined ? [] : [`${String(Number((maxFraction * 100).toPrecision(6)))} %`]),
    ...(maxRows === undefined ? [] : [`${maxRows.toLocaleString('en')} rows`]),
  ];
  return limits.length === 0 ? 'no row' : `at most ${limits.join(' and ')}`;
}

/** What one offending row is told by, as SQL types. */
export const REASONS_TYPE = 'STRUCT("rule" VARCHAR, "columns" VARCHAR[], expected VARCHAR)[]';

/**
 * SQL over the table's columns that tells offending rows from good ones.
 * @param relationOf  an item for FROM of another table; a foreign key without one offends nobody.
 * @param table       the judged table, with its layer.
 * @returns `isBroken`, true or false and never null; `reasons`, of type `REASONS_TYPE`, each broken rule once, in the order given.
 */
export function offenceSql(
  rules: readonly SettingAsideRule[],
  relationOf: (table: string) => string | undefined,
  table: string,
): { readonly isBroken: string; readonly reasons: string } {
  const broken = rules.flatMap((rule) => {
    const predicate = violationPredicate(rule, relationOf, table);
    return predicate === undefined ? [] : [{ rule, sql: `coalesce(${predicate}, false)` }];
  });
  if (broken.length === 0) return { isBroken: 'false', reasons: `CAST([] AS ${REASONS_TYPE})` };
  const reasons = broken.map(({ rule, sql }) => `CASE WHEN ${sql} THEN ${reasonSql(rule)} END`);
  return {
    isBroken: `(${broken.map(({ sql }) => sql).join(' OR ')})`,
    reasons: `CAST(list_filter([${reasons.join(', ')}], lambda reason: reason IS NOT NULL) AS ${REASONS_TYPE})`,
  };
}

function reasonSql({ id, columns, expected }: SettingAsideRule): string {
  return `{${quoteIdentifier('rule')}: ${quoteLiteral(id)}, ${quoteIdentifier('columns')}: [${columns.map(quoteLiteral).join(', ')}], expected: ${quoteLiteral(expected)}}`;
}

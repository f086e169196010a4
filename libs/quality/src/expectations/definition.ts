import type { Location } from '@sluice/core';
import { isWrongWayRound } from '../bound-order.ts';
import { literalFor } from '../literal.ts';
import { plainText } from '../problems.ts';
import type { Rule, RowRule, Severity, ShareRule } from '../rule.ts';
import type { ContractColumn } from '../contract.ts';
import { columnOf, type RuleTable } from '../rules/table.ts';
import type { Path } from '../source.ts';

export type Kwargs = Readonly<Record<string, unknown>>;

/** One expectation of a contract, its parameters checked by the schema of its definition. */
export interface WrittenExpectation {
  readonly table: RuleTable;
  readonly type: string;
  readonly id: string | undefined;
  readonly kwargs: Kwargs;
  readonly severity: Severity;
  readonly description: string | undefined;
  readonly location: Location;
  /** Of the kwargs within the document; of the whole implementation where it is a string of YAML. */
  readonly path: Path;
}

/** Makes the rule of an expectation whose arguments are checked; undefined where something was reported. */
export type RuleBuilder = (written: WrittenExpectation) => Rule | undefined;

export function textOf(kwargs: Kwargs, name: string): string {
  const value = kwargs[name];
  return typeof value === 'string' ? value : '';
}

export function isTrue(kwargs: Kwargs, name: string): boolean {
  return kwargs[name] === true;
}

/** The column that a parameter names; reported where the contract has none, or its type is none of `families`. */
export function columnArgument(
  written: WrittenExpectation,
  name: string,
  families?: readonly ContractColumn['family'][],
): ContractColumn | undefined {
  const path: Path = [...written.path, name];
  const column = columnOf(written.table, textOf(written.kwargs, name), path);
  if (column !== undefined && families !== undefined && !families.includes(column.family)) {
    const expected = families.join(' or ');
    written.table.problems.report(
      path,
      `expected a column of ${expected}, got ${column.name}, which is ${column.type}`,
    );
    return undefined;
  }
  return column;
}

export interface Bounds {
  readonly minimum: string | undefined;
  readonly maximum: string | undefined;
  readonly strictMinimum: boolean;
  readonly strictMaximum: boolean;
}

/** `min_value` and `max_value` as literals that compare with `like`; reported where both are open or the wrong way round. */
export function boundsArgument(
  written: WrittenExpectation,
  like: Pick<ContractColumn, 'family' | 'type'>,
): Bounds | undefined {
  const { problems } = written.table;
  const { min_value: low, max_value: high } = written.kwargs;
  if (isOpen(low) && isOpen(high)) {
    problems.report(written.path, 'expected min_value or max_value, got neither');
    return undefined;
  }
  if (isWrongWayRound(low, high, like.family)) {
    problems.report(written.path, `min_value ${plainText(low)} is greater than max_value ${plainText(high)}`);
    return undefined;
  }
  const literals = [low, high].map((value, index) => {
    if (isOpen(value)) return { ok: true, sql: undefined } as const;
    const literal = literalFor(value, like);
    if (!literal.ok) problems.report([...written.path, index === 0 ? 'min_value' : 'max_value'], literal.reason);
    return literal;
  });
  if (literals.some((literal) => !literal.ok)) return undefined;
  const [minimum, maximum] = literals.map((literal) => (literal.ok ? literal.sql : undefined));
  return {
    minimum,
    maximum,
    strictMinimum: isTrue(written.kwargs, 'strict_min'),
    strictMaximum: isTrue(written.kwargs, 'strict_max'),
  };
}

function isOpen(value: unknown): boolean {
  return value === undefined || value === null;
}

/** What every rule takes over from what is written. */
export function baseOf(written: WrittenExpectation, columns: readonly string[], expected: string) {
  const { type, id, severity, location, description } = written;
  return {
    id: id ?? (columns.length === 0 ? type : `${columns.join('+')}.${type}`),
    type,
    columns,
    severity,
    expected,
    terms: written.kwargs,
    location,
    ...(description === undefined ? {} : { description }),
  };
}

/** A row-wise rule: of single rows, or of the table where `mostly` forgives a share of them. */
export function rowWise(
  written: WrittenExpectation,
  columns: readonly string[],
  rule: Pick<RowRule, 'expected' | 'violation' | 'plainViolation' | 'fewValues' | 'bounds'> &
    Pick<ShareRule, 'considered'>,
): RowRule | ShareRule {
  const mostly = typeof written.kwargs['mostly'] === 'number' ? written.kwargs['mostly'] : 1;
  const base = baseOf(written, columns, rule.expected);
  if (mostly === 1) {
    const { violation, plainViolation, fewValues, bounds } = rule;
    return {
      ...base,
      kind: 'row',
      form: 'row',
      violation,
      ...(plainViolation !== undefined && { plainViolation }),
      ...(fewValues && { fewValues }),
      ...(bounds && { bounds }),
    };
  }
  return {
    ...base,
    kind: 'table',
    form: 'share',
    expected: `${rule.expected} for at least ${String(Number((mostly * 100).toPrecision(12)))} % of the rows`,
    violation: rule.violation,
    considered: rule.considered,
    mostly,
  };
}

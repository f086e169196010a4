import { quoteIdentifier, quoteLiteral, type Column } from '@sluice/engine';
import { isWrongWayRound } from '../bound-order.ts';
import { literalFor } from '../literal.ts';
import { didYouMean, plainText, show } from '../problems.ts';
import { readPattern } from '../pattern.ts';
import type { Family } from '../types.ts';
import { ExpectationError } from '../errors.ts';
import type { Kwargs, Subject } from './definition.ts';

/** `other`: types that SQL compares with a text of theirs, such as UUID, and nested ones. */
export type AnyFamily = Family | 'other';

export interface KnownColumn extends Column {
  readonly family: AnyFamily;
  readonly sql: string;
}

export const numeric: readonly AnyFamily[] = ['integer', 'decimal', 'float'];
export const orderable: readonly AnyFamily[] = [...numeric, 'date', 'timestamp', 'time', 'text'];

const families: readonly (readonly [RegExp, AnyFamily])[] = [
  [/^(?:VARCHAR|JSON|ENUM\(.*\))$/s, 'text'],
  [/^U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?$/, 'integer'],
  [/^DECIMAL\(\d+,\d+\)$/, 'decimal'],
  [/^(?:DOUBLE|FLOAT)$/, 'float'],
  [/^BOOLEAN$/, 'boolean'],
  [/^DATE$/, 'date'],
  [/^TIMESTAMP(?:_S|_MS|_NS| WITH TIME ZONE)?$/, 'timestamp'],
  [/^TIME$/, 'time'],
];

export function familyOf(type: string): AnyFamily {
  return families.find(([form]) => form.test(type))?.[1] ?? 'other';
}

export function textOf(kwargs: Kwargs, name: string): string {
  const value = kwargs[name];
  return typeof value === 'string' ? value : '';
}

export function listOf(kwargs: Kwargs, name: string): readonly unknown[] {
  const value: unknown = kwargs[name];
  return Array.isArray(value) ? value : [];
}

export function numberOf(kwargs: Kwargs, name: string, otherwise: number): number {
  const value = kwargs[name];
  return typeof value === 'number' ? value : otherwise;
}

export function isTrue(kwargs: Kwargs, name: string): boolean {
  return kwargs[name] === true;
}

export function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** The column of that name. @throws {ExpectationError} where the table has none, or its type is none of `types`. */
export function knownColumn({ columns }: Subject, name: string, types?: readonly AnyFamily[]): KnownColumn {
  const found = columns.find((candidate) => candidate.name === name);
  if (found === undefined) {
    const names = columns.map((candidate) => candidate.name);
    throw new ExpectationError(`the table has no column \`${name}\`${didYouMean(name, names)}`);
  }
  const known = { ...found, family: familyOf(found.type), sql: quoteIdentifier(name) };
  if (types !== undefined && !types.includes(known.family))
    throw new ExpectationError(`expected a column of ${types.join(' or ')}, got ${name}, which is ${found.type}`);
  return known;
}

export function columnArgument(kwargs: Kwargs, subject: Subject, types?: readonly AnyFamily[]): KnownColumn {
  return knownColumn(subject, textOf(kwargs, 'column'), types);
}

/** A value of a suite as a SQL literal that compares with the column. @throws {ExpectationError} where it does not. */
export function literal(value: unknown, column: KnownColumn, what: string): string {
  const { family, type, name } = column;
  // In a relation a text is a text, and compares with none of these.
  const isRead = family === 'other' || type === 'JSON';
  if (isRead && typeof value === 'string') return `CAST(${quoteLiteral(value)} AS ${type})`;
  if (family === 'other') {
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw new ExpectationError(`${what}: expected a value that compares with ${name} (${type}), got ${show(value)}`);
  }
  if (family === 'float' && typeof value === 'number' && Number.isFinite(value))
    return `CAST(${quoteLiteral(String(value))} AS ${type})`;
  const instant = family === 'date' ? literalFor(value, { family: 'timestamp', type: 'TIMESTAMP' }) : undefined;
  const plain = literalFor(value, { family, type });
  if (plain.ok) return plain.sql;
  if (instant?.ok === true) return instant.sql;
  throw new ExpectationError(`${what}: ${plain.reason} (${name} is ${type})`);
}

/** The members of a set as SQL literals. Nulls equal nothing and are left out. */
export function literals(values: readonly unknown[], column: KnownColumn, what: string): readonly string[] {
  return values.flatMap((value, index) =>
    value === null ? [] : [literal(value, column, `${what}[${String(index)}]`)],
  );
}

export interface Bounds {
  readonly minimum: string | undefined;
  readonly maximum: string | undefined;
  readonly strictMinimum: boolean;
  readonly strictMaximum: boolean;
}

/** `min_value` and `max_value` as literals. @throws {ExpectationError} where they are the wrong way round. */
export function boundsOf(
  kwargs: Kwargs,
  family: AnyFamily,
  literalOf: (value: unknown, what: string) => string,
): Bounds {
  const { min_value: low, max_value: high } = kwargs;
  const [minimum, maximum] = [
    isAbsent(low) ? undefined : literalOf(low, 'min_value'),
    isAbsent(high) ? undefined : literalOf(high, 'max_value'),
  ];
  if (isWrongWayRound(low, high, family))
    throw new ExpectationError(`min_value ${plainText(low)} is greater than max_value ${plainText(high)}`);
  return {
    minimum,
    maximum,
    strictMinimum: isTrue(kwargs, 'strict_min'),
    strictMaximum: isTrue(kwargs, 'strict_max'),
  };
}

/** @throws {ExpectationError} where both bounds are open. */
export function refuseOpen({ min_value: low, max_value: high }: Kwargs): void {
  if (isAbsent(low) && isAbsent(high)) throw new ExpectationError('expected min_value or max_value, got neither');
}

export function wholeNumber(value: unknown, what: string): string {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  throw new ExpectationError(`${what}: expected a whole number, got ${show(value)}`);
}

export function anyNumber(value: unknown, what: string): string {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  throw new ExpectationError(`${what}: expected a number, got ${show(value)}`);
}

/** `>= 1 and < 3`; `any value` where both are open. */
export function boundsText(kwargs: Kwargs): string {
  const { min_value: low, max_value: high } = kwargs;
  const parts = [
    ...(isAbsent(low) ? [] : [`${isTrue(kwargs, 'strict_min') ? '>' : '>='} ${plainText(low)}`]),
    ...(isAbsent(high) ? [] : [`${isTrue(kwargs, 'strict_max') ? '<' : '<='} ${plainText(high)}`]),
  ];
  return parts.length === 0 ? 'any value' : parts.join(' and ');
}

/** SQL, true where a value is beyond a bound; a float that is no number keeps none. */
export function beyond(sql: string, family: AnyFamily, bounds: Bounds): string {
  const { minimum, maximum, strictMinimum, strictMaximum } = bounds;
  const parts = [
    ...(family === 'float' ? [`isnan(${sql})`] : []),
    ...(minimum === undefined ? [] : [`${sql} ${strictMinimum ? '<=' : '<'} ${minimum}`]),
    ...(maximum === undefined ? [] : [`${sql} ${strictMaximum ? '>=' : '>'} ${maximum}`]),
  ];
  return `(${parts.join(' OR ')})`;
}

/** A pattern as a literal that RE2 reads. @throws {ExpectationError} for one outside the dialect, with the rewriting that is meant. */
export function patternLiteral(pattern: unknown, what: string): string {
  const read = readPattern(typeof pattern === 'string' ? pattern : '');
  if (read.ok) return quoteLiteral(read.re2);
  throw new ExpectationError(`${what}: the pattern cannot be used: ${read.reason}`);
}

/** A set for people, at most ten members. */
export function setText(values: readonly unknown[]): string {
  const shown = values.filter((value) => value !== null).map(plainText);
  if (shown.length === 0) return 'nothing';
  return shown.length > 10
    ? `${shown.slice(0, 10).join(', ')} and ${String(shown.length - 10)} more`
    : shown.join(', ');
}

import type { Clock } from '@sluice/core';
import { quoteIdentifier, quoteLiteral } from '@sluice/engine';
import { ParametersInvalidError } from '../errors.ts';

export interface IntegerParameter {
  readonly kind: 'integer';
  readonly default: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly describe: string;
}

/** A calendar day, `YYYY-MM-DD`; without a default it is the current date in UTC. */
export interface DateParameter {
  readonly kind: 'date';
  readonly default?: string;
  readonly describe: string;
}

export type Parameter = IntegerParameter | DateParameter;
export type Parameters = Readonly<Record<string, Parameter>>;
export type ParameterValue = number | string;
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

/** The values that a set of parameters takes: numbers for integers, text for dates. */
export type ValuesOf<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends IntegerParameter ? number : string;
};

/** A whole number, with its default and bounds. */
export function integer(options: Omit<IntegerParameter, 'kind'>): IntegerParameter {
  return { kind: 'integer', ...options };
}

/** A calendar day. */
export function date(options: Omit<DateParameter, 'kind'>): DateParameter {
  return { kind: 'date', ...options };
}

/** `paymentTermDays` to `payment_term_days`, the name of its column in `run.parameters`. */
export function columnName(parameter: string): string {
  return parameter.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}

/** `paymentTermDays` to `--payment-term-days`. */
export function flagName(parameter: string): string {
  return `--${columnName(parameter).replaceAll('_', '-')}`;
}

/**
 * Turns what the operator gave into values, defaults filled in.
 * @throws {ParametersInvalidError} naming every value that is wrong, and every name that is unknown.
 */
export function resolveParameters(
  parameters: Parameters,
  given: Readonly<Record<string, string | number>>,
  clock: Clock,
): ParameterValues {
  const problems: string[] = [];
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(parameters, name)) problems.push(`${flagName(name)} is not a parameter of this pipeline`);
  }
  const values = Object.entries(parameters).map(([name, parameter]) => {
    const value = given[name] ?? parameter.default ?? clock.now().toISOString().slice(0, 10);
    const problem = parameter.kind === 'integer' ? integerProblem(parameter, value) : dateProblem(value);
    if (problem !== undefined) problems.push(`${flagName(name)} ${problem}, got ${JSON.stringify(value)}`);
    return [name, parameter.kind === 'integer' ? Number(value) : String(value)] as const;
  });
  if (problems.length > 0) throw new ParametersInvalidError(problems);
  return Object.fromEntries(values);
}

/** True where `values` holds a value of the right kind for every parameter. */
export function holdsValues<P extends Parameters>(parameters: P, values: ParameterValues): values is ValuesOf<P> {
  return Object.entries(parameters).every(
    ([name, parameter]) => typeof values[name] === (parameter.kind === 'integer' ? 'number' : 'string'),
  );
}

/** The SELECT behind `run.parameters`: one row, a column for each parameter, integers as BIGINT and days as DATE. */
export function parametersSelect(parameters: Parameters, values: ParameterValues): string {
  const columns = Object.entries(parameters).map(([name, parameter]) => {
    const type = parameter.kind === 'integer' ? 'BIGINT' : 'DATE';
    return `CAST(${quoteLiteral(String(values[name]))} AS ${type}) AS ${quoteIdentifier(columnName(name))}`;
  });
  return `SELECT ${columns.join(', ')}`;
}

/** The values by their names in `run.parameters`: what `$PARAMETER` of a contract stands for. */
export function namedValues(values: ParameterValues): Readonly<Record<string, ParameterValue>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [columnName(name), value]));
}

function integerProblem(parameter: IntegerParameter, value: string | number): string | undefined {
  const number = typeof value === 'number' ? value : /^[+-]?\d+$/u.test(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(number)) return 'must be a whole number';
  if (parameter.minimum !== undefined && number < parameter.minimum)
    return `must be at least ${String(parameter.minimum)}`;
  if (parameter.maximum !== undefined && number > parameter.maximum)
    return `must be at most ${String(parameter.maximum)}`;
  return undefined;
}

function dateProblem(value: string | number): string | undefined {
  const text = String(value);
  const instant = new Date(`${text}T00:00:00Z`);
  const isDay =
    /^\d{4}-\d{2}-\d{2}$/u.test(text) && !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
  return isDay ? undefined : 'must be a date as YYYY-MM-DD';
}

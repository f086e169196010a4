import { dayNumber, EARLIEST_AS_OF } from './day.ts';
import { GeneratorParameterError } from './errors.ts';

/** Window ids stay within 64 bits, dimension ids within INTEGER. */
export const MOST_ROWS = 1_000_000_000;

/** A number of rows, as it was given. */
export function count(parameter: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1 && value <= MOST_ROWS) return value;
  throw new GeneratorParameterError(parameter, value, `a whole number from 1 to ${MOST_ROWS.toLocaleString('en')}`);
}

/** A seed as a SQL literal. */
export function seedLiteral(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  throw new GeneratorParameterError('seed', value, 'a whole number up to 2^53 - 1');
}

/** An as-of day, in days since the origin. */
export function asOfDay(value: string): number {
  const day = dayNumber(value);
  if (day !== undefined && day >= EARLIEST_AS_OF.day) return day;
  throw new GeneratorParameterError('asOf', value, `a day from ${EARLIEST_AS_OF.text} on, written YYYY-MM-DD`);
}

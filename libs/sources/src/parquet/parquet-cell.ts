import { quoteIdentifier } from '@sluice/engine';
import type { InputColumn } from '../input.ts';
import { castText, isFloat, isInteger, isTimestamp, parseDecimal, textType } from '../text-types.ts';
import type { Cell } from '../typed-relation.ts';

/** Digits that every double keeps of a decimal. */
const DOUBLE_DIGITS = 15;

/**
 * How a column of a Parquet file becomes the contract's type.
 * @returns undefined where no value of the one type could be the other's without loss.
 */
export function parquetCell({ name, type }: InputColumn, got: string): Cell | undefined {
  const column = quoteIdentifier(name);
  const always = (value: string): Cell => ({ name, raw: column, value, expected: undefined });
  if (got === type) return always(column);
  if (type === 'VARCHAR') return isWellWritten(got) ? always(`CAST(${column} AS VARCHAR)`) : undefined;
  if (got === 'VARCHAR') {
    const rule = textType(type);
    return rule && { name, raw: column, value: castText(column, type, rule), expected: rule.expected };
  }
  const lossless = losslessCast(column, got, type);
  return lossless === undefined
    ? undefined
    : { name, raw: column, value: lossless, expected: `${type}, without loss from ${got}` };
}

/** Types with one agreed form as text. */
function isWellWritten(got: string): boolean {
  return got === 'UUID' || got === 'DATE' || got === 'JSON' || got.startsWith('ENUM(') || isInteger(got);
}

/** SQL: the value as the other type where the way back gives the same, else null. */
function losslessCast(column: string, from: string, to: string): string | undefined {
  const cast = `TRY_CAST(${column} AS ${to})`;
  const thereAndBack = `CASE WHEN TRY_CAST(${cast} AS ${from}) = ${column} THEN ${cast} END`;
  if (isNumber(from) && isNumber(to)) {
    const decimal = parseDecimal(from);
    if (decimal !== undefined && isFloat(to)) return decimal.precision <= DOUBLE_DIGITS ? cast : undefined;
    return thereAndBack;
  }
  if (from === 'DATE') return isTimestamp(to) ? cast : undefined;
  if (isTimestamp(from) && (isTimestamp(to) || to === 'DATE')) {
    const dropsZone = from === 'TIMESTAMP WITH TIME ZONE' && isTimestamp(to);
    return dropsZone ? undefined : thereAndBack;
  }
  return undefined;
}

function isNumber(type: string): boolean {
  return isInteger(type) || isFloat(type) || parseDecimal(type) !== undefined;
}

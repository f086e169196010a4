import { quoteIdentifier, quoteLiteral } from '@sluice/engine';
import { InputTypesError } from '../errors.ts';
import type { InputColumn } from '../input.ts';
import { castText, isFloat, isInteger, parseDecimal, textType } from '../text-types.ts';
import type { Cell } from '../typed-relation.ts';

/** A JSON number is a double (RFC 8259, 6): at most so many digits are surely those of the file. */
const SAFE_DIGITS = 15;
const SAFE_WHOLE = `-?[0-9]{1,${SAFE_DIGITS}}\\.0+|-?[0-9]+`;

/**
 * How a JSON value becomes the contract's type: text takes JSON text alone; other types take JSON text by the rules of
 * CSV, numbers a JSON number, BOOLEAN a JSON boolean. A nested value fits nowhere.
 * @throws {InputTypesError} for a type that has no text form.
 */
export function jsonCell(file: string, { name, type }: InputColumn): Cell {
  const raw = quoteIdentifier(name);
  const isText = `starts_with(${raw}, '"')`;
  const text = `(${raw} ->> '$')`;
  if (type === 'VARCHAR') {
    return { name, raw, value: `CASE WHEN ${isText} THEN ${text} END`, expected: 'VARCHAR: a JSON text' };
  }
  const rule = textType(type);
  if (rule === undefined) throw new InputTypesError(file, [{ column: name, expected: type, got: 'a JSON value' }]);
  const bare = bareValue(raw, type);
  const fromText = castText(text, type, rule);
  const value = `CASE WHEN ${isText} THEN ${fromText}${bare === undefined ? '' : ` ELSE ${bare}`} END`;
  return { name, raw, value, expected: rule.expected };
}

/** SQL: the value of JSON that is no text; undefined where the type takes text alone. */
function bareValue(raw: string, type: string): string | undefined {
  const written = `${raw}::VARCHAR`;
  const cast = `TRY_CAST(${written} AS ${type})`;
  if (type === 'BOOLEAN') return `CASE WHEN ${written} IN ('true', 'false') THEN ${cast} END`;
  if (isInteger(type)) return `CASE WHEN regexp_full_match(${written}, ${quoteLiteral(SAFE_WHOLE)}) THEN ${cast} END`;
  if (isFloat(type))
    return `CASE WHEN regexp_full_match(${written}, '-?[0-9].*') AND isfinite(${cast}) THEN ${cast} END`;
  const decimal = parseDecimal(type);
  return decimal === undefined ? undefined : decimalValue(written, cast, decimal.scale);
}

/** Most numbers are told by their look; one with an exponent or many digits by whether the double is the decimal's. */
function decimalValue(written: string, cast: string, scale: number): string {
  const fraction = Math.min(scale, SAFE_DIGITS - 1);
  const short = fraction === 0 ? '' : `|-?[0-9]{1,${SAFE_DIGITS - fraction}}\\.[0-9]{1,${fraction}}`;
  const plain = `regexp_full_match(${written}, '-?[0-9]+${short}')`;
  const number = `regexp_full_match(${written}, '-?[0-9].*')`;
  const digits = `length(regexp_replace(${written}, '[eE].*$|^-?0\\.0*|[-.]', '', 'g'))`;
  const exact = `TRY_CAST(${cast} AS DOUBLE) = TRY_CAST(${written} AS DOUBLE)`;
  return `CASE WHEN ${plain} OR (${number} AND ${digits} <= ${SAFE_DIGITS} AND ${exact}) THEN ${cast} END`;
}

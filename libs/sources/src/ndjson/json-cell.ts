import { quoteIdentifier, quoteLiteral } from '@sluice/engine';
import { InputTypesError } from '../errors.ts';
import type { InputColumn } from '../input.ts';
import { castText, isFloat, isInteger, parseDecimal, textType } from '../text-types.ts';
import type { Cell } from '../typed-relation.ts';

/** A JSON number as the engine writes it back: at most 15 digits are surely those of the file (RFC 8259, 6). */
const SAFE_WHOLE = '-?[0-9]{1,15}\\.0+|-?[0-9]+';

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
  const number = `regexp_full_match(${written}, '-?[0-9].*')`;
  if (isFloat(type)) return `CASE WHEN ${number} AND isfinite(${cast}) THEN ${cast} END`;
  if (parseDecimal(type) === undefined) return undefined;
  const whole = `regexp_full_match(${written}, '-?[0-9]+')`;
  const digits = `length(regexp_replace(${written}, '[eE].*$|^-?0\\.0*|[-.]', '', 'g'))`;
  const exact = `TRY_CAST(${cast} AS DOUBLE) = TRY_CAST(${written} AS DOUBLE)`;
  return `CASE WHEN ${whole} OR (${number} AND ${digits} <= 15 AND ${exact}) THEN ${cast} END`;
}

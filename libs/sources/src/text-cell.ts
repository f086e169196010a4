import { InputTypesError } from './errors.ts';
import type { InputColumn } from './input.ts';
import { castText, textType } from './text-types.ts';
import type { Cell } from './typed-relation.ts';

/**
 * A column that is read from text. @param raw  SQL of a VARCHAR, null where the file has nothing.
 * @throws {InputTypesError} for a type that has no text form, such as a nested one.
 */
export function cellOfText(file: string, { name, type }: InputColumn, raw: string): Cell {
  if (type === 'VARCHAR') return { name, raw, value: raw, expected: undefined };
  const rule = textType(type);
  if (rule === undefined) throw new InputTypesError(file, [{ column: name, expected: type, got: 'text' }]);
  return { name, raw, value: castText(raw, type, rule), expected: rule.expected };
}

import { nearest } from '@sluice/core';
import { InputColumnsMissingError } from './errors.ts';
import type { InputColumn } from './input.ts';

/**
 * Compares the names that a file has with the contract's; they must agree to the letter, in any order.
 * @returns the surplus ones.
 * @throws {InputColumnsMissingError} naming all that are missing.
 */
export function matchColumns(
  file: string,
  columns: readonly InputColumn[],
  found: readonly string[],
): readonly string[] {
  const wanted = new Set(columns.map(({ name }) => name));
  const surplus = found.filter((name) => !wanted.has(name));
  const missing = columns.map(({ name }) => name).filter((name) => !found.includes(name));
  if (missing.length > 0) {
    throw new InputColumnsMissingError(file, new Map(missing.map((name) => [name, nearest(name, surplus)])), found);
  }
  return surplus;
}

import { familyOf } from '../types.ts';
import type { CellType } from './cell-type.ts';
import { cellTypeOf } from './cell-type-of.ts';

type Compare = CellType['compare'];

/**
 * How values of two columns compare; undefined for types that only SQL compares: those that it would first cast to a
 * third. Integers and decimals compare with each other; others with their own type.
 */
export function pairOrder([first, second]: readonly [string, string]): Compare | undefined {
  const [a, b] = [cellTypeOf(first), cellTypeOf(second)];
  if (first === second) return (left, right) => a.compare(left, right);
  if (!isExact(first) || !isExact(second)) return undefined;
  return (left, right) => (a.accepts(left) && b.accepts(right) ? a.against(right)(left) : undefined);
}

function isExact(type: string): boolean {
  const family = familyOf(type);
  return family === 'integer' || family === 'decimal';
}

/** A column of a record; one that is not there is null. */
export function columnValue(record: unknown, name: string): unknown {
  if (typeof record !== 'object' || record === null || !Object.hasOwn(record, name)) return null;
  const value: unknown = Reflect.get(record, name);
  return value;
}

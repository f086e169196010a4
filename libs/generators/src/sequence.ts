import { join } from 'node:path';
import { text } from './sql.ts';

/** Rows of one Parquet row group: what one thread reads at a time. */
const ROW_GROUP = 122_880;

export interface Sequence {
  readonly setup: readonly string[];
  /** A FROM item with one column `i`: 0 to rows - 1, in order. */
  readonly relation: string;
}

/**
 * Row numbers for the generator of that name. range() is read by one thread; a file of several row groups, at two bytes per
 * thousand rows, by all of them, in order, with memory that does not grow.
 */
export function sequence(name: string, rows: number, scratch: string): Sequence {
  const numbers = `range(${String(rows)}) AS numbers(i)`;
  if (rows <= 2 * ROW_GROUP) return { setup: [], relation: numbers };
  const file = text(join(scratch, `${name}-rows.parquet`));
  return {
    setup: [`COPY (SELECT i::INTEGER AS i FROM ${numbers}) TO ${file} (FORMAT parquet, PARQUET_VERSION v2)`],
    relation: `read_parquet(${file})`,
  };
}

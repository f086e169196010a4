import { join } from 'node:path';
import { text } from './sql.ts';

/** Rows that DuckDB's Parquet writer gathers before it encodes them: one row group of a table. */
const ROW_GROUP = 122_880;

/**
 * Rows of a row group of the file: what one thread reads at a time. After each the parallel writer does one of its
 * tasks, and a table's row group makes it two. Were one read at a time, half of the table would wait in memory for its
 * turn, up to a quarter of the memory limit; with four, the writer catches up even when a thread lags. The table's row
 * groups, and so its bytes, stay the same as long as these add up to them and are whole vectors of 2,048 rows.
 */
const READ_AT_A_TIME = ROW_GROUP / 4;

export interface Sequence {
  readonly setup: readonly string[];
  /** A FROM item with one column `i`: 0 to rows - 1, in order. */
  readonly relation: string;
}

/**
 * Row numbers for the generator of that name. range() is read by one thread; a file of several row groups, at four bytes
 * per thousand rows, by all of them, in order, with memory that does not grow.
 */
export function sequence(name: string, rows: number, scratch: string): Sequence {
  const numbers = `range(${String(rows)}) AS numbers(i)`;
  if (rows <= 2 * ROW_GROUP) return { setup: [], relation: numbers };
  const file = text(join(scratch, `${name}-rows.parquet`));
  const options = `FORMAT parquet, PARQUET_VERSION v2, ROW_GROUP_SIZE ${String(READ_AT_A_TIME)}`;
  return {
    setup: [`COPY (SELECT i::INTEGER AS i FROM ${numbers}) TO ${file} (${options})`],
    relation: `read_parquet(${file})`,
  };
}

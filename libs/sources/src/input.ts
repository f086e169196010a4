import type { Row } from '@sluice/engine';

/** The file formats that can be read, in the order in which help texts list them. */
export const inputFormats = ['parquet', 'csv', 'ndjson'] as const;

export type InputFormat = (typeof inputFormats)[number];

/** A file that holds the rows of one table. */
export interface InputFile {
  readonly table: string;
  readonly path: string;
  readonly format: InputFormat;
}

/** A column that the contract asks for: `type` as DuckDB's DESCRIBE prints it. */
export interface InputColumn {
  readonly name: string;
  readonly type: string;
  /** Decides for NDJSON alone whether a key that no object has is a missing column. */
  readonly required: boolean;
}

/** Where a record stands: `record` counts them from 1, without a header; `line` is where it starts, null for Parquet. */
export interface Place {
  readonly record: number;
  readonly line: number | null;
}

/** One value that does not fit its column. */
export interface InputFault extends Place {
  readonly file: string;
  readonly column: string;
  /** As it stands in the file, cut after 200 characters. */
  readonly value: string;
  /** What the column takes, in words. */
  readonly expected: string;
}

/** `count` is exact; `faults` are the first in file order. */
export interface InputFaults {
  readonly count: number;
  readonly faults: readonly InputFault[];
}

/** The contract's columns of a record, and where it stands in the file. */
export interface LocatedRow extends Place {
  readonly row: Row;
}

/** A file, opened by contract: nothing of its rows has been read into memory. */
export interface InputRelation {
  /** A SELECT of the contract's columns in the contract's order and types, in file order. It fails on the first value that does not fit without loss. */
  readonly select: string;
  /** Records in the file where that is known without a query (CSV, Parquet): the SELECT must yield as many. */
  readonly rows: number | undefined;
  /** Names of columns that the contract does not know; they are not read. For NDJSON: of the first megabyte. */
  readonly surplus: readonly string[];
  /**
   * Every value that does not fit. Reads the file anew; ask only after the SELECT has failed.
   * @param limit  most faults to return; all are counted.
   * @throws {InputBrokenError | InputEncodingError} when it is the file that is broken, with the line where known.
   */
  faults(limit: number): Promise<InputFaults>;
  /**
   * Finds rows in the file by a SQL predicate over the contract's columns, in file order.
   * Values that do not fit their column are null here.
   */
  locate(predicate: string, limit: number): Promise<readonly LocatedRow[]>;
}

import type { Row } from '@sluice/engine';

/** The file formats that can be read, in the order in which help texts list them. */
export const inputFormats = ['parquet', 'csv', 'ndjson', 'json'] as const;

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
  /** Records in the file where that is known without a query (CSV, JSON arrays, Parquet): the SELECT must yield as many. */
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

/** What becomes of records that are damaged or have values that do not fit. */
export interface SetAsideOptions {
  readonly onDamage: 'setAside';
  /** A folder that exists, on a disk with room for a copy of the file: what is written there must last as long as the relations are read. The caller removes it. */
  readonly scratch: string;
}

/** A file whose SELECT gives the good rows alone: damage of single records does not make it fail. */
export interface SiftedInput extends InputRelation {
  /**
   * The same rows, in no order, with two more columns: `sluice_record`, counted from 1 over all records of the file, and
   * `sluice_line`, null for Parquet.
   */
  placed(): Promise<string>;
  /** Records of the file: those that the SELECT yields, and those that are set aside. */
  readonly read: number;
  /**
   * The records that the SELECT leaves out. Ask when it has been read; the file is read again only where rows are missing.
   * @param good  rows that the SELECT gave.
   * @throws {InputChangedError} where read = good + rejected does not hold.
   */
  rejected(good: number): Promise<RejectedRecords>;
}

/** Records that were set aside: `read` = `good` + `count`. */
export interface RejectedRecords {
  readonly read: number;
  readonly good: number;
  readonly count: number;
  /**
   * A SELECT of them by record, each once: file VARCHAR, record BIGINT (counted from 1, over good and rejected), line
   * BIGINT (null for Parquet), reasons STRUCT(code VARCHAR, "column" VARCHAR, expected VARCHAR, got VARCHAR)[], raw
   * VARCHAR: the text of a damaged record, a JSON object of one with values that do not fit; cut after 64 KiB.
   */
  readonly select: string;
}

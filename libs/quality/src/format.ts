/** In which form a table is published. */
export type TableFormat = 'parquet' | 'delta';

/**
 * How a table takes what is new instead of being made anew.
 * `append`: rows made of new input rows are added. `merge`: rows come in by the values of `by`, their key. `replace`: all rows
 * of the `by` values that a change touches are made anew.
 */
export interface Incremental {
  readonly mode: 'append' | 'merge' | 'replace';
  /** Columns of the table; none for `append`. */
  readonly by: readonly string[];
}

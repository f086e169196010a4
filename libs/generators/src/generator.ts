/** SQL that yields the rows of one table. */
export interface Generated {
  /** Statements that run on the same session just before: they write the generator's own files in the scratch folder. */
  readonly setup: readonly string[];
  /** The table's columns in order and type, its rows already in declared order: the same bytes for any number of threads. */
  readonly select: string;
  /** Exactly as many rows as `select` yields. */
  readonly rows: number;
}

/** One table of synthetic data, as a function of plain values. */
export interface Generator<P> {
  readonly name: string;
  /** What one row is, in a sentence. */
  readonly describe: string;
  /**
   * @param parameters  Counts, the seed and the as-of day; others are passed over.
   * @param scratch     A folder that exists and that no other generator writes at the same time.
   * @throws {GeneratorParameterError} for a count, seed or day that the generator cannot serve.
   */
  emit(parameters: P, scratch: string): Generated;
}

/** What every generator takes. */
export interface Origin {
  readonly seed: number;
  /** The newest day of the data, `YYYY-MM-DD`. */
  readonly asOf: string;
}

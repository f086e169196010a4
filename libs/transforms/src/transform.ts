/** One argument of a transform. `type` is for people: the SQL types that it is made for. */
export interface TransformParameter {
  readonly name: string;
  readonly type: string;
}

/**
 * A SQL function that models share, as an expression over its parameters.
 * Both dialects state the same function; an expression may call other transforms.
 */
export interface Transform {
  /** As models write it, in snake case; no engine has a function of this name of its own. */
  readonly name: string;
  readonly parameters: readonly TransformParameter[];
  /** The SQL type of the result. */
  readonly returns: string;
  /** What it yields, with its unit, its rounding and its answer to NULL. */
  readonly describe: string;
  /** The body of a DuckDB macro. */
  readonly duckdb: string;
  /** The same expression in Spark SQL, for the text of a model to be rewritten with. */
  readonly spark: string;
}

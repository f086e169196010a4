import type { Location } from '@sluice/core';
import type { Incremental, TableFormat } from './format.ts';
import type { QuarantineBudget } from './quarantine.ts';
import type { Rule } from './rule.ts';
import type { Family } from './types.ts';

/** One column that a contract declares, in the order of the document. */
export interface ContractColumn {
  readonly name: string;
  /** As DuckDB's DESCRIBE prints it: `VARCHAR`, `DECIMAL(12,2)`, `TIMESTAMP WITH TIME ZONE`. */
  readonly type: string;
  /** What kind of type it is, for rules: all integers are alike. */
  readonly family: Family;
  /** Null is refused: said by `required`, or by being part of the primary key. */
  readonly required: boolean;
  readonly primaryKey: boolean;
  readonly unique: boolean;
  /** `classification: personal`: its values are never shown. */
  readonly personal: boolean;
  readonly description?: string;
  /** How dates and times of a text source are written, as a strptime format: `%d/%m/%Y`. */
  readonly sourceFormat?: string;
  readonly location: Location;
}

/** A contract: an ODCS document of one table, checked, with its rules ready to be judged. */
export interface Contract {
  readonly id: string;
  readonly version: string;
  readonly file: string;
  /** Name of the schema object, without the layer. */
  readonly table: string;
  readonly description?: string;
  readonly columns: readonly ContractColumn[];
  /** Columns of the primary key in the order of `primaryKeyPosition`; empty without one. */
  readonly primaryKey: readonly string[];
  /** Columns by which the table is written: `orderedBy`, else the primary key. */
  readonly orderedBy: readonly string[];
  readonly format: TableFormat;
  /** How new rows come into the table; absent where it is made anew whenever it is made. */
  readonly incremental?: Incremental;
  readonly tags: readonly string[];
  readonly rules: readonly Rule[];
  readonly quarantine: QuarantineBudget;
  /** The document as plain JSON with sorted keys: comments and formatting do not change it. */
  readonly definition: unknown;
  /** True where a rule is judged against the as-of date. */
  readonly usesAsOf: boolean;
  /** The custom property `chart`, as it is written. */
  readonly chart?: unknown;
}

import type { Location } from '@sluice/core';

export type Severity = 'error' | 'warning' | 'info';

/** `row` rules have offending rows that could be set aside; `table` rules judge the table as a whole. */
export type RuleKind = 'row' | 'table';

/** A condition on one value: `text` for people (`>= 1`), `holds` as what follows the value in SQL, all of which must be true. */
export interface Condition {
  readonly text: string;
  readonly holds: readonly string[];
}

/** What all rules have. Plain data: JSON-safe, no functions. */
interface RuleBase {
  /** Readable, unique within the contract, stable while the rule stays: `amount.exclusiveMinimum`. */
  readonly id: string;
  /** Name in the vocabulary of ODCS or Great Expectations: `required`, `invalidValues`, `expect_column_sum_to_be_between`. */
  readonly type: string;
  readonly kind: RuleKind;
  readonly columns: readonly string[];
  readonly severity: Severity;
  /** What must hold, to be read after "expected": `amount > 0`. */
  readonly expected: string;
  readonly description?: string;
  /** What it was written with, by the names of its vocabulary: `{ minLength: 3 }` of an option, the kwargs of an expectation; absent where nothing was. */
  readonly terms?: Readonly<Record<string, unknown>>;
  /** Where the rule stands in the contract. */
  readonly location: Location;
}

/** Judges every row by itself. `violation` is true, in SQL over the table's columns, where a row breaks the rule. */
export interface RowRule extends RuleBase {
  readonly form: 'row';
  readonly kind: 'row';
  readonly violation: string;
  /** The same without a subquery, which no CHECK takes; set where `violation` has one. */
  readonly plainViolation?: string;
  /** Set where the rule lists the values of its one column: they are few, so that judging each value once is enough. */
  readonly fewValues?: true;
  /** Set where the writer's statistics may decide the rule without a scan: it holds where all of these do. */
  readonly bounds?: readonly Bound[];
}

export type Bound =
  | { readonly test: 'not-null'; readonly column: string }
  | { readonly test: '>=' | '>' | '<=' | '<'; readonly column: string; readonly value: string };

/** A row rule of which a share may fail: at least `mostly` (0–1) of the rows where `considered` holds must keep it. */
export interface ShareRule extends RuleBase {
  readonly form: 'share';
  readonly kind: 'table';
  readonly violation: string;
  readonly considered: string;
  readonly mostly: number;
}

/** Every row's values occur in another table; a row with a null among them passes. */
export interface ReferenceRule extends RuleBase {
  readonly form: 'reference';
  readonly kind: 'row';
  readonly to: { readonly layer?: string; readonly table: string; readonly columns: readonly string[] };
}

/** No two of the rows where `considered` (SQL) holds have the same values; every copy counts against the rule. */
export interface UniqueRule extends RuleBase {
  readonly form: 'unique';
  readonly kind: 'table';
  readonly considered: string;
  /** At least this share of the rows must be unique; 1 unless `mostly` says otherwise. */
  readonly mostly: number;
}

/** One aggregate over the table (`value`, SQL) and what must hold of it. */
export interface MetricRule extends RuleBase {
  readonly form: 'metric';
  readonly kind: 'table';
  readonly value: string;
  readonly condition: Condition;
  /** SQL, true for the rows that the metric counts; absent where it counts none. */
  readonly offending?: string;
}

/** How many rows the table has. */
export interface RowCountRule extends RuleBase {
  readonly form: 'rowCount';
  readonly kind: 'table';
  readonly condition: Condition;
  /** True where the rule allows a table without rows on purpose. */
  readonly allowsEmpty: boolean;
  /** True where the contract does not state the rule: a table has rows unless it says otherwise. */
  readonly implied: boolean;
}

/** The newest value of the column is not older than the as-of date (its first moment, UTC) minus `interval` (`2 days`). */
export interface FreshnessRule extends RuleBase {
  readonly form: 'freshness';
  readonly kind: 'table';
  readonly interval: string;
}

/** The user's own SQL: one read-only statement. With a condition it yields one value, without one it yields the offending rows. */
export interface QueryRule extends RuleBase {
  readonly form: 'query';
  readonly kind: 'table';
  /** `{object}`, `${table}` and `{batch}` stand for the table. */
  readonly query: string;
  readonly condition?: Condition;
}

/** A column is there and has its declared type. */
export interface TypeRule extends RuleBase {
  readonly form: 'type';
  readonly kind: 'table';
  readonly expectedType: string;
}

/** An expectation of the vocabulary that no other form says: judged as `validate` judges it. */
export interface ExpectationRule extends RuleBase {
  readonly form: 'expectation';
  readonly kind: 'table';
  /** Its arguments; `{ "$PARAMETER": "name" }` stands for what the run supplies. */
  readonly kwargs: Readonly<Record<string, unknown>>;
  /** The names of those parameters. */
  readonly parameters: readonly string[];
  /** The other table that it names, as it is written. */
  readonly otherTable?: string;
  /** SQL of the user's in it; `{batch}` stands for the table. */
  readonly queries: readonly string[];
}

/** The table is like those that earlier runs published. */
export interface DriftRule extends RuleBase {
  readonly form: 'drift';
  readonly kind: 'table';
  readonly measure: 'rowCount' | 'distribution';
  /** Newest earlier runs that are looked at. */
  readonly runs: number;
  /** With fewer there is nothing to compare with. */
  readonly minimumRuns: number;
  /** The greatest change of the row count, as a share of the median, or the greatest distance of the distribution. */
  readonly limit: number;
}

export type Rule =
  | RowRule
  | ShareRule
  | ReferenceRule
  | UniqueRule
  | MetricRule
  | RowCountRule
  | FreshnessRule
  | QueryRule
  | TypeRule
  | ExpectationRule
  | DriftRule;

import type { JsonSchema } from '@sluice/core';
import type { Column, Row, Session, Value } from '@sluice/engine';

export type Kwargs = Readonly<Record<string, unknown>>;

/** What an expectation looks at. It decides which rows count, and whether an error is caught unless told otherwise. */
export type Kind = 'column values' | 'column pair' | 'several columns' | 'column aggregate' | 'table' | 'query';

/** The trouble with data that an expectation finds. */
export type Issue =
  'Completeness' | 'Multi-source' | 'Numeric' | 'Schema' | 'SQL' | 'Uniqueness' | 'Validity' | 'Volume';

/** One parameter of an expectation. Without `required` it may be left out, and `default` says what holds then. */
export interface Parameter {
  readonly schema: JsonSchema;
  readonly describe: string;
  readonly required?: true;
  readonly default?: boolean | number | string;
}

/** The table as an expectation finds it before anything is read. */
export interface Subject {
  readonly columns: readonly Column[];
}

/** How the aggregates of one expectation are written, so that many share a pass whatever rows each looks at. */
export interface Scope {
  /** SQL: how many rows there are. */
  readonly rows: string;
  /** An expression, null for the rows that are left out. */
  readonly value: (expression: string) => string;
  /** SQL: for how many rows a predicate is true. */
  readonly count: (predicate: string) => string;
}

/** A verdict that is not on single rows. */
export interface Outcome {
  readonly success: boolean;
  readonly observed: Value;
  readonly details?: Readonly<Record<string, Value>>;
  /** Details of the result format COMPLETE alone. */
  readonly more?: Readonly<Record<string, Value>>;
}

/** Judges every row by itself. */
export interface RowsPlan {
  readonly form: 'rows';
  /** The columns whose values are listed. */
  readonly columns: readonly string[];
  /** SQL, true for the rows that count. */
  readonly considered: string;
  /** SQL, true for the rows that count and break the expectation. */
  readonly unexpected: string;
  /** The same without a subquery, which no CHECK takes; set where `unexpected` has one. */
  readonly plainUnexpected?: string;
  /** Set where the expectation is on nulls: then no row is missing. */
  readonly onNulls?: true;
  /** Set where the value itself decides and values are few, so that judging each once is enough. */
  readonly fewValues?: true;
  /** Set where `unexpected` names what is gone after the validation: it is shown to nobody. */
  readonly passing?: true;
  /** What `unexpected` is over, where that is not the table itself: made from an item for FROM. */
  readonly derived?: (from: string) => string;
}

/** No two of the rows that count have the same values; every copy is unexpected. */
export interface UniquePlan {
  readonly form: 'unique';
  readonly columns: readonly string[];
  readonly considered: string;
}

/** Aggregates by name, and the verdict on them. */
export interface MetricsPlan {
  readonly form: 'metrics';
  readonly metrics: (scope: Scope) => Readonly<Record<string, string>>;
  readonly judge: (values: Row) => Outcome;
  /** Set where the aggregates hold many values, which must not be many at once. */
  readonly alone?: true;
}

/** Statements of its own. */
export interface StatementsPlan {
  readonly form: 'statements';
  readonly run: (run: Run) => Promise<Outcome>;
}

/** Something must be known of all values before one can be judged. */
export interface PreparedPlan {
  readonly form: 'prepared';
  /** The columns whose values are listed. */
  readonly columns: readonly string[];
  readonly prepare: (run: Run) => Promise<RowsPlan>;
}

/** The columns' names and types decide. */
export interface SettledPlan {
  readonly form: 'settled';
  readonly outcome: Outcome;
}

export type Plan = RowsPlan | UniquePlan | MetricsPlan | StatementsPlan | PreparedPlan | SettledPlan;

/** One expectation under way. */
export interface Run {
  readonly session: Session;
  /** An item for FROM: the rows that `row_condition` leaves. */
  readonly from: string;
  /** An item for FROM: all rows. */
  readonly relation: string;
  readonly columns: readonly Column[];
  /** An item for FROM of another table. */
  readonly relationOf: (name: string) => string | undefined;
  /** The session of another source of data; undefined for an unknown one. */
  readonly sourceOf: (name: string) => Session | undefined;
  /** Makes a temporary table of a SELECT, and gives its name; it is dropped when all is judged. */
  readonly keep: (select: string) => Promise<string>;
}

/** One expectation of the vocabulary: all that the reader, the judge and the reference pages know of it. */
export interface Definition {
  readonly kind: Kind;
  readonly issue: Issue;
  /** What is expected, as one sentence. */
  readonly summary: string;
  /** What the sentence leaves open. */
  readonly notes?: readonly string[];
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Set where the vocabulary's own definition may still change. */
  readonly experimental?: true;
  /** Arguments of an example over the table of the reference pages. */
  readonly example: Kwargs;
  /** What is expected with these arguments, in a few words: `amount >= 1`. */
  readonly expected: (kwargs: Kwargs) => string;
  /** @throws {ExpectationError} where it cannot be judged with these arguments on such a table. */
  readonly plan: (kwargs: Kwargs, subject: Subject) => Plan;
}

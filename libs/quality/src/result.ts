import type { Location } from '@sluice/core';
import type { ColumnStatistics, Row } from '@sluice/engine';
import type { ColumnProfile } from './profile/profile.ts';
import type { RuleKind, Severity } from './rule.ts';

/** The table that is judged. */
export interface AuditedTable {
  /** With its layer: `silver.transactions_clean`. */
  readonly table: string;
  /** An item for FROM: a quoted name, `read_parquet('…')`. */
  readonly relation: string;
  readonly rows: number;
  /** What the writer counted. Without it every rule reads the table. */
  readonly statistics?: ReadonlyMap<string, ColumnStatistics>;
}

export interface AuditContext {
  /** What `{ "$PARAMETER": "name" }` of an expectation stands for, beside `as_of`: whole numbers, days as text. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** The day the run takes for today, `YYYY-MM-DD`, UTC. */
  readonly asOf: string;
  /** What earlier runs published of this table, the newest first; needed by rules on drift alone. */
  readonly history?: readonly EarlierTable[];
  /** An item for FROM of another table (`bronze.customers`); undefined where there is none to read. */
  relationOf(table: string): string | undefined;
}

/** A table as an earlier run published it. */
export interface EarlierTable {
  readonly rows: number;
  /** Of the columns whose profile was saved. */
  readonly columns: readonly ColumnProfile[];
}

/**
 * `not_evaluated` is no pass: the rule could not be judged, and `reason` says why. `no_history`: a rule on drift, of a
 * table that too few runs have published yet; no pass either, but no fault.
 */
export type CheckStatus = 'passed' | 'failed' | 'not_evaluated' | 'no_history';

/** One rule judged on one table. JSON-safe. */
export interface CheckResult {
  readonly table: string;
  /** The rule's id, unique within the table's contract. */
  readonly rule: string;
  readonly type: string;
  readonly columns: readonly string[];
  readonly severity: Severity;
  readonly kind: RuleKind;
  readonly status: CheckStatus;
  /** Rows of the table. */
  readonly elementCount: number;
  /** Rows that break the rule; 0 where the rule judges a number and no rows. */
  readonly unexpectedCount: number;
  /** What was found, where the rule judges one value. */
  readonly observed?: string;
  readonly expected: string;
  /** At most five offending rows: the key and the rule's columns. Personal values read `•••`. */
  readonly examples: readonly Row[];
  readonly reason?: string;
  /** SQL over the table that shows what breaks the rule, or the value it judges; to be run by hand. Empty where there is none. */
  readonly sql: string;
  readonly seconds: number;
  readonly location: Location;
}

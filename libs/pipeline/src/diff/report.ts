import type { Column } from '@sluice/engine';
import type { ContractChange } from '@sluice/quality';

/**
 * What came of one table. `identical`: the files have the same bytes; `equal`: other bytes, and no value changed;
 * `added` and `removed`: only the new or only the old lake has it.
 */
export type DiffStatus = 'identical' | 'equal' | 'different' | 'added' | 'removed';

/** Some columns of a row, as the engine prints them: cut where they are long, `•••` where nobody may see them. */
export type ShownRow = Readonly<Record<string, string | null>>;

/** One changed value, and the key of its row. */
export interface Change {
  readonly key: ShownRow;
  readonly old: string | null;
  readonly new: string | null;
}

/** A column in which values differ. */
export interface ColumnDiff {
  readonly name: string;
  readonly changed: number;
  /** The first by key. */
  readonly samples: readonly Change[];
}

export interface Retyped {
  readonly name: string;
  readonly old: string;
  readonly new: string;
}

export interface ColumnsDiff {
  readonly added: readonly Column[];
  readonly removed: readonly Column[];
  /** Columns of another type. Their values are compared as text; between numbers, zeros at the end do not count. */
  readonly retyped: readonly Retyped[];
}

/** Rows that differ, in the columns that both lakes have. */
export interface ValuesDiff {
  /** The primary key by which rows were matched; empty where rows were compared as a bag. */
  readonly key: readonly string[];
  /** Why they were compared as a bag: then a changed row counts as one removed and one added. */
  readonly bag?: string;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** By column, in the order of the new lake; those without a difference are left out. */
  readonly columns: readonly ColumnDiff[];
  /** Keys of the first added rows; whole rows where there is no key. */
  readonly addedSamples: readonly ShownRow[];
  readonly removedSamples: readonly ShownRow[];
}

/** What the contracts of the two files promise differently; `known` is false where a file does not hold its contract. */
export interface ContractDiff {
  readonly known: boolean;
  readonly changes: readonly ContractChange[];
}

export interface TableDiff {
  readonly name: string;
  readonly status: DiffStatus;
  /** Undefined where the lake lacks the table. */
  readonly rows: { readonly old: number | undefined; readonly new: number | undefined };
  /** What differs in what the two files were made from, in words; undefined where it is not known. */
  readonly definition: readonly string[] | undefined;
  /** Absent where a lake lacks the table. */
  readonly contract?: ContractDiff;
  /** True where the table, a column, a type or a value differs, or its contract was broken or loosened. */
  readonly different: boolean;
  readonly columns: ColumnsDiff;
  /** Absent where there was nothing to compare: added, removed, identical. */
  readonly values?: ValuesDiff;
}

/** What differs between two lakes, for one pipeline. */
export interface DiffReport {
  readonly pipeline: string;
  readonly dataDir: string;
  readonly against: string;
  readonly tables: readonly TableDiff[];
  /** True where one of the tables is. */
  readonly different: boolean;
}

import type { Session } from '@sluice/engine';

/** Which version: by number, or the newest that was committed up to a moment. */
export type At = { readonly version: number } | { readonly timestamp: Date };

export interface TableColumn {
  readonly name: string;
  /** As DuckDB's DESCRIBE prints it, such as `DECIMAL(12,2)`. */
  readonly type: string;
  readonly nullable: boolean;
}

/** Least and greatest value and nulls of one column of a file, as DuckDB's text forms; bounds may be wider than the values. Absent where nothing is known. */
export interface FileColumn {
  readonly nulls?: number;
  readonly min?: string;
  readonly max?: string;
}

export interface DataFile {
  /** As the table's log names it. */
  readonly path: string;
  /** What DuckDB reads. */
  readonly location: string;
  readonly bytes: number;
  /** Undefined where the writer kept no count. */
  readonly rows: number | undefined;
  /** By partition column; values as text, null for a missing one. */
  readonly partition: ReadonlyMap<string, string | null>;
  readonly columns: ReadonlyMap<string, FileColumn>;
}

/** One version of a table: never changes once read. */
export interface Snapshot {
  readonly version: number;
  readonly committedAt: Date;
  readonly columns: readonly TableColumn[];
  readonly partitionedBy: readonly string[];
  readonly properties: ReadonlyMap<string, string>;
  readonly files: readonly DataFile[];
  /** How far each source has been read, by its application's name. */
  readonly positions: ReadonlyMap<string, number>;
}

/** A new data file of a change. `partition` and `columns` as in DataFile. */
export interface NewFile extends Omit<DataFile, 'rows' | 'location'> {
  readonly rows: number;
  /** As `columns`, of what nested columns are made of, by path: `"s"."a"`. Absent where nothing is known. */
  readonly nested?: ReadonlyMap<string, FileColumn>;
  /** What a log has said of it before, word for word; then nothing is told of it but that. */
  readonly stats?: string;
  /** Where it lies until the change is committed, where that is not its final place. */
  readonly staged?: string;
}

/** What a change looked at: whatever another writer did to that meanwhile is a conflict. */
export type ReadSet = 'nothing' | 'everything' | { readonly partitions: readonly ReadonlyMap<string, string | null>[] };

/** Files to add and to remove, prepared on one version and committed as one. */
export interface Change {
  /** The version that it was prepared on; -1 where there was no table. */
  readonly base: number;
  /** As Delta's history names it: `WRITE`, `MERGE`, `DELETE`, `UPDATE`, `OPTIMIZE`, `RESTORE`, `ADD COLUMNS`, `SET TBLPROPERTIES`, `CREATE TABLE`. */
  readonly operation: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, number>>;
  readonly adds: readonly NewFile[];
  readonly removes: readonly DataFile[];
  readonly read: ReadSet;
  /** False where the rows stay the same, as when files are packed. */
  readonly changesRows: boolean;
  /** A new schema, partitioning or properties. */
  readonly definition?: TableDefinition;
  readonly positions?: ReadonlyMap<string, number>;
  /** Who made it: the run's id, the git commit. */
  readonly info?: Readonly<Record<string, string>>;
}

export interface TableDefinition {
  readonly columns: readonly TableColumn[];
  readonly partitionedBy: readonly string[];
  readonly properties: ReadonlyMap<string, string>;
}

/** One line of a table's history, newest first. */
export interface HistoryEntry {
  readonly version: number;
  readonly committedAt: Date;
  readonly operation: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, string>>;
  readonly info: Readonly<Record<string, string>>;
}

/** A table of any format: versions to read, changes to commit. */
export interface Table {
  /** @throws {TableMissingError} @throws {VersionMissingError} and what the format throws for a broken or a too new table */
  snapshot(session: Session, at?: At): Promise<Snapshot>;
  /** One SELECT that yields the rows of a version, in the snapshot's columns and types. */
  relation(snapshot: Snapshot): string;
  /**
   * Commits a change on the newest version where the two do not conflict.
   * @returns the version that it became
   * @throws {CommitConflictError} where another writer's commit touches what this one read or removes: prepare it anew
   */
  commit(session: Session, change: Change): Promise<number>;
  history(session: Session, limit?: number): Promise<readonly HistoryEntry[]>;
}

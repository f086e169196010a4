/** The ledger of the deliveries of tables, beside them in every keyspace. */
export const POSITIONS = 'sluice_positions';

/** How far a table of the store has been brought. */
export interface Position {
  /** Which table it was loaded from: another one of the same name starts anew. */
  readonly source: string;
  /** The version of that table that the store was last found equal to; undefined where there was none. */
  readonly version: number | undefined;
  /** Tells that version from one of the same number in another history of the table; undefined where nobody can tell. */
  readonly identity: string | undefined;
  /** Of the newest delivery that has begun: microseconds, higher than those of every one before. */
  readonly writtenAt: number;
  readonly begunVersion: number | undefined;
  readonly begunIdentity: string | undefined;
  /** False from the first write of a delivery until the store was found equal to the table. */
  readonly complete: boolean;
}

/** What a delivery changes, as relations of the session. */
export interface Changes {
  /** Whole rows, as the store keeps them; in the order of their key. */
  readonly upserts: string;
  /** Keys of rows that are to go. */
  readonly removals: string;
  /** A write with a lower number than one before does nothing. */
  readonly writtenAt: number;
}

/** One table of a CQL store, or of what stands in for one. Rows travel in tables of the session. */
export interface CqlStore {
  /** Where it is, for people and records. */
  readonly location: string;
  /**
   * Waits until the store is ready, and makes keyspace, table and ledger where they are missing.
   * @throws {CqlUnavailableError} {CqlLoginError} {CqlSchemaError}
   */
  open(): Promise<void>;
  position(): Promise<Position | undefined>;
  /** The same of a store that was not opened, and in which nothing is made. @throws as `open` does */
  peek(): Promise<Position | undefined>;
  /** @param writtenAt  as in Changes */
  record(position: Position, writtenAt: number): Promise<void>;
  /** May be repeated, and stopped anywhere. */
  apply(changes: Changes): Promise<void>;
  /** Makes the temporary table `target` of the store's rows: all, or those of the partitions that a relation lists. */
  copy(target: string, partitions: string | undefined): Promise<void>;
  close(): Promise<void>;
}

import { quoteIdentifier, type Session } from '@sluice/engine';
import { type CqlConnection } from './connection.ts';
import { createMissing } from './create-missing.ts';
import { readRows } from './read-rows.ts';
import { type Changes, type CqlStore, type Position, POSITIONS } from './store.ts';
import { type CqlTable, fullName } from './table.ts';
import { writeRows } from './write-rows.ts';

/** A table of a ScyllaDB or Apache Cassandra. */
export class ServerCqlStore implements CqlStore {
  readonly location: string;
  readonly #session: Session;
  readonly #connection: CqlConnection;
  readonly #table: CqlTable;
  readonly #replication: Readonly<Record<string, number>>;

  constructor(
    session: Session,
    connection: CqlConnection,
    table: CqlTable,
    replication: Readonly<Record<string, number>>,
  ) {
    this.location = `${connection.location}/${fullName(table)}`;
    this.#session = session;
    this.#connection = connection;
    this.#table = table;
    this.#replication = replication;
  }

  open(): Promise<void> {
    return createMissing(this.#connection, this.#table, this.#replication);
  }

  async position(): Promise<Position | undefined> {
    const { rows } = await this.#connection.execute(
      `SELECT source, version, written_at, begun_version, complete FROM ${this.#positions()} WHERE table_name = ?`,
      [this.#table.table],
    );
    const [cells] = rows.map((row): readonly unknown[] => row.values());
    if (cells === undefined) return undefined;
    const [source, version, writtenAt, begunVersion, complete] = cells;
    const number = (cell: unknown): number | undefined =>
      cell === null || cell === undefined ? undefined : Number(cell);
    return {
      source: String(source),
      version: number(version),
      writtenAt: number(writtenAt) ?? 0,
      begunVersion: number(begunVersion),
      complete: complete === true,
    };
  }

  async peek(): Promise<Position | undefined> {
    const { rows } = await this.#connection.execute(
      'SELECT table_name FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?',
      [this.#table.keyspace, POSITIONS],
    );
    return rows.length === 0 ? undefined : this.position();
  }

  async record({ source, version, writtenAt, begunVersion, complete }: Position, at: number): Promise<void> {
    await this.#connection.execute(
      `INSERT INTO ${this.#positions()} (table_name, source, version, written_at, begun_version, complete) VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?`,
      [this.#table.table, source, bigint(version), BigInt(writtenAt), bigint(begunVersion), complete, BigInt(at)],
    );
  }

  apply(changes: Changes): Promise<void> {
    return writeRows(this.#session, this.#connection, this.#table, changes);
  }

  copy(target: string, partitions: string | undefined): Promise<void> {
    return readRows(this.#session, this.#connection, this.#table, { target, partitions });
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  #positions(): string {
    return `${quoteIdentifier(this.#table.keyspace)}.${POSITIONS}`;
  }
}

function bigint(value: number | undefined): bigint | null {
  return value === undefined ? null : BigInt(value);
}

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
      `SELECT source, version, written_at, begun_version, complete, identity, begun_identity FROM ${this.#positions()} WHERE table_name = ?`,
      [this.#table.table],
    );
    const [cells] = rows.map((row): readonly unknown[] => row.values());
    if (cells === undefined) return undefined;
    const [source, version, writtenAt, begunVersion, complete, identity, begunIdentity] = cells;
    const number = (cell: unknown): number | undefined =>
      cell === null || cell === undefined ? undefined : Number(cell);
    const text = (cell: unknown): string | undefined => (typeof cell === 'string' ? cell : undefined);
    return {
      source: String(source),
      version: number(version),
      identity: text(identity),
      writtenAt: number(writtenAt) ?? 0,
      begunVersion: number(begunVersion),
      begunIdentity: text(begunIdentity),
      complete: complete === true,
    };
  }

  async peek(): Promise<Position | undefined> {
    // A ledger without identities is of an earlier Sluice: its positions are known to nobody.
    const { rows } = await this.#connection.execute(
      'SELECT column_name FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ? AND column_name IN ?',
      [this.#table.keyspace, POSITIONS, ['identity', 'begun_identity']],
    );
    return rows.length < 2 ? undefined : this.position();
  }

  async record(position: Position, at: number): Promise<void> {
    const { source, version, identity = null, writtenAt, begunVersion, begunIdentity = null, complete } = position;
    await this.#connection.execute(
      `INSERT INTO ${this.#positions()} (table_name, source, version, written_at, begun_version, complete, identity, begun_identity) VALUES (?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?`,
      [
        ...[this.#table.table, source, bigint(version), BigInt(writtenAt), bigint(begunVersion), complete],
        ...[identity, begunIdentity, BigInt(at)],
      ],
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

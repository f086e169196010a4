import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { quoteIdentifier, quoteLiteral, type Session } from '@sluice/engine';
import { cellText } from './cells.ts';
import { CqlSchemaError, CqlUnavailableError } from '../errors.ts';
import { type Changes, type CqlStore, type Position, POSITIONS } from './store.ts';
import { type CqlTable, fullName, keyOf, list } from './table.ts';

const CATALOG = 'sluice_cql';

/**
 * A DuckDB file that keeps rows as a CQL store does: each with the number of the write that made or removed it, so that an
 * older write changes nothing. The table itself is a view of the rows that are there.
 */
export class EmbeddedCqlStore implements CqlStore {
  readonly location: string;
  readonly #session: Session;
  readonly #table: CqlTable;
  readonly #cells: string;
  readonly #positions: string;

  /** @param path  of the DuckDB file */
  constructor(session: Session, path: string, table: CqlTable) {
    this.location = path;
    this.#session = session;
    this.#table = table;
    this.#cells = this.#name(`${table.table}_cells`);
    this.#positions = this.#name(POSITIONS);
  }

  async open(): Promise<void> {
    const { keyspace, columns } = this.#table;
    const key = list(keyOf(this.#table));
    const types = columns.map((column) => `${column.quoted} ${column.engineType}`);
    await this.#attach();
    await this.#session.execute(
      [
        `CREATE SCHEMA IF NOT EXISTS ${CATALOG}.${quoteIdentifier(keyspace)}`,
        `CREATE TABLE IF NOT EXISTS ${this.#positions} (table_name VARCHAR PRIMARY KEY, source VARCHAR, version BIGINT, written_at BIGINT, begun_version BIGINT, complete BOOLEAN, identity VARCHAR, begun_identity VARCHAR)`,
        ...['identity', 'begun_identity'].map(
          (name) => `ALTER TABLE ${this.#positions} ADD COLUMN IF NOT EXISTS ${name} VARCHAR`,
        ),
        `CREATE TABLE IF NOT EXISTS ${this.#cells} (${types.join(', ')}, _written_at BIGINT, _removed BOOLEAN, PRIMARY KEY (${key}))`,
      ].join(';\n'),
    );
    await this.#refuseOtherShape();
    await this.#makeView();
  }

  async peek(): Promise<Position | undefined> {
    if (!existsSync(this.location)) return undefined;
    await this.#attach();
    const ledgers = await this.#session.query(
      `SELECT table_name FROM duckdb_tables() WHERE database_name = '${CATALOG}'
       AND schema_name = ${quoteLiteral(this.#table.keyspace)} AND table_name = '${POSITIONS}'`,
    );
    return ledgers.length === 0 ? undefined : this.position();
  }

  async position(): Promise<Position | undefined> {
    const [row] = await this.#session.query(
      `SELECT * FROM ${this.#positions} WHERE table_name = ${quoteLiteral(this.#table.table)}`,
    );
    if (row === undefined) return undefined;
    const version = (name: string): number | undefined => (row[name] === null ? undefined : Number(row[name]));
    const text = (name: string): string | undefined => (typeof row[name] === 'string' ? row[name] : undefined);
    return {
      source: cellText(row['source']),
      version: version('version'),
      identity: text('identity'),
      begunIdentity: text('begun_identity'),
      writtenAt: Number(row['written_at']),
      begunVersion: version('begun_version'),
      complete: row['complete'] === true,
    };
  }

  async record(position: Position): Promise<void> {
    const { source, version, identity, writtenAt, begunVersion, begunIdentity, complete } = position;
    const text = (value: string | undefined): string => (value === undefined ? 'NULL' : quoteLiteral(value));
    const cells = [
      quoteLiteral(this.#table.table),
      quoteLiteral(source),
      String(version ?? 'NULL'),
      String(writtenAt),
      String(begunVersion ?? 'NULL'),
      String(complete),
      text(identity),
      text(begunIdentity),
    ];
    await this.#session.execute(`INSERT OR REPLACE INTO ${this.#positions} VALUES (${cells.join(', ')})`);
  }

  async apply({ upserts, removals, writtenAt }: Changes): Promise<void> {
    const columns = list(this.#table.columns);
    const key = list(keyOf(this.#table));
    // Of a write and a removal with one number the removal holds, as in a CQL store.
    const newer = `WHERE (excluded._written_at, excluded._removed) >= (${this.#cells}._written_at, ${this.#cells}._removed)`;
    const values = this.#table.columns.filter((column) => !keyOf(this.#table).includes(column));
    const replaced = [...values.map(({ quoted }) => quoted), '_written_at', '_removed'].map(
      (column) => `${column} = excluded.${column}`,
    );
    await this.#session.execute(
      `INSERT INTO ${this.#cells} (${columns}, _written_at, _removed) SELECT ${columns}, ${writtenAt}, false FROM ${upserts} ` +
        `ON CONFLICT (${key}) DO UPDATE SET ${replaced.join(', ')} ${newer}`,
    );
    await this.#session.execute(
      `INSERT INTO ${this.#cells} (${key}, _written_at, _removed) SELECT ${key}, ${writtenAt}, true FROM ${removals} ` +
        `ON CONFLICT (${key}) DO UPDATE SET _written_at = excluded._written_at, _removed = true ${newer}`,
    );
  }

  async copy(target: string, partitions: string | undefined): Promise<void> {
    const { columns, partition, table } = this.#table;
    const chosen = partitions === undefined ? '' : ` SEMI JOIN ${partitions} USING (${list(partition)})`;
    await this.#session.execute(
      `CREATE OR REPLACE TEMP TABLE ${target} AS SELECT ${list(columns)} FROM ${this.#name(table)}${chosen}`,
    );
  }

  async close(): Promise<void> {
    await this.#session.execute(`DETACH DATABASE IF EXISTS ${CATALOG}`);
  }

  async #attach(): Promise<void> {
    try {
      await mkdir(dirname(this.location), { recursive: true });
      await this.#session.execute(`ATTACH IF NOT EXISTS ${quoteLiteral(this.location)} AS ${CATALOG}`);
    } catch (error) {
      throw new CqlUnavailableError(this.location, error);
    }
  }

  /** Its SQL names no catalog: whoever opens the file has it under another name. */
  async #makeView(): Promise<void> {
    const { keyspace, table, columns } = this.#table;
    const [view, cells] = [table, `${table}_cells`].map(
      (name) => `${quoteIdentifier(keyspace)}.${quoteIdentifier(name)}`,
    );
    await this.#session.execute(`USE ${CATALOG}`);
    try {
      await this.#session.execute(
        `CREATE VIEW IF NOT EXISTS ${view} AS SELECT ${list(columns)} FROM ${cells} WHERE NOT _removed`,
      );
    } finally {
      await this.#session.execute('USE memory');
    }
  }

  async #refuseOtherShape(): Promise<void> {
    const { columns, keyspace, table } = this.#table;
    const where = `database_name = '${CATALOG}' AND schema_name = ${quoteLiteral(keyspace)} AND table_name = ${quoteLiteral(`${table}_cells`)}`;
    const kept = await this.#session.query(`SELECT column_name, data_type FROM duckdb_columns() WHERE ${where}`);
    const types = new Map(kept.map((row) => [cellText(row['column_name']), cellText(row['data_type'])]));
    const differences = columns.flatMap(({ name, engineType }) => {
      const got = types.get(name);
      return got === engineType ? [] : [`${name}: expected ${engineType}, got ${got ?? 'no such column'}`];
    });
    const [constraint] = await this.#session.query(
      `SELECT constraint_column_names AS names FROM duckdb_constraints() WHERE ${where} AND constraint_type = 'PRIMARY KEY'`,
    );
    const expected = keyOf(this.#table).map(({ name }) => name);
    const names = constraint?.['names'];
    const got = Array.isArray(names) ? names.map(cellText) : [];
    if (got.join() !== expected.join()) {
      differences.push(`primary key: expected ${expected.join(', ')}, got ${got.join(', ')}`);
    }
    if (differences.length > 0) throw new CqlSchemaError(fullName(this.#table), this.location, differences);
  }

  #name(table: string): string {
    return [CATALOG, this.#table.keyspace, table].map(quoteIdentifier).join('.');
  }
}

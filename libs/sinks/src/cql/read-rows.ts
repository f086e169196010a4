import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { quoteFile, quoteIdentifier, type Row, type Session } from '@sluice/engine';
import { fromDriver, toDriver } from './cells.ts';
import { cellForDriver } from './column-types.ts';
import type { CqlConnection, Statement } from './connection.ts';
import { InFlight } from './in-flight.ts';
import { type CqlTable, list } from './table.ts';

const PAGE = 5_000;
const PARTITIONS_READ = 10_000;
const PARTITIONS_IN_FLIGHT = 128;
/** Murmur3, the partitioner of ScyllaDB and of Cassandra, gives tokens of 64 bits; a wide scan is read in this many pieces. */
const RANGES = 64n;
const RANGES_IN_FLIGHT = 8;
const LOWEST = -(2n ** 63n);

interface Copy {
  readonly target: string;
  readonly partitions: string | undefined;
  /** A folder. */
  readonly scratch: string;
}

/** Copies rows of the store, all or those of some partitions, into a temporary table of the session. */
export async function readRows(
  session: Session,
  connection: CqlConnection,
  table: CqlTable,
  { target, partitions, scratch }: Copy,
): Promise<void> {
  const file = join(scratch, `${table.table}.ndjson`);
  await mkdir(scratch, { recursive: true });
  await rm(file, { force: true });
  try {
    const out = createWriteStream(file, { highWaterMark: 1 << 20 });
    // Each of those that read may wait for it to take more.
    out.setMaxListeners(0);
    const failed = finished(out);
    failed.catch(() => undefined);
    const inFlight = new InFlight(partitions === undefined ? RANGES_IN_FLIGHT : PARTITIONS_IN_FLIGHT);
    const statements = partitions === undefined ? ranges(table) : lookups(session, connection, table, partitions);
    try {
      for await (const statement of statements) await inFlight.start(1, () => readAll(connection, statement, out));
    } finally {
      await inFlight.end().finally(() => out.end());
    }
    await failed;
    await session.execute(`CREATE OR REPLACE TEMP TABLE ${target} AS ${typed(table, file)}`);
  } finally {
    await rm(file, { force: true });
  }
}

/** A page after the other, each row a line of JSON. */
async function readAll(connection: CqlConnection, { query, params }: Statement, out: WriteStream): Promise<void> {
  let pageState: string | undefined;
  do {
    const page = await connection.execute(query, params, { fetchSize: PAGE, ...(pageState && { pageState }) });
    const next: unknown = page.pageState;
    pageState = typeof next === 'string' ? next : undefined;
    const lines = page.rows.map((row) => {
      const cells = row
        .values()
        .map((cell: unknown, index) => [`c${index}`, fromDriver(connection.driver, cell)] as const);
      return `${JSON.stringify(Object.fromEntries(cells))}\n`;
    });
    if (lines.length > 0 && !out.write(lines.join(''))) await once(out, 'drain');
  } while (pageState !== undefined);
}

function selectOf(table: CqlTable): string {
  return `SELECT ${list(table.columns)} FROM ${quoteIdentifier(table.keyspace)}.${quoteIdentifier(table.table)}`;
}

/** The whole table by ranges of its tokens; the lowest of all stands for no row. */
function* ranges(table: CqlTable): Generator<Statement> {
  const token = `token(${list(table.partition)})`;
  const query = `${selectOf(table)} WHERE ${token} > ? AND ${token} <= ?`;
  const step = 2n ** 64n / RANGES;
  for (let index = 0n; index < RANGES; index++) {
    const from = LOWEST + index * step;
    const to = index === RANGES - 1n ? -LOWEST - 1n : from + step;
    yield { query, params: [from, to] };
  }
}

async function* lookups(
  session: Session,
  { driver }: CqlConnection,
  table: CqlTable,
  partitions: string,
): AsyncGenerator<Statement> {
  const { partition } = table;
  const query = `${selectOf(table)} WHERE ${partition.map(({ quoted }) => `${quoted} = ?`).join(' AND ')}`;
  const cells = partition.map(({ quoted, type }) => `${cellForDriver(quoted, type)} AS ${quoted}`).join(', ');
  const params = (row: Row): readonly unknown[] =>
    partition.map(({ name, type }) => toDriver(driver, type, row[name] ?? null));
  for (let from = 0; ; from += PARTITIONS_READ) {
    const rows = await session.query(
      `SELECT ${cells} FROM ${partitions} WHERE rowid >= ${from} AND rowid < ${from + PARTITIONS_READ}`,
    );
    if (rows.length === 0) return;
    for (const row of rows) yield { query, params: params(row) };
  }
}

/** A value that does not fit the type that the contract gives becomes null, and so a difference. */
function typed({ columns }: CqlTable, file: string): string {
  const cells = columns.map(({ quoted, engineType }, index) => `TRY_CAST(c${index} AS ${engineType}) AS ${quoted}`);
  const types = columns.map((_, index) => `c${index}: 'VARCHAR'`);
  return `SELECT ${cells.join(', ')} FROM read_json(${quoteFile(file)}, format = 'newline_delimited', columns = {${types.join(', ')}})`;
}

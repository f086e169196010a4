import type { types } from 'cassandra-driver';
import { type AppendedCell, quoteIdentifier, type Session, type Value } from '@sluice/engine';
import { driverCells, landed } from './cells.ts';
import { cellForDriver, type CqlType, landing } from './column-types.ts';
import type { CqlConnection, Statement } from './connection.ts';
import { InFlight } from './in-flight.ts';
import { type CqlTable, list } from './table.ts';

const PAGE = 5_000;
const PARTITIONS_READ = 10_000;
const PARTITIONS_IN_FLIGHT = 128;
/** Murmur3, the partitioner of ScyllaDB and of Cassandra, gives tokens of 64 bits; a wide scan is read in this many pieces. */
const RANGES = 64n;
const RANGES_IN_FLIGHT = 4;
const LOWEST = -(2n ** 63n);
/** Rows wait here until the engine takes them. */
const LANDED = 'sluice_cql_landed';
const ROWS_TO_LAND = 10_000;

interface Copy {
  readonly target: string;
  readonly partitions: string | undefined;
}

/** Copies rows of the store, all or those of some partitions, into a temporary table of the session. */
export async function readRows(
  session: Session,
  connection: CqlConnection,
  table: CqlTable,
  { target, partitions }: Copy,
): Promise<void> {
  const columns = table.columns.map(({ type }, index) => `${nameOf(index)} ${landing(type).type}`);
  await session.execute(`CREATE OR REPLACE TEMP TABLE ${LANDED} (${columns.join(', ')})`);
  try {
    const landingStage = new LandingStage(session, connection, table);
    const inFlight = new InFlight(partitions === undefined ? RANGES_IN_FLIGHT : PARTITIONS_IN_FLIGHT);
    const statements = partitions === undefined ? ranges(table) : lookups(session, connection, table, partitions);
    try {
      for await (const statement of statements) {
        await inFlight.start(1, () => readAll(connection, statement, landingStage));
      }
    } finally {
      await inFlight.end();
    }
    await landingStage.clear();
    await session.execute(`CREATE OR REPLACE TEMP TABLE ${target} AS ${typed(table)}`);
  } finally {
    await session.execute(`DROP TABLE ${LANDED}`);
  }
}

/** Cells by column on their way from the driver to the engine, which takes many at once. */
class LandingStage {
  readonly #session: Session;
  readonly #driver: CqlConnection['driver'];
  readonly #types: readonly CqlType[];
  #columns: AppendedCell[][];

  constructor(session: Session, { driver }: CqlConnection, { columns }: CqlTable) {
    this.#session = session;
    this.#driver = driver;
    this.#types = columns.map(({ type }) => type);
    this.#columns = this.#empty();
  }

  async take(rows: readonly types.Row[]): Promise<void> {
    for (const [index, type] of this.#types.entries()) {
      const [name, cells] = [nameOf(index), this.#columns[index]];
      for (const row of rows) cells?.push(landed(this.#driver, type, row[name]));
    }
    if ((this.#columns[0]?.length ?? 0) >= ROWS_TO_LAND) await this.clear();
  }

  async clear(): Promise<void> {
    const columns = this.#columns;
    this.#columns = this.#empty();
    await this.#session.append(LANDED, columns);
  }

  #empty(): AppendedCell[][] {
    return this.#types.map(() => []);
  }
}

/** A page after the other. */
async function readAll(connection: CqlConnection, { query, params }: Statement, stage: LandingStage): Promise<void> {
  let pageState: string | undefined;
  do {
    const page = await connection.execute(query, params, { fetchSize: PAGE, ...(pageState && { pageState }) });
    const next: unknown = page.pageState;
    pageState = typeof next === 'string' ? next : undefined;
    await stage.take(page.rows);
  } while (pageState !== undefined);
}

/** A name that is none of what the driver's rows have of their own, whatever the column's is. */
function nameOf(column: number): string {
  return `c${column}`;
}

function selectOf(table: CqlTable): string {
  const columns = table.columns.map(({ quoted }, index) => `${quoted} AS ${nameOf(index)}`);
  return `SELECT ${columns.join(', ')} FROM ${quoteIdentifier(table.keyspace)}.${quoteIdentifier(table.table)}`;
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
  const select = partition.map(({ quoted, type }) => cellForDriver(quoted, type)).join(', ');
  const forDriver = partition.map(({ type }) => driverCells(driver, type));
  for (let from = 0; ; from += PARTITIONS_READ) {
    const columns: readonly (readonly Value[])[] = await session.queryColumns(
      `SELECT ${select} FROM ${partitions} WHERE rowid >= ${from} AND rowid < ${from + PARTITIONS_READ}`,
    );
    const found = columns[0]?.length ?? 0;
    if (found === 0) return;
    for (let row = 0; row < found; row++) {
      yield { query, params: forDriver.map((make, index) => make(columns[index]?.[row] ?? null)) };
    }
  }
}

/** A value that does not fit the type that the contract gives becomes null, and so a difference. */
function typed({ columns }: CqlTable): string {
  const cells = columns.map(
    ({ quoted, type, engineType }, index) =>
      `TRY_CAST(${landing(type).value(nameOf(index))} AS ${engineType}) AS ${quoted}`,
  );
  return `SELECT ${cells.join(', ')} FROM ${LANDED}`;
}

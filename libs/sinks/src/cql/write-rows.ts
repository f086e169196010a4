import { quoteIdentifier, type Session, type Value } from '@sluice/engine';
import { driverCells } from './cells.ts';
import { cellForDriver } from './column-types.ts';
import type { CqlConnection } from './connection.ts';
import { InFlight } from './in-flight.ts';
import type { Changes } from './store.ts';
import { type CqlColumn, type CqlTable, keyOf, list } from './table.ts';

/** Rows that are read from the engine at once, sent in one batch, and under way at once. */
const ROWS_READ = 20_000;
const ROWS_IN_BATCH = 100;
const ROWS_IN_FLIGHT = 1_600;

/** What the driver takes for one statement. */
type Params = readonly unknown[];

/** Writes and removes rows: one unlogged batch for rows that lie together, many batches under way at once. */
export async function writeRows(
  session: Session,
  connection: CqlConnection,
  table: CqlTable,
  { upserts, removals, writtenAt }: Changes,
): Promise<void> {
  const name = `${quoteIdentifier(table.keyspace)}.${quoteIdentifier(table.table)}`;
  const { columns, partition } = table;
  const key = keyOf(table);
  const insert = `INSERT INTO ${name} (${list(columns)}) VALUES (${columns.map(() => '?').join(', ')})`;
  const remove = `DELETE FROM ${name} WHERE ${key.map(({ quoted }) => `${quoted} = ?`).join(' AND ')}`;
  const inFlight = new InFlight(ROWS_IN_FLIGHT);
  const send = async (relation: string, sent: readonly CqlColumn[], query: string): Promise<void> => {
    for await (const rows of batches(session, connection, relation, sent, partition)) {
      await inFlight.start(rows.length, () => connection.batch(query, rows, writtenAt));
    }
  };
  try {
    await send(upserts, columns, insert);
    await send(removals, key, remove);
  } finally {
    await inFlight.end();
  }
}

/** The rows of a relation that is in the order of its key, those of one partition together. */
async function* batches(
  session: Session,
  { driver }: CqlConnection,
  relation: string,
  columns: readonly CqlColumn[],
  partition: readonly CqlColumn[],
): AsyncGenerator<readonly Params[]> {
  const forDriver = columns.map(({ type }) => driverCells(driver, type));
  const places = partition.map((column) => columns.indexOf(column));
  let batch: Params[] = [];
  let place: readonly unknown[] = [];
  for await (const cells of slices(session, relation, columns)) {
    const rows = cells[0]?.length ?? 0;
    for (let row = 0; row < rows; row++) {
      const isElsewhere = places.some((column, index) => cells[column]?.[row] !== place[index]);
      if (batch.length > 0 && (isElsewhere || batch.length === ROWS_IN_BATCH)) {
        yield batch;
        batch = [];
      }
      if (isElsewhere) place = places.map((column) => cells[column]?.[row]);
      batch.push(forDriver.map((make, column) => make(cells[column]?.[row] ?? null)));
    }
  }
  if (batch.length > 0) yield batch;
}

/** The cells of a relation by column, some thousand rows at a time; the next ones are read meanwhile. */
async function* slices(
  session: Session,
  relation: string,
  columns: readonly CqlColumn[],
): AsyncGenerator<readonly (readonly Value[])[]> {
  const select = columns.map(({ quoted, type }) => cellForDriver(quoted, type)).join(', ');
  const read = (from: number): Promise<readonly (readonly Value[])[]> => {
    const rows = `rowid >= ${from} AND rowid < ${from + ROWS_READ}`;
    const reading = session.queryColumns(`SELECT ${select} FROM ${relation} WHERE ${rows} ORDER BY rowid`);
    // It is awaited in the next turn, unless a write fails before.
    reading.catch(() => undefined);
    return reading;
  };
  let next = read(0);
  for (let from = ROWS_READ; ; from += ROWS_READ) {
    const cells = await next;
    const found = cells[0]?.length ?? 0;
    if (found === ROWS_READ) next = read(from);
    if (found > 0) yield cells;
    if (found < ROWS_READ) return;
  }
}

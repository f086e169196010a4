import { quoteIdentifier, type Row, type Session } from '@sluice/engine';
import { cellForDriver } from './column-types.ts';
import { cellText, toDriver } from './cells.ts';
import type { CqlConnection, Statement } from './connection.ts';
import { InFlight } from './in-flight.ts';
import type { Changes } from './store.ts';
import { type CqlColumn, type CqlTable, keyOf } from './table.ts';

/** Rows that are read from the engine at once, sent in one batch, and under way at once. */
const ROWS_READ = 20_000;
const ROWS_IN_BATCH = 100;
const ROWS_IN_FLIGHT = 1_024;

/** Writes and removes rows: one unlogged batch for rows that lie together, many batches under way at once. */
export async function writeRows(
  session: Session,
  connection: CqlConnection,
  table: CqlTable,
  { upserts, removals, writtenAt }: Changes,
): Promise<void> {
  const name = `${quoteIdentifier(table.keyspace)}.${quoteIdentifier(table.table)}`;
  const at = BigInt(writtenAt);
  const { columns } = table;
  const insert = `INSERT INTO ${name} (${columns.map(({ quoted }) => quoted).join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) USING TIMESTAMP ?`;
  const key = keyOf(table);
  const remove = `DELETE FROM ${name} USING TIMESTAMP ? WHERE ${key.map(({ quoted }) => `${quoted} = ?`).join(' AND ')}`;
  await send(session, connection, table, upserts, columns, (cells) => ({ query: insert, params: [...cells, at] }));
  await send(session, connection, table, removals, key, (cells) => ({ query: remove, params: [at, ...cells] }));
}

async function send(
  session: Session,
  connection: CqlConnection,
  { partition }: CqlTable,
  relation: string,
  columns: readonly CqlColumn[],
  statement: (cells: readonly unknown[]) => Statement,
): Promise<void> {
  const cells = columns.map(({ quoted, type }) => `${cellForDriver(quoted, type)} AS ${quoted}`).join(', ');
  const inFlight = new InFlight(ROWS_IN_FLIGHT);
  const read = (from: number): Promise<readonly Row[]> =>
    session.query(
      `SELECT ${cells} FROM ${relation} WHERE rowid >= ${from} AND rowid < ${from + ROWS_READ} ORDER BY rowid`,
    );
  const sendBatch = (batch: readonly Statement[]): Promise<void> =>
    inFlight.start(batch.length, () => connection.batch(batch));
  let batch: Statement[] = [];
  let place = '';
  try {
    let next = read(0);
    for (let from = 0; ; from += ROWS_READ) {
      const rows = await next;
      if (rows.length === 0) break;
      next = read(from + ROWS_READ);
      // It is awaited in the next turn, unless a write fails before.
      next.catch(() => undefined);
      for (const row of rows) {
        const rowPlace = placeOf(row, partition);
        if (batch.length > 0 && (rowPlace !== place || batch.length === ROWS_IN_BATCH)) {
          await sendBatch(batch);
          batch = [];
        }
        place = rowPlace;
        batch.push(statement(columns.map(({ name, type }) => toDriver(connection.driver, type, row[name] ?? null))));
      }
    }
    if (batch.length > 0) await sendBatch(batch);
  } finally {
    await inFlight.end();
  }
}

function placeOf(row: Row, partition: readonly CqlColumn[]): string {
  const [only, ...others] = partition;
  if (only !== undefined && others.length === 0) return cellText(row[only.name]);
  return JSON.stringify(partition.map(({ name }) => row[name]));
}

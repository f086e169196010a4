import type { Session } from '@sluice/engine';
import { type Client, types } from 'cassandra-driver';

const INSERT =
  'INSERT INTO bench.daily (customer_id, transaction_date, total_amount, transaction_count) VALUES (?, ?, ?, ?)';

/** A row as the driver takes it. */
export type Params = readonly [string, types.LocalDate, number, number];

/** All rows of the table `daily`, in memory, in the order of their key. */
export async function rowsOf(session: Session): Promise<readonly Params[]> {
  const rows = await session.query(
    'SELECT customer_id, transaction_date, total_amount::DOUBLE AS total_amount, transaction_count FROM daily ORDER BY ALL',
  );
  return rows.map((row) => {
    const [id, day, amount, count] = Object.values(row);
    if (typeof id !== 'string' || typeof day !== 'string') throw new TypeError('A row of another table.');
    return [id, types.LocalDate.fromString(day), Number(amount), Number(count)];
  });
}

/** As a loader that was written in a hurry does it. */
export async function writeOneByOne(client: Client, rows: readonly Params[]): Promise<void> {
  for (const row of rows) await client.execute(INSERT, [...row], { prepare: true });
}

/** The best that is known: one unlogged batch a partition, a few under way. No retry, no timestamp, nothing compared. */
export async function writeInBatches(
  client: Client,
  rows: readonly Params[],
  perPartition: number,
  concurrency: number,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < rows.length) {
      const from = next;
      next += perPartition;
      const queries = rows.slice(from, next).map((row) => ({ query: INSERT, params: [...row] }));
      await client.batch(queries, { prepare: true, logged: false });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

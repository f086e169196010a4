import { DuckDBDateValue, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { type Client, types } from 'cassandra-driver';

const INSERT =
  'INSERT INTO bench.daily (customer_id, transaction_date, total_amount, transaction_count) VALUES (?, ?, ?, ?)';
const SELECT =
  'SELECT customer_id, transaction_date, total_amount, transaction_count FROM bench.daily WHERE token(customer_id) > ? AND token(customer_id) <= ?';
const LOWEST = -(2n ** 63n);
const RANGES = 64n;

/** A row as the driver takes it. */
export type Params = readonly [string, types.LocalDate, number, number];

/** All rows of the table `daily`, in memory, in the order of their key; every day is made once. */
export async function rowsOf(connection: DuckDBConnection): Promise<readonly Params[]> {
  const result = await connection.run(
    'SELECT customer_id, transaction_date, total_amount::DOUBLE, transaction_count FROM daily ORDER BY ALL',
  );
  const [ids = [], days = [], amounts = [], counts = []] = await result.getColumns();
  const made = new Map<number, types.LocalDate>();
  const dayOf = (value: DuckDBValue | undefined): types.LocalDate => {
    if (!(value instanceof DuckDBDateValue)) throw new TypeError('A row of another table.');
    const day = made.get(value.days) ?? types.LocalDate.fromString(value.toString());
    made.set(value.days, day);
    return day;
  };
  return ids.map((id, row) => [String(id), dayOf(days[row]), Number(amounts[row]), Number(counts[row])]);
}

/** As a loader that was written in a hurry does it. */
export async function writeOneByOne(client: Client, rows: readonly Params[]): Promise<void> {
  for (const row of rows) await client.execute(INSERT, [...row], { prepare: true });
}

/** The best that is known: one unlogged batch a partition, some under way. No retry, no timestamp, nothing compared. */
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
      if (queries.length === 1) await client.execute(INSERT, queries[0]?.params ?? [], { prepare: true });
      else await client.batch(queries, { prepare: true, logged: false });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

/** Reads all back by ranges of tokens and looks each row up in those that were written. @throws {Error} at the first that differs */
export async function readBackAndCompare(client: Client, rows: readonly Params[]): Promise<void> {
  const wanted = new Map(rows.map(([id, day, amount, count]) => [`${id} ${day.toString()}`, `${amount} ${count}`]));
  let range = 0n;
  let found = 0;
  const step = 2n ** 64n / RANGES;
  const worker = async (): Promise<void> => {
    while (range < RANGES) {
      const from = LOWEST + range++ * step;
      const to = range === RANGES ? -LOWEST - 1n : from + step;
      let pageState: string | undefined;
      do {
        const page = await client.execute(SELECT, [from, to], {
          prepare: true,
          fetchSize: 5_000,
          ...(pageState && { pageState }),
        });
        for (const {
          customer_id: id,
          transaction_date: day,
          total_amount: amount,
          transaction_count: count,
        } of page.rows) {
          if (wanted.get(`${id} ${day}`) !== `${amount} ${count}`) throw new Error(`${id} ${day} differs`);
          found += 1;
        }
        const next: unknown = page.pageState;
        pageState = typeof next === 'string' ? next : undefined;
      } while (pageState !== undefined);
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  if (found !== wanted.size) throw new Error(`${found} rows of ${wanted.size}`);
}

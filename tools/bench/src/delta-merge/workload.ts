/** What is merged: a table of `rows` rows × 8 columns, and `keys` keys of it, half of them new. */
export interface Size {
  readonly rows: number;
  readonly keys: number;
}

/** Whose keys lie all over the table, or in its newest tenth. */
export type SourceName = 'spread' | 'newest';

export const COLUMNS = ['id', 'customer', 'amount', 'at', 'merchant', 'quantity', 'online', 'score'];

/** Eight columns of the row `id`; `revision` changes one of them. */
function columnsOf(id: string, revision: number): string {
  return `${id}::BIGINT AS id, 'C' || (hash(${id}, 1) % 100000)::INTEGER AS customer,
    (hash(${id}, 2) % 1000000)::INTEGER * 0.01::DECIMAL(12,2) + ${String(revision)} AS amount,
    make_timestamp(1700000000000000 + ${id} * 1000000)::TIMESTAMPTZ AS at,
    'merchant ' || (hash(${id}, 3) % 5000)::INTEGER AS merchant, (hash(${id}, 4) % 100)::INTEGER AS quantity,
    hash(${id}, 5) % 2 = 0 AS online, (hash(${id}, 6) % 1000000)::DOUBLE / 7 AS score`;
}

/** Rows of the table have even ids, new ones odd ids. */
export function generated({ rows }: Size): string {
  return `SELECT ${columnsOf('i', 0)} FROM range(0, ${String(rows * 2)}, 2) t(i)`;
}

/** A twentieth of the table's rows, after them. */
export function appended({ rows }: Size): string {
  return `SELECT ${columnsOf('i', 0)} FROM range(${String(rows * 2)}, ${String(rows * 2 + rows / 10)}, 2) t(i)`;
}

/** The least key of a source. */
export function leastKey({ rows }: Size, name: SourceName): number {
  return name === 'spread' ? 0 : Math.floor(rows * 0.9) * 2;
}

export function sourceOf(size: Size, name: SourceName): string {
  const from = leastKey(size, name);
  const step = Math.floor((size.rows * 2 - from) / size.keys / 2) * 2;
  const keys = `SELECT ${String(from)} + j * ${String(step)} + j % 2 AS i FROM range(${String(size.keys)}) t(j)`;
  return `SELECT ${columnsOf('i', 1)} FROM (${keys})`;
}

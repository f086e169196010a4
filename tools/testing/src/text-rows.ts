import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb, quoteLiteral, type Session } from '@sluice/engine';

/** A row whose cells are the engine's text of them. */
export type TextRow = Readonly<Record<string, string | null>>;

/** The cell of a column that must be there and not null. */
export function cell(row: TextRow, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`${column} is no text but ${JSON.stringify(value)}`);
  return value;
}

/** The rows of a relation in its order, every cell as text or null. */
export async function readRows(session: Session, relation: string): Promise<readonly TextRow[]> {
  const rows = await session.query(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ${relation}`);
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [column, textOf(value)])));
}

/** The rows of a CSV file with a header, every cell as text, an empty one as null. */
export async function readCsv(file: string): Promise<readonly TextRow[]> {
  return withSession((session) =>
    readRows(session, `read_csv(${quoteLiteral(file)}, header = true, all_varchar = true)`),
  );
}

function textOf(value: unknown): string | null {
  if (typeof value !== 'string' && value !== null) throw new TypeError(`Expected text, got ${JSON.stringify(value)}`);
  return value;
}

export async function withSession<T>(use: (session: Session) => Promise<T>): Promise<T> {
  const engine = await openDuckDb({ spillDirectory: join(tmpdir(), 'sluice-test-spill') });
  try {
    return await use(await engine.connect());
  } finally {
    engine.close();
  }
}

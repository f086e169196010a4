import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { openDuckDb, quoteLiteral, type Session } from '@sluice/engine';
import { type FixtureReport, layoutOf, readTableAt, testFixtures } from '@sluice/pipeline';
import { afterAll } from 'vitest';
import transactions from '../pipeline.ts';
import { contextOf, workspace } from './run-transactions.ts';

const folders: string[] = [];

export const samples = join(workspace, 'data/samples/transactions');
export const golden = join(import.meta.dirname, 'golden');

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is removed after the tests of a file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-transactions-'));
  folders.push(folder);
  return folder;
}

/** The pipeline's models, with one text of one model replaced. */
export function changedModels(model: string, from: string, to: string): URL {
  const folder = temporaryFolder();
  cpSync(fileURLToPath(transactions.models), folder, { recursive: true });
  const file = join(folder, `${model.replace('.', '/')}.sql`);
  const sql = readFileSync(file, 'utf8');
  if (!sql.includes(from)) throw new Error(`${model} does not say ${from}`);
  writeFileSync(file, sql.replace(from, to));
  return pathToFileURL(`${folder}/`);
}

/** Runs the fixtures of every model. */
export async function fixtureResults(): Promise<FixtureReport> {
  return testFixtures(await contextOf(temporaryFolder()), transactions, { select: [], exclude: [] });
}

export type TextRow = Readonly<Record<string, string>>;

/** A published table, every cell as text: a file in the order in which it is written, a Delta table by its key. */
export async function readTable(dataDir: string, table: string): Promise<readonly TextRow[]> {
  const [layer = '', name = ''] = table.split('.');
  const layout = layoutOf(dataDir, 'transactions');
  if (layer === 'raw') return readRows(`read_parquet(${quoteLiteral(layout.table(layer, name))})`);
  return withSession(async (session) => {
    const published = await readTableAt(session, layout.folder(layer, name));
    return rowsOf(session, `${published?.relation ?? '(SELECT 0 WHERE false)'} ORDER BY ALL`);
  });
}

/** What the embedded serving store holds, every cell as text, as rows of gold. */
export async function readServed(dataDir: string): Promise<readonly TextRow[]> {
  const file = join(layoutOf(dataDir, 'transactions').root, '_serving', 'cql.duckdb');
  return withSession(async (session) => {
    await session.execute(`ATTACH ${quoteLiteral(file)} AS serving (READ_ONLY)`);
    const served = 'SELECT * REPLACE (total_amount::DECIMAL(12,2) AS total_amount)';
    return rowsOf(session, `(${served} FROM serving.analytics.customer_daily_aggregates) ORDER BY ALL`);
  });
}

/** A CSV file, every cell as text. */
export async function readCsv(file: string): Promise<readonly TextRow[]> {
  return readRows(`read_csv(${quoteLiteral(file)}, header = true, all_varchar = true)`);
}

async function readRows(relation: string): Promise<readonly TextRow[]> {
  return withSession((session) => rowsOf(session, relation));
}

async function rowsOf(session: Session, relation: string): Promise<readonly TextRow[]> {
  const rows = await session.query(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ${relation}`);
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, textOf(cell)])));
}

async function withSession<T>(use: (session: Session) => Promise<T>): Promise<T> {
  const engine = await openDuckDb({ spillDirectory: join(tmpdir(), 'sluice-transactions-spill') });
  try {
    return await use(await engine.connect());
  } finally {
    engine.close();
  }
}

function textOf(cell: unknown): string {
  if (typeof cell !== 'string') throw new TypeError(`Expected text, got ${JSON.stringify(cell)}`);
  return cell;
}

/** SHA-256 of every published file, by its path within the lake; logs of Delta tables are among them. */
export function published(dataDir: string): Readonly<Record<string, string>> {
  const { root } = layoutOf(dataDir, 'transactions');
  const files = ['_raw', 'silver', 'gold'].flatMap((layer) =>
    readdirSync(join(root, layer), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((file) => join(file.parentPath, file.name)),
  );
  return Object.fromEntries(
    files.sort().map((file) => [relative(root, file), createHash('sha256').update(readFileSync(file)).digest('hex')]),
  );
}

/** SHA-256 of the data of each table: names of data files and what a log tells of the moment are left out. */
export function contents(dataDir: string): readonly (readonly [table: string, sha256: string])[] {
  return Object.entries(published(dataDir))
    .filter(([file]) => file.endsWith('.parquet'))
    .map(([file, sha256]) => [dirname(file), sha256] as const)
    .sort();
}

/** How many versions a Delta table has. */
export function versionsOf(dataDir: string, table: string): number {
  return readdirSync(logOf(dataDir, table)).filter((file) => /^\d{20}\.json$/u.test(file)).length;
}

export function logOf(dataDir: string, table: string): string {
  const [layer = '', name = ''] = table.split('.');
  return join(layoutOf(dataDir, 'transactions').folder(layer, name), '_delta_log');
}

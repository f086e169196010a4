import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fixedClock } from '@sluice/core';
import { quoteLiteral } from '@sluice/engine';
import { layoutOf, maintain, type MaintainOptions, type MaintainReport } from '@sluice/pipeline';
import { readRows, temporaryFolder, type TextRow, withSession } from '@sluice/testing';
import transactions from '../pipeline.ts';
import { trial } from './run-transactions.ts';

export const samples = join(import.meta.dirname, '../../../data/samples/transactions');
export const golden = join(import.meta.dirname, 'golden');
export const { fixtureResults, readTable, published } = trial;

/** Keeps up the Delta tables of the lake `dataDir` at a moment. */
export async function maintainTransactions(
  dataDir: string,
  now: string,
  options: Partial<MaintainOptions> = {},
): Promise<MaintainReport> {
  const context = { ...(await trial.contextOf(dataDir)), clock: fixedClock(now) };
  return maintain(context, transactions, { dryRun: false, retention: undefined, ...options });
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

/** What the embedded serving store holds, every cell as text, as rows of gold. */
export async function readServed(dataDir: string): Promise<readonly TextRow[]> {
  const file = join(layoutOf(dataDir, 'transactions').root, '_serving', 'cql.duckdb');
  return withSession(async (session) => {
    await session.execute(`ATTACH ${quoteLiteral(file)} AS serving (READ_ONLY)`);
    const served = 'SELECT * REPLACE (total_amount::DECIMAL(12,2) AS total_amount)';
    return readRows(session, `(${served} FROM serving.analytics.customer_daily_aggregates) ORDER BY ALL`);
  });
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

import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fixedClock } from '@sluice/core';
import { layoutOf, maintain, type MaintainOptions, type MaintainReport } from '@sluice/pipeline';
import { temporaryFolder, trialOf } from '@sluice/testing';
import transactions from '../pipeline.ts';

export const samples = join(import.meta.dirname, '../../../data/samples/transactions');
export const golden = join(import.meta.dirname, 'golden');

const trial = trialOf(transactions, { asOf: '2026-01-05' });
/** The pipeline as of 2026-01-05. */
export const { run: runTransactions, fixtureResults, readTable, published } = trial;

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

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '@sluice/pipeline';
import { hashesOf, type TrialOptions, trialOf } from '@sluice/testing';
import invoices from '../pipeline.ts';

export const samples = join(import.meta.dirname, '../../../data/samples/invoices');
export const extracts = ['accounts', 'invoices', 'invoice_line_items', 'skus'];
export const outputs = ['late_payment', 'product_mix'];

const trial = trialOf(invoices, { asOf: '2021-04-01' });
export const { run: runToDefaultOutput, fixtureResults, readTable } = trial;

/** Runs the pipeline as of 2021-04-01; its outputs go to `lake`/out. */
export function runInvoices(lake: string, options: TrialOptions = {}): Promise<RunRecord> {
  return trial.run(lake, { ...options, outputDir: join(lake, 'out') });
}

/** The CSV file that a sink wrote. */
export function output(lake: string, table: string): string {
  return readFileSync(join(lake, 'out', `${table}.csv`), 'utf8');
}

/** SHA-256 of every file that a run shows: its tables and its outputs. */
export function published(lake: string): Readonly<Record<string, string>> {
  return { ...trial.published(lake), ...hashesOf(lake, ['out']) };
}

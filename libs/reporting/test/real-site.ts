import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readHistories, type RunRecord, writeSite } from '../src/index.ts';
import { corpus, hostileRun } from './hostile.ts';

const workspace = fileURLToPath(new URL('../../../', import.meta.url));
const sluice = join(workspace, 'libs/cli/bin/sluice.mjs');
const day = ['--as-of', '2026-01-06'];

/** A site in a folder, and the run pages of it that are worth a look. */
export interface Site {
  readonly folder: string;
  /** Name of the kind of page, and its path in the folder. */
  readonly pages: Readonly<Record<string, string>>;
  /** Paths of pages that differ from one of those in their texts alone. */
  readonly alike: readonly string[];
  remove(): void;
}

/** The site of pipelines that were run: medallion, good, then on damaged input; invoices, then unchanged; transactions. */
export async function realSite(): Promise<Site> {
  const root = mkdtempSync(join(tmpdir(), 'sluice-real-'));
  const lake = join(root, 'lake');
  const input = damagedInput(root);
  const run = (...args: readonly string[]): Promise<void> => command(['run', ...args, ...day, '--data-dir', lake]);
  await run('medallion', '--customers', '400', '--transactions', '3000', '--products', '60');
  await run('invoices', '--accounts', '60', '--invoices', '400', '--skus', '40');
  await run('medallion', '--input-dir', input);
  await run('transactions', '--rows', '300');
  await run('invoices', '--accounts', '60', '--invoices', '400', '--skus', '40');
  const histories = await readHistories(lake);
  const folder = join(root, 'site');
  await writeSite(folder, histories);
  const find = (pipeline: string, fits: (run: RunRecord) => boolean): string => {
    const found = histories.find((history) => history.pipeline === pipeline)?.runs.find(fits);
    if (found === undefined) throw new Error(`no such run of ${pipeline}`);
    return `${pipeline}/${found.runId}.html`;
  };
  const made = ({ tables }: RunRecord): boolean => tables.every(({ state }) => state === 'published');
  return {
    folder,
    pages: {
      start: 'index.html',
      pipeline: 'medallion/index.html',
      'run of medallion': find('medallion', made),
      'run that failed': find('medallion', ({ status }) => status === 'failed'),
      'run of invoices': find('invoices', made),
      'run of transactions': find('transactions', made),
      'run without work': find('invoices', ({ tables }) => tables.every(({ state }) => state === 'skipped')),
    },
    alike: [],
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** A site in which every text is a value of the corpus. */
export async function hostileSite(): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-hostile-'));
  const runs = corpus.map((value, index) => ({
    ...hostileRun(value),
    runId: `00000000-0000-7000-8000-${String(corpus.length - index).padStart(12, '0')}`,
  }));
  await writeSite(folder, [{ pipeline: 'shop', runs, unreadable: corpus.slice(0, -1) }]);
  const [first = '', ...alike] = runs.map(({ runId }) => `shop/${runId}.html`);
  return {
    folder,
    pages: { 'hostile start': 'index.html', 'hostile pipeline': 'shop/index.html', 'hostile run': first },
    alike,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The samples of medallion, with products that cost too little and whose departments are markup. */
function damagedInput(root: string): string {
  const folder = join(root, 'input');
  cpSync(join(workspace, 'data/samples/medallion'), folder, { recursive: true });
  const file = join(folder, 'products.csv');
  const text = readFileSync(file, 'utf8').replace(',Home,39.90,', ',<script>alert(1)</script>,1.90,');
  writeFileSync(file, text.replace(',Home,119.95,', ',::error::planted,1.95,'));
  return folder;
}

/** A command whose exit code is the business of what looks at its record. */
async function command(args: readonly string[]): Promise<void> {
  const environment = { PATH: process.env['PATH'] };
  await promisify(execFile)(process.execPath, [sluice, ...args], { env: environment }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 1)) throw error;
  });
}

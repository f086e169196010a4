import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLogger, fixedClock } from '@sluice/core';
import { openDuckDb, quoteLiteral } from '@sluice/engine';
import {
  type FixtureReport,
  layoutOf,
  run,
  type RunContext,
  type RunOptions,
  type RunRecord,
  testFixtures,
} from '@sluice/pipeline';
import { afterAll } from 'vitest';
import invoices from '../pipeline.ts';

const workspace = fileURLToPath(new URL('../../../', import.meta.url));
const folders: string[] = [];

export const samples = join(workspace, 'data/samples/invoices');
export const extracts = ['accounts', 'invoices', 'invoice_line_items', 'skus'];
export const outputs = ['late_payment', 'product_mix'];

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is removed after the tests of a file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-invoices-'));
  folders.push(folder);
  return folder;
}

interface Setting {
  readonly threads?: number;
  /** Another folder of models than the pipeline's own. */
  readonly models?: URL;
  readonly defaultOutput?: boolean;
}

/** Runs the pipeline as of 2021-04-01. Outputs go to `lake`/out, or where they go by default. */
export async function runInvoices(lake: string, given: Partial<RunOptions> & Setting = {}): Promise<RunRecord> {
  const { threads, models = invoices.models, defaultOutput = false, parameters, ...options } = given;
  const context = await contextOf(lake, threads);
  return run(
    defaultOutput ? context : { ...context, outputDir: join(lake, 'out') },
    { ...invoices, models },
    {
      select: [],
      exclude: [],
      parameters: { asOf: '2021-04-01', ...parameters },
      fullRefresh: false,
      inputDir: undefined,
      dryRun: false,
      failFast: false,
      failOn: 'error',
      publish: 'run',
      ...options,
    },
  );
}

/** Runs the fixtures of every model. */
export async function fixtureResults(): Promise<FixtureReport> {
  return testFixtures(await contextOf(temporaryFolder()), invoices, { select: [], exclude: [] });
}

async function contextOf(dataDir: string, threads = 2): Promise<RunContext> {
  return {
    workspace,
    dataDir,
    clock: fixedClock('2021-04-01T12:00:00Z'),
    logger: await createLogger({ level: 'fatal', pretty: false, stream: process.stderr }),
    limits: { threads },
  };
}

/** The CSV file that a sink wrote. */
export function output(lake: string, table: string): string {
  return readFileSync(join(lake, 'out', `${table}.csv`), 'utf8');
}

export type TextRow = Readonly<Record<string, string | null>>;

/** A published table in the order in which it is written, every cell as text or null. */
export async function readTable(lake: string, table: string): Promise<readonly TextRow[]> {
  const [layer = '', name = ''] = table.split('.');
  const path = layoutOf(lake, 'invoices').table(layer, name);
  const engine = await openDuckDb({ spillDirectory: join(tmpdir(), 'sluice-invoices-spill') });
  try {
    const session = await engine.connect();
    const rows = await session.query(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet(${quoteLiteral(path)})`);
    return rows.map((row) => Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, textOf(cell)])));
  } finally {
    engine.close();
  }
}

function textOf(cell: unknown): string | null {
  if (typeof cell !== 'string' && cell !== null) throw new TypeError(`Expected text, got ${JSON.stringify(cell)}`);
  return cell;
}

/** SHA-256 of every file that a run shows: its tables and its outputs. */
export function published(lake: string): Readonly<Record<string, string>> {
  const { table } = layoutOf(lake, 'invoices');
  const files = [
    ...extracts.map((name) => table('raw', name)),
    ...outputs.map((name) => table('gold', name)),
    ...outputs.map((name) => join(lake, 'out', `${name}.csv`)),
  ];
  return Object.fromEntries(
    files.map((file) => [file.slice(lake.length), createHash('sha256').update(readFileSync(file)).digest('hex')]),
  );
}

import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLogger, fixedClock } from '@sluice/core';
import { openDuckDb, quoteLiteral, type Session } from '@sluice/engine';
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
import medallion from '../pipeline.ts';

const workspace = fileURLToPath(new URL('../../../', import.meta.url));
const folders: string[] = [];

export const samples = join(workspace, 'data/samples/medallion');
export const golden = join(import.meta.dirname, 'golden');

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is removed after the tests of a file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-medallion-'));
  folders.push(folder);
  return folder;
}

interface Setting {
  readonly threads?: number;
  /** Another folder of models than the pipeline's own. */
  readonly models?: URL;
}

/** Runs the pipeline as of 2026-01-06 on the lake `dataDir`. */
export async function runMedallion(dataDir: string, given: Partial<RunOptions> & Setting = {}): Promise<RunRecord> {
  const { threads, models = medallion.models, parameters, ...options } = given;
  return run(
    await contextOf(dataDir, threads),
    { ...medallion, models },
    {
      select: [],
      exclude: [],
      parameters: { asOf: '2026-01-06', ...parameters },
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
  return testFixtures(await contextOf(temporaryFolder()), medallion, { select: [], exclude: [] });
}

async function contextOf(dataDir: string, threads = 2): Promise<RunContext> {
  return {
    workspace,
    dataDir,
    clock: fixedClock('2026-01-06T12:00:00Z'),
    logger: await createLogger({ level: 'fatal', pretty: false, stream: process.stderr }),
    limits: { threads },
  };
}

export type TextRow = Readonly<Record<string, string>>;

/** A published table in the order in which it is written, every cell as text. */
export async function readTable(dataDir: string, table: string): Promise<readonly TextRow[]> {
  const [layer = '', name = ''] = table.split('.');
  return readRows(`read_parquet(${quoteLiteral(layoutOf(dataDir, 'medallion').table(layer, name))})`);
}

/** A CSV file, every cell as text. */
export async function readCsv(file: string): Promise<readonly TextRow[]> {
  return readRows(`read_csv(${quoteLiteral(file)}, header = true, all_varchar = true)`);
}

async function readRows(relation: string): Promise<readonly TextRow[]> {
  return withSession(async (session) => {
    const rows = await session.query(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ${relation}`);
    return rows.map((row) => Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, textOf(cell)])));
  });
}

/** Writes a published table as one JSON object a line. */
export async function writeNdjson(dataDir: string, table: string, file: string): Promise<void> {
  const [layer = '', name = ''] = table.split('.');
  const from = quoteLiteral(layoutOf(dataDir, 'medallion').table(layer, name));
  await withSession((session) =>
    session.execute(`COPY (FROM read_parquet(${from})) TO ${quoteLiteral(file)} (FORMAT json)`),
  );
}

async function withSession<T>(use: (session: Session) => Promise<T>): Promise<T> {
  const engine = await openDuckDb({ spillDirectory: join(tmpdir(), 'sluice-medallion-spill') });
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

/** SHA-256 of every published table, by its path within the lake. */
export function published(dataDir: string): Readonly<Record<string, string>> {
  const { root } = layoutOf(dataDir, 'medallion');
  const files = ['bronze', 'silver', 'gold'].flatMap((layer) => {
    const folder = join(root, layer);
    return readdirSync(folder, { withFileTypes: true }).map((file) => join(file.parentPath, file.name));
  });
  return Object.fromEntries(
    files.sort().map((file) => [relative(root, file), createHash('sha256').update(readFileSync(file)).digest('hex')]),
  );
}

import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseBytes } from '@sluice/core';
import { openDuckDb, quoteFile } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import { localStorage, openDelta, prepareAppend, prepareMerge } from '@sluice/tables';
import type { Change, DeltaTable } from '@sluice/tables';
import { measure, rounded } from './measured-process.ts';

/**
 * Merges keys, half of them new, into a Delta table of generated rows × 8 columns: keys spread over all its files, the
 * same once more, keys in the newest tenth, then an append of a twentieth. Each step is a process of its own. Prints JSON.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '6000000' },
    keys: { type: 'string', default: '60000' },
    'memory-limit': { type: 'string', default: '1GB' },
    threads: { type: 'string', default: '2' },
    /** An existing folder for the table, on the disk that is to be measured. */
    folder: { type: 'string', default: tmpdir() },
    /** What a process of its own does with the table in `folder`. */
    step: { type: 'string' },
  },
});
const [rows, keys] = [Number(values.rows), Number(values.keys)];

/** Eight columns of the row `id`; `revision` changes one of them. */
function columnsOf(id: string, revision: number): string {
  return `${id}::BIGINT AS id, 'C' || (hash(${id}, 1) % 100000)::INTEGER AS customer,
    (hash(${id}, 2) % 1000000)::INTEGER * 0.01::DECIMAL(12,2) + ${String(revision)} AS amount,
    make_timestamp(1700000000000000 + ${id} * 1000000)::TIMESTAMPTZ AS at,
    'merchant ' || (hash(${id}, 3) % 5000)::INTEGER AS merchant, (hash(${id}, 4) % 100)::INTEGER AS quantity,
    hash(${id}, 5) % 2 = 0 AS online, (hash(${id}, 6) % 1000000)::DOUBLE / 7 AS score`;
}

/** Rows of the table have even ids, new ones odd ids. */
const generated = `SELECT ${columnsOf('i', 0)} FROM range(0, ${String(rows * 2)}, 2) t(i)`;
const appended = `SELECT ${columnsOf('i', 0)} FROM range(${String(rows * 2)}, ${String(rows * 2 + rows / 10)}, 2) t(i)`;

function source(from: number): string {
  const step = Math.floor((rows * 2 - from) / keys / 2) * 2;
  return `SELECT ${columnsOf('i', 1)} FROM (SELECT ${String(from)} + j * ${String(step)} + j % 2 AS i FROM range(${String(keys)}) t(j))`;
}

const sources = { spread: source(0), newest: source(Math.floor(rows * 0.9) * 2) };
const sourceFile = (name: keyof typeof sources): string => join(values.folder, `${name}.parquet`);

async function make(session: Session, table: DeltaTable): Promise<Change> {
  for (const name of ['spread', 'newest'] as const) await session.writeParquet(sources[name], sourceFile(name), {});
  return prepareAppend(session, table.storage, undefined, { select: { sql: generated }, rowsPerFile: 1_000_000 });
}

async function merge(session: Session, table: DeltaTable, name: keyof typeof sources): Promise<Change | undefined> {
  return prepareMerge(session, table.storage, await table.snapshot(session), {
    source: `SELECT * FROM read_parquet(${quoteFile(sourceFile(name))})`,
    keys: ['id'],
    whenMatched: 'update',
    whenNotMatched: 'insert',
  });
}

async function append(session: Session, table: DeltaTable): Promise<Change> {
  return prepareAppend(session, table.storage, await table.snapshot(session), { select: { sql: appended } });
}

const steps: Readonly<Record<string, (session: Session, table: DeltaTable) => Promise<Change | undefined>>> = {
  make,
  spread: (session, table) => merge(session, table, 'spread'),
  'same again': (session, table) => merge(session, table, 'spread'),
  'newest tenth': (session, table) => merge(session, table, 'newest'),
  append,
};

async function perform(step: string): Promise<object> {
  const work = steps[step];
  if (work === undefined) throw new Error(`There is no step "${step}".`);
  const spillDirectory = join(values.folder, 'spill');
  const memoryLimit = parseBytes(values['memory-limit']) ?? 1e9;
  const engine = await openDuckDb({ spillDirectory, memoryLimit, threads: Number(values.threads) });
  const table = openDelta(localStorage(join(values.folder, 'table')));
  const session = await engine.connect();
  const began = performance.now();
  const change = await work(session, table);
  if (change !== undefined) await table.commit(session, change);
  const seconds = (performance.now() - began) / 1000;
  engine.close();
  const { adds = [], removes = [] } = change ?? {};
  const written = adds.reduce((sum, file) => sum + file.rows, 0);
  return {
    step,
    seconds: rounded(seconds),
    filesAdded: adds.length,
    filesRemoved: removes.length,
    rowsWritten: written,
  };
}

async function inItsOwnProcess(step: string, folder: string): Promise<object> {
  const script = process.argv[1];
  if (script === undefined) throw new Error('Run it with node tools/bench/run.mjs delta-merge.');
  const { rows: count, keys: wanted, 'memory-limit': limit, threads } = values;
  const options = { rows: count, keys: wanted, 'memory-limit': limit, threads, folder, step };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const measured = await measure(process.execPath, [script, 'delta-merge', ...args]);
  if (measured.exitCode !== 0) throw new Error(`The step "${step}" failed: ${measured.stderr}`);
  const outcome: unknown = JSON.parse(measured.stdout);
  if (typeof outcome !== 'object' || outcome === null || !('seconds' in outcome)) throw new Error(measured.stdout);
  const perSecond = Math.round(rows / Number(outcome.seconds));
  return { ...outcome, rowsPerSecond: perSecond, peakRssBytes: measured.peakRssBytes };
}

if (values.step !== undefined) {
  console.log(JSON.stringify(await perform(values.step)));
} else {
  if (!existsSync(values.folder)) mkdirSync(values.folder, { recursive: true });
  const folder = mkdtempSync(join(values.folder, 'sluice-bench-'));
  const outcomes: object[] = [];
  try {
    for (const step of Object.keys(steps)) outcomes.push(await inItsOwnProcess(step, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const memoryLimit = values['memory-limit'];
  console.log(JSON.stringify({ benchmark: 'delta-merge', rows, keys, memoryLimit, steps: outcomes }, undefined, 2));
}

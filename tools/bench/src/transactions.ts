import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { layoutOf } from '@sluice/pipeline';
import { measure, type Measured, median, rounded } from './measured-process.ts';
import { differingRows } from './transactions/differing-rows.ts';

/**
 * Transactions beside a PySpark job with delta-spark on the same cores, each a whole process, in turn. Spark runs twice:
 * `original` makes its rows, as Sluice does, and shuffles into Spark's default of 200 partitions; `tuned` reads the raw
 * Parquet that Sluice has just made, shuffles into two, and must come to the same tables. Sluice also audits and serves.
 * Prints JSON; exits 1 where a row differs. `--rows 1200,1200000 --runs 3`
 */
const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1200,1200000' }, runs: { type: 'string', default: '3' } },
});
const tables = [
  ['silver', 'customer_transactions'],
  ['gold', 'customer_daily_aggregates'],
] as const;
const workspace = fileURLToPath(new URL('../../../', import.meta.url));
const sluice = join(workspace, 'node_modules', '.bin', 'sluice');
const script = join(workspace, 'tools/bench/spark/transactions.py');
const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-transactions-'));

/** The folder in which Spark lies; it is installed where it is missing. */
function installedTools(): string {
  const install = join(workspace, 'tools/interop/install.mjs');
  const printed = execFileSync(process.execPath, [install], { encoding: 'utf8' });
  return printed.trimEnd().split('\n').at(-1) ?? '';
}

async function succeeded(what: string, process: Promise<Measured>): Promise<Measured> {
  const ended = await process;
  if (ended.exitCode !== 0) throw new Error(`${what} exited with ${String(ended.exitCode)}: ${ended.stderr}`);
  return ended;
}

function runSluice(rows: string, lake: string): Promise<Measured> {
  const parameters = ['--rows', rows, '--seed', '42', '--as-of', '2026-01-01'];
  return succeeded('sluice', measure(sluice, ['run', 'transactions', ...parameters, '--data-dir', lake]));
}

/** @param given  how many rows to make, or the raw Parquet to read */
function runSpark(tools: string, lake: string, partitions: string, given: string): Promise<Measured> {
  const work = join(lake, 'work');
  mkdirSync(work, { recursive: true });
  const args = [script, join(tools, 'jars'), work, lake, partitions, given];
  return succeeded('Spark', measure(join(tools, 'venv/bin/python'), args));
}

function figures(runs: readonly Measured[]) {
  const seconds = runs.map((run) => run.seconds);
  return {
    seconds: rounded(median(seconds)),
    secondsMinimum: rounded(Math.min(...seconds)),
    secondsMaximum: rounded(Math.max(...seconds)),
  };
}

/** Spark's figures, and how many times as long its runs took as the ones of Sluice before them. */
function besideOurs(runs: readonly Measured[], ours: readonly Measured[]) {
  const times = runs.map((run, turn) => run.seconds / (ours[turn]?.seconds ?? Number.NaN));
  return { ...figures(runs), timesOurs: rounded(median(times)) };
}

async function compare(tools: string, rows: string) {
  const [ours, original, tuned]: [Measured[], Measured[], Measured[]] = [[], [], []];
  let differing = 0;
  for (let turn = 1; turn <= Number(values.runs); turn += 1) {
    const lakeOf = (engine: string): string => join(folder, `${engine}-${rows}-${String(turn)}`);
    const [lake, spark] = [lakeOf('sluice'), lakeOf('tuned')];
    ours.push(await runSluice(rows, lake));
    original.push(await runSpark(tools, lakeOf('original'), 'default', rows));
    const layout = layoutOf(lake, 'transactions');
    tuned.push(await runSpark(tools, spark, '2', layout.table('raw', 'customer_transactions')));
    for (const [layer, table] of tables) {
      differing += await differingRows(join(folder, 'spill'), layout.folder(layer, table), join(spark, table));
    }
    for (const each of [lake, spark, lakeOf('original')]) rmSync(each, { recursive: true, force: true });
  }
  return {
    rows: Number(rows),
    sluice: { ...figures(ours), peakRssBytes: Math.max(...ours.map(({ peakRssBytes }) => peakRssBytes)) },
    spark: { original: besideOurs(original, ours), tuned: besideOurs(tuned, ours) },
    differingRows: differing,
  };
}

try {
  const tools = installedTools();
  // The first start bundles the sources.
  await runSluice('1', join(folder, 'warm-up'));
  const results = [];
  for (const rows of values.rows.split(',')) results.push(await compare(tools, rows));
  console.log(JSON.stringify({ benchmark: 'transactions', runs: Number(values.runs), results }, undefined, 2));
  process.exitCode = results.every(({ differingRows }) => differingRows === 0) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

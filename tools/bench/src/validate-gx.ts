import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { suiteNames } from './great-expectations/suite.ts';
import { openDuckDb, quoteFile } from '@sluice/engine';
import { greatExpectations } from './great-expectations/environment.ts';
import { judgeWithGx, judgeWithSluice, type GxEngine, type Judged } from './great-expectations/judge.ts';
import { differencesOf } from './great-expectations/judgement.ts';
import { rounded } from './measured-process.ts';
import { damagedOrdersSql, ordersSql } from './orders.ts';

/**
 * `sluice validate` beside Great Expectations on pandas and on its DuckDB engine: one suite over the same rows, each a whole
 * process, in turn. Then the verdicts of all three on damaged rows. Prints JSON; exits 1 where a verdict differs.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    'damaged-rows': { type: 'string', default: '100000' },
  },
});
const bench = fileURLToPath(new URL('..', import.meta.url));
const cli = join(bench, '../../libs/cli/bin/sluice.mjs');
const suite = join(bench, 'suites/orders.json');
const names = suiteNames(suite);

/** The rows as Parquet, and as a table in a database: what GX's DuckDB engine reads. */
async function write(folder: string, name: string, select: string): Promise<Readonly<Record<GxEngine, string>>> {
  const [parquet, database] = [join(folder, `${name}.parquet`), join(folder, `${name}.duckdb`)];
  const engine = await openDuckDb({ threads: 2, spillDirectory: join(folder, 'spill') });
  const session = await engine.connect();
  await session.writeParquet(select, parquet, {});
  await session.execute(`ATTACH ${quoteFile(database)} AS made`);
  await session.execute(`CREATE TABLE made.orders AS SELECT * FROM ${quoteFile(parquet)}`);
  await session.execute('DETACH made');
  session.close();
  engine.close();
  return { pandas: parquet, duckdb: database };
}

/**
 * The expectations that an engine could not run, and what it says otherwise of the rest.
 * @param pandas  what GX says on pandas: where that agrees with us, GX's engines differ from each other
 */
function compare(ours: Judged, theirs: Judged, pandas: Judged) {
  const notRun: string[] = [];
  const differences: string[] = [];
  const enginesDiffer: string[] = [];
  for (const [index, own] of ours.judgements.entries()) {
    const [name = '', other, onPandas] = [names[index], theirs.judgements[index], pandas.judgements[index]];
    if (other === undefined || other.error !== undefined) {
      notRun.push(`${name}: ${other?.error ?? 'no result'}`);
      continue;
    }
    const found = differencesOf(own, other).map((difference) => `${name}: ${difference}`);
    const isOfEngine = onPandas?.error === undefined && onPandas !== undefined && onPandas !== other;
    (isOfEngine && differencesOf(own, onPandas).length === 0 ? enginesDiffer : differences).push(...found);
  }
  return { compared: names.length - notRun.length, notRun, differences, enginesDiffer };
}

function figures({ process: { seconds, peakRssBytes } }: Judged) {
  return { seconds: rounded(seconds), peakRssBytes };
}

const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
try {
  const environment = greatExpectations(bench);
  const data = await write(folder, 'orders', ordersSql(values.rows));
  const damaged = await write(folder, 'damaged', damagedOrdersSql(values['damaged-rows']));
  const onDamaged = await judgeWithSluice(cli, damaged.pandas, suite);
  const ours = await judgeWithSluice(cli, data.pandas, suite);
  const run = async (engine: GxEngine) => ({
    clean: await judgeWithGx(environment, engine, data[engine], suite),
    damaged: await judgeWithGx(environment, engine, damaged[engine], suite),
  });
  const pandas = await run('pandas');
  const byEngine = { pandas, duckdb: await run('duckdb') };
  let differences = 0;
  const greatExpectationsOn = Object.entries(byEngine).map(([engine, theirs]) => {
    const verdicts = compare(ours, theirs.clean, pandas.clean);
    const verdictsOnDamaged = compare(onDamaged, theirs.damaged, pandas.damaged);
    differences += verdicts.differences.length + verdictsOnDamaged.differences.length;
    const timesOurs = rounded(theirs.clean.process.seconds / ours.process.seconds);
    return { engine, ...figures(theirs.clean), timesOurs, verdicts, verdictsOnDamaged };
  });
  const failed = onDamaged.judgements.filter(({ success }) => !success).length;
  const head = {
    benchmark: 'validate-gx',
    rows: Number(values.rows),
    expectations: names.length,
    versions: pandas.clean.versions,
  };
  const damage = { rows: Number(values['damaged-rows']), failed };
  const sluice = figures(ours);
  console.log(JSON.stringify({ ...head, sluice, damage, greatExpectationsOn }, undefined, 2));
  process.exitCode = differences === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

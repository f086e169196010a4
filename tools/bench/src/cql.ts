import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { resolveSettings, systemClock } from '@sluice/core';
import { openDuckDb } from '@sluice/engine';
import { cassandra } from '@sluice/services';
import { cql, type CqlRequest, cqlTable, deliverCql, openCqlStore } from '@sluice/sinks';
import { Client } from 'cassandra-driver';
import { readBackAndCompare, rowsOf, writeInBatches, writeOneByOne } from './cql/by-hand.ts';
import { median, rounded } from './measured-process.ts';

/**
 * Loads a table of a DuckDB into a Cassandra that it starts, by the sink and by hand with the same driver. Prints JSON:
 * seconds of each run, and ratios of their medians. By hand is the faster of 8 and 32 batches under way.
 * `--rows 200000 --partition-rows 50 --one-by-one 5000 --runs 3`; the server's own is in a temporary folder.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '200000' },
    'partition-rows': { type: 'string', default: '50' },
    'one-by-one': { type: 'string', default: '5000' },
    runs: { type: 'string', default: '3' },
  },
});
const [rows, perPartition, few] = [Number(values.rows), Number(values['partition-rows']), Number(values['one-by-one'])];
const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-cql-'));
const server = join(folder, 'cassandra');
const engine = await openDuckDb({ spillDirectory: join(folder, 'spill') });
const instance = await DuckDBInstance.create(':memory:');
const DAILY = `CREATE TABLE daily AS SELECT 'C' || (range // ${perPartition}) AS customer_id,
  DATE '2026-01-01' + CAST(range % ${perPartition} AS INTEGER) AS transaction_date,
  ((range % 50000) / 100)::DECIMAL(12,2) AS total_amount, (range % 9)::INTEGER AS transaction_count FROM range(${rows})`;
try {
  const env = await cassandra.start(server);
  const { cql: settings } = resolveSettings({ flags: {}, env, workspace: folder });
  if (settings === undefined) throw new Error('The service names no server.');
  const [session, connection] = [await engine.connect(), await instance.connect()];
  await session.execute(DAILY);
  await connection.run(DAILY);
  const client = new Client({
    contactPoints: [...settings.contactPoints],
    localDataCenter: settings.datacenter,
    encoding: { useBigIntAsLong: true },
  });
  const request: CqlRequest = {
    relation: 'daily',
    columns: [
      { name: 'customer_id', type: 'VARCHAR', cqlType: 'text', personal: false },
      { name: 'transaction_date', type: 'DATE', cqlType: 'date', personal: false },
      { name: 'total_amount', type: 'DECIMAL(12,2)', cqlType: 'decimal', personal: false },
      { name: 'transaction_count', type: 'INTEGER', cqlType: 'int', personal: false },
    ],
    key: { partition: ['customer_id'], clustering: ['transaction_date'] },
    source: 'bench/daily',
    fullRefresh: true,
    clock: systemClock,
    settings,
    stateDir: folder,
  };
  const daily = cql({
    keyspace: 'bench',
    table: 'daily',
    types: { total_amount: 'double' },
    descending: ['transaction_date'],
  });
  const seconds = async (work: () => Promise<unknown>): Promise<number> => {
    await client.execute('TRUNCATE bench.daily');
    const began = performance.now();
    await work();
    return rounded((performance.now() - began) / 1000);
  };
  await deliverCql(session, daily, { ...request, relation: `(SELECT * FROM daily LIMIT ${perPartition})` });
  await client.connect();
  const store = await openCqlStore(session, cqlTable(daily, request.columns, request.key), request);
  const load = async (): Promise<void> => {
    await session.execute(
      `CREATE OR REPLACE TEMP TABLE upserts AS SELECT * REPLACE (total_amount::DOUBLE AS total_amount) FROM daily ORDER BY ALL;
       CREATE OR REPLACE TEMP TABLE removals AS SELECT customer_id, transaction_date FROM daily WHERE false`,
    );
    await store.apply({ upserts: 'upserts', removals: 'removals', writtenAt: Date.now() * 1000 });
  };
  const inMemory = await rowsOf(connection);
  const handLoad = async (concurrency: number): Promise<void> =>
    writeInBatches(client, await rowsOf(connection), perPartition, concurrency);
  const measure = async () => {
    const sinkLoad = await seconds(load);
    const hand = [await seconds(() => handLoad(8)), await seconds(() => handLoad(32))];
    const best = (hand[0] ?? 0) <= (hand[1] ?? 0) ? 8 : 32;
    return {
      sinkLoad,
      handLoad: Math.min(...hand),
      handLoadFromMemory: await seconds(() => writeInBatches(client, inMemory, perPartition, best)),
      sinkLoadAndCompare: await seconds(() => deliverCql(session, daily, request)),
      handLoadAndCompare: await seconds(async () => {
        await handLoad(best);
        await readBackAndCompare(client, inMemory);
      }),
    };
  };
  // Both sides and the server's compiler are warm before anything counts.
  await measure();
  const runs: Awaited<ReturnType<typeof measure>>[] = [];
  for (let run = 0; run < Number(values.runs); run++) runs.push(await measure());
  const oneByOne = rounded(((await seconds(() => writeOneByOne(client, inMemory.slice(0, few)))) * rows) / few);
  const middle = (of: keyof (typeof runs)[number]): number => median(runs.map((run) => run[of]));
  const result = {
    ...{ benchmark: 'cql', rows, perPartition, runs, oneByOne },
    sinkRowsPerSecond: Math.round(rows / middle('sinkLoadAndCompare')),
    timesOneByOne: rounded(oneByOne / middle('sinkLoadAndCompare')),
    loadTimesByHand: rounded(middle('sinkLoad') / middle('handLoad')),
    loadTimesByHandFromMemory: rounded(middle('sinkLoad') / middle('handLoadFromMemory')),
    loadAndCompareTimesByHand: rounded(middle('sinkLoadAndCompare') / middle('handLoadAndCompare')),
    loadAndCompareTimesLoadByHand: rounded(middle('sinkLoadAndCompare') / middle('handLoad')),
  };
  console.log(JSON.stringify(result, undefined, 2));
  await store.close();
  await client.shutdown();
} finally {
  engine.close();
  instance.closeSync();
  await cassandra.stop(server);
  rmSync(folder, { recursive: true, force: true });
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { resolveSettings, systemClock } from '@sluice/core';
import { openDuckDb } from '@sluice/engine';
import { cassandra } from '@sluice/services';
import { cql, type CqlRequest, deliverCql } from '@sluice/sinks';
import { Client } from 'cassandra-driver';
import { rowsOf, writeInBatches, writeOneByOne } from './cql/by-hand.ts';
import { median, rounded } from './measured-process.ts';

/**
 * Loads a table into a Cassandra that it starts: by the sink (with its comparison, and the writing alone), one by one
 * awaited, and the best by hand with the same driver. Prints JSON: rows per second and their ratios.
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
const [rows, perPartition] = [Number(values.rows), Number(values['partition-rows'])];
const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-cql-'));
const server = join(folder, 'cassandra');
const engine = await openDuckDb({ spillDirectory: join(folder, 'spill') });
try {
  const env = await cassandra.start(server);
  const { cql: settings } = resolveSettings({ flags: {}, env, workspace: folder });
  if (settings === undefined) throw new Error('The service names no server.');
  const session = await engine.connect();
  await session.execute(
    `CREATE TABLE daily AS SELECT 'C' || (range // ${perPartition}) AS customer_id,
      DATE '2026-01-01' + CAST(range % ${perPartition} AS INTEGER) AS transaction_date,
      ((range % 50000) / 100)::DECIMAL(12,2) AS total_amount, (range % 9)::INTEGER AS transaction_count FROM range(${rows})`,
  );
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
    const began = performance.now();
    await work();
    return (performance.now() - began) / 1000;
  };
  // The first load makes the table and warms both sides up.
  await deliverCql(session, daily, { ...request, relation: `(SELECT * FROM daily LIMIT ${perPartition * 20})` });
  await client.connect();
  const runs: { readonly sink: number; readonly byHand: number; readonly oneByOne: number }[] = [];
  for (let run = 0; run < Number(values.runs); run++) {
    await client.execute('TRUNCATE bench.daily');
    const sink = await seconds(() => deliverCql(session, daily, request));
    await client.execute('TRUNCATE bench.daily');
    const byHand = await seconds(async () => writeInBatches(client, await rowsOf(session), perPartition, 8));
    const few = Number(values['one-by-one']);
    const oneByOne = await seconds(async () => writeOneByOne(client, (await rowsOf(session)).slice(0, few)));
    runs.push({ sink: rounded(sink), byHand: rounded(byHand), oneByOne: rounded((oneByOne * rows) / few) });
  }
  const middle = (of: 'sink' | 'byHand' | 'oneByOne'): number => median(runs.map((run) => run[of]));
  const result = {
    ...{ benchmark: 'cql', rows, perPartition, runs },
    sinkRowsPerSecond: Math.round(rows / middle('sink')),
    timesOneByOne: rounded(middle('oneByOne') / middle('sink')),
    timesByHand: rounded(middle('sink') / middle('byHand')),
  };
  console.log(JSON.stringify(result, undefined, 2));
  await client.shutdown();
} finally {
  engine.close();
  await cassandra.stop(server);
  rmSync(folder, { recursive: true, force: true });
}

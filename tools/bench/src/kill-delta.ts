import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openDuckDb } from '@sluice/engine';
import { cassandra } from '@sluice/services';
import { killOperations } from './kill-delta/kill-operations.ts';
import { killRuns } from './kill-delta/kill-runs.ts';
import { openReaders } from './kill-delta/readers.ts';
import type { Tally } from './kill-delta/tally.ts';
import { victim } from './kill-delta/victim.ts';

/**
 * Kills by SIGKILL what changes Delta tables: `--kills` single operations (append, merge, overwrite, delete, optimize,
 * checkpoint, vacuum), `--embedded` runs of transactions that load the embedded store, `--cassandra` runs that load a
 * Cassandra that it starts. After each kill ours, delta-rs and DuckDB read the tables whole and alike, as they were before
 * or as they are to be after; then the work is repeated. Prints JSON; exits 1 when anything is lost, doubled or torn.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    embedded: { type: 'string', default: '50' },
    cassandra: { type: 'string', default: '50' },
    rows: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    /** Of the processes that are killed: the folder of their table. */
    victim: { type: 'string' },
  },
});

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-kill-delta-'));
  const server = join(folder, 'cassandra');
  const engine = await openDuckDb({ spillDirectory: join(folder, 'spill') });
  const session = await engine.connect();
  const readers = openReaders(session, join(folder, 'readers'));
  const { seed, rows } = values;
  const sluice = join(fileURLToPath(new URL('../../../', import.meta.url)), 'node_modules', '.bin', 'sluice');
  const request = (kills: string, name: string) => ({
    ...{ session, readers, seed, kills: Number(kills), folder: join(folder, name) },
    ...{ sluice, rows, env: { ...process.env } },
  });
  const tallies: Record<string, Tally> = {};
  try {
    if (values.kills !== '0') tallies['operations'] = await killOperations(request(values.kills, 'operations'));
    if (values.embedded !== '0') tallies['embedded'] = await killRuns(request(values.embedded, 'embedded'));
    if (values.cassandra !== '0') {
      const runs = request(values.cassandra, 'served');
      const env = { ...runs.env, ...(await cassandra.start(server)) };
      tallies['cassandra'] = await killRuns({ ...runs, env });
    }
    const all = Object.values(tallies);
    const killed = all.reduce((sum, tally) => sum + tally.killed, 0);
    const problems = all.flatMap((tally) => tally.problems);
    console.log(
      JSON.stringify({ benchmark: 'kill-delta', seed, killed, ...tallies, problems: problems.length }, undefined, 2),
    );
    process.exitCode = problems.length === 0 ? 0 : 1;
  } finally {
    await readers.close();
    engine.close();
    await cassandra.stop(server);
    rmSync(folder, { recursive: true, force: true });
  }
}

await (values.victim === undefined ? main() : victim(values.victim));

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import { describe, expect, it, onTestFinished } from 'vitest';
import { prepareMerge } from '../../src/delta/merge.ts';
import { sideBySide } from '../../src/delta/side-by-side.ts';
import { define, rowsOf, tableOf } from './support.ts';

async function connect(threads: number): Promise<Session> {
  const spillDirectory = mkdtempSync(join(tmpdir(), 'sluice-side-'));
  const engine = await openDuckDb({ spillDirectory, threads, memoryLimit: 1e9 });
  onTestFinished(() => {
    engine.close();
    rmSync(spillDirectory, { recursive: true, force: true });
  });
  return engine.connect();
}

const ITEMS = [1, 2, 3, 4, 5];

describe(sideBySide, () => {
  it.each([
    [2, 2],
    [1, 1],
  ])(
    'gives the results in the order of the items; on %i threads %i items are under way at once',
    async (threads, most) => {
      const session = await connect(threads);
      let [running, highest] = [0, 0];
      const workers = new Set<Session>();
      const results = await sideBySide(session, ITEMS, async (worker, item) => {
        workers.add(worker);
        running += 1;
        highest = Math.max(highest, running);
        await worker.query(`SELECT count(*) FROM range(${String(10_000_000 * item)}) WHERE range % 7 = 3`);
        running -= 1;
        return item * 10;
      });
      expect(results).toEqual([10, 20, 30, 40, 50]);
      expect([highest, workers.size]).toEqual([most, most]);
    },
  );

  it('lets what runs beside a failure end, begins no other item, and closes the sessions that it has opened', async () => {
    const session = await connect(2);
    const [begun, ended]: [number[], number[]] = [[], []];
    let other: Session | undefined;
    const failed = sideBySide(session, ITEMS, async (worker, item) => {
      begun.push(item);
      if (worker !== session) other = worker;
      if (item === 1) await worker.query("SELECT error('no')");
      await worker.query('SELECT count(*) FROM range(30000000) WHERE range % 7 = 3');
      ended.push(item);
    });
    await expect(failed).rejects.toMatchObject({ code: 'SQL_RUNTIME' });
    expect([begun, ended]).toEqual([[1, 2], [2]]);
    await expect(other?.query('SELECT 1')).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe(prepareMerge, () => {
  it('writes the files of five partitions anew, two at once, each with its own edits, and leaves no table behind', async () => {
    const session = await connect(2);
    const partitioned = define({ id: 'BIGINT', p: 'BIGINT', v: 'BIGINT' }, { by: ['p'] });
    const rows = 'SELECT range AS id, range % 5 AS p, 0 AS v FROM range(5000)';
    const table = await tableOf(session, rows, partitioned);
    const change = await prepareMerge(session, table.storage, await table.snapshot(session), {
      source: 'SELECT range AS id, range % 5 AS p, range AS v FROM range(4990, 5010)',
      keys: ['id'],
      whenMatched: 'update',
      whenNotMatched: 'insert',
    });
    expect(change?.removes.map(({ partition }) => partition.get('p')).sort()).toEqual(['0', '1', '2', '3', '4']);
    if (change !== undefined) await table.commit(session, change);
    const relation = table.relation(await table.snapshot(session));
    const right = 'p = id % 5 AND v = if(id < 4990, 0, id)';
    expect(await rowsOf(session, `SELECT count(*), count(DISTINCT id), bool_and(${right}) FROM (${relation})`)).toEqual(
      [[5010, 5010, true]],
    );
    const left = "SELECT database_name FROM duckdb_databases() WHERE database_name LIKE 'sluice%'";
    expect(await session.query(left)).toEqual([]);
  });
});

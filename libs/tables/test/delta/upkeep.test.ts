import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fixedClock } from '@sluice/core';
import type { Session } from '@sluice/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareAppend } from '../../src/delta/append.ts';
import { changes } from '../../src/delta/change-feed.ts';
import { writeCheckpoint } from '../../src/delta/checkpoint-write.ts';
import { prepareDelete } from '../../src/delta/delete.ts';
import { type DeltaTable, openDelta } from '../../src/delta/delta-table.ts';
import { commitPath } from '../../src/delta/log.ts';
import { planLogUpkeep } from '../../src/delta/log-upkeep.ts';
import { prepareOptimize } from '../../src/delta/optimize.ts';
import { prepareRestore } from '../../src/delta/restore.ts';
import { withSameRows } from '../../src/delta/same-rows.ts';
import { planVacuum, vacuum } from '../../src/delta/vacuum.ts';
import type { Change } from '../../src/table.ts';
import { append, connectForFile, emptyStorage, rowsOf } from './support.ts';

let session: Session;

beforeAll(async () => {
  session = await connectForFile();
});

const START = new Date('2026-01-01T00:00:00Z');
const DAY = 86_400_000;
const after = (days: number): Date => new Date(START.getTime() + days * DAY);

/** One file with the ids 0-2, another with 3-5: versions 0 and 1. */
async function makeTable(): Promise<DeltaTable> {
  const table = openDelta(emptyStorage(), { clock: fixedClock(START.toISOString()) });
  const select = { sql: "SELECT range AS id, 'old' AS v FROM range(3)" };
  await table.commit(session, await prepareAppend(session, table.storage, undefined, { select }));
  await append(session, table, "SELECT range + 3 AS id, 'old' AS v FROM range(3)");
  return table;
}

async function commit(table: DeltaTable, change: Change | undefined): Promise<number> {
  if (change === undefined) throw new Error('Nothing changes.');
  return table.commit(session, change);
}

async function deleteWhere(table: DeltaTable, where: string): Promise<number> {
  return commit(table, await prepareDelete(session, table.storage, await table.snapshot(session), { where }));
}

async function idsOf(table: DeltaTable): Promise<unknown> {
  return (
    await rowsOf(session, `SELECT id FROM (${table.relation(await table.snapshot(session))}) ORDER BY id`)
  ).flat();
}

/** Data files, as old as the table. */
function filesOf({ storage }: DeltaTable): readonly string[] {
  const root = storage.locate('');
  const names = readdirSync(root).filter((name) => name.endsWith('.parquet'));
  for (const name of names) utimesSync(join(root, name), START, START);
  return names.sort();
}

const pathsOf = async (table: DeltaTable): Promise<readonly string[]> => {
  filesOf(table);
  return (await table.snapshot(session)).files.map(({ path }) => path);
};

describe(planVacuum, () => {
  it('keeps files longer than the table does where that is asked, though its checkpoints forget them', async () => {
    const table = await makeTable();
    const [first = ''] = await pathsOf(table);
    const version = await deleteWhere(table, 'id < 3');
    utimesSync(table.storage.locate(commitPath(version)), after(5), after(5));
    await writeCheckpoint(session, table.storage, await table.snapshot(session), after(20));
    const plan = async (days: number) =>
      (await planVacuum(session, table.storage, { now: after(20), retention: days * DAY })).files;
    expect((await plan(7)).map(({ name }) => name)).toEqual([first]);
    expect(await plan(18)).toEqual([]);
    expect((await plan(8)).map(({ name }) => name)).toEqual([first]);
  });

  it('refuses a table whose features may keep more beside its data files', async () => {
    const table = await makeTable();
    const protocol = { minReaderVersion: 1, minWriterVersion: 7, writerFeatures: ['icebergCompatV2'] };
    await table.storage.create(commitPath(2), JSON.stringify({ protocol }));
    const refused = { code: 'FEATURE_UNSUPPORTED', message: expect.stringContaining('icebergCompatV2') };
    await expect(planVacuum(session, table.storage, { now: after(8) })).rejects.toMatchObject(refused);
    await expect(planLogUpkeep(session, table.storage, { now: after(8) })).rejects.toMatchObject(refused);
  });
});

describe(withSameRows, () => {
  it('passes over versions that only rearranged rows, for change feeds and for vacuums', async () => {
    const table = await makeTable();
    const old = await pathsOf(table);
    const optimize = async () =>
      commit(table, await prepareOptimize(session, table.storage, await table.snapshot(session)));
    const packed = await optimize();
    const removed = async (version: number) => {
      filesOf(table);
      const consumers = new Map([['reports', version]]);
      const plan = await planVacuum(session, table.storage, { now: after(8), consumers });
      return plan.files.map(({ name }) => name);
    };
    expect(await removed(1)).toEqual([...old].sort());
    await vacuum(session, table.storage, { now: after(8) });
    const deleted = await deleteWhere(table, 'id = 4');
    expect(await withSameRows(table.storage, 1, deleted)).toBe(packed);
    const feed = await changes(session, table.storage, 1, await table.snapshot(session), []);
    expect(await rowsOf(session, feed === 'gone' ? feed : feed.sql)).toEqual([[4, 'old', 'delete']]);
    expect(await removed(1)).toEqual([]);
    expect(await changes(session, table.storage, 0, await table.snapshot(session), [])).toBe('gone');
  });
});

describe(prepareRestore, () => {
  it('takes back how far sources were read with the rows', async () => {
    const table = await makeTable();
    const read = async (id: number, positions: [string, number][]) => {
      const request = { select: { sql: `SELECT ${String(id)} AS id, 'new' AS v` }, positions: new Map(positions) };
      return commit(table, await prepareAppend(session, table.storage, await table.snapshot(session), request));
    };
    const then = await read(7, [['orders', 3]]);
    await read(8, [
      ['orders', 4],
      ['returns', 1],
    ]);
    await commit(table, await prepareRestore(session, table.storage, await table.snapshot(session), { version: then }));
    expect((await table.snapshot(session)).positions).toEqual(
      new Map([
        ['orders', 3],
        ['returns', -1],
      ]),
    );
    expect(await idsOf(table)).toEqual([0, 1, 2, 3, 4, 5, 7]);
  });
});

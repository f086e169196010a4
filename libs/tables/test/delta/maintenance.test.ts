import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fixedClock } from '@sluice/core';
import type { Session, SqlText } from '@sluice/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareAppend } from '../../src/delta/append.ts';
import { changes } from '../../src/delta/change-feed.ts';
import { prepareDelete } from '../../src/delta/delete.ts';
import { openDelta } from '../../src/delta/delta-table.ts';
import type { DeltaTable } from '../../src/delta/delta-table.ts';
import { prepareOptimize } from '../../src/delta/optimize.ts';
import { prepareRestore } from '../../src/delta/restore.ts';
import { prepareUpdate } from '../../src/delta/update.ts';
import { planVacuum, vacuum } from '../../src/delta/vacuum.ts';
import type { Change } from '../../src/table.ts';
import { connectForFile, emptyStorage, rowsOf } from './support.ts';

let session: Session;

beforeAll(async () => {
  session = await connectForFile();
});

const START = new Date('2026-01-01T00:00:00Z');
const DAY = 86_400_000;
const after = (days: number) => new Date(START.getTime() + days * DAY);

/** One file with the ids 0–2, another with 3–5: versions 0 and 1. */
async function makeTable(): Promise<DeltaTable> {
  const table = openDelta(emptyStorage(), { clock: fixedClock(START.toISOString()) });
  for (const from of [0, 3]) {
    const select = { sql: `SELECT range + ${String(from)} AS id, 'old' AS v FROM range(3)` };
    const snapshot = from === 0 ? undefined : await table.snapshot(session);
    await commit(table, await prepareAppend(session, table.storage, snapshot, { select }));
  }
  return table;
}

async function commit(table: DeltaTable, change: Change | undefined): Promise<number> {
  if (change === undefined) throw new Error('Nothing changes.');
  const version = await table.commit(session, change);
  for (const { path } of change.adds) utimesSync(table.storage.locate(path), START, START);
  return version;
}

async function deleteWhere(table: DeltaTable, where: string): Promise<number> {
  return commit(table, await prepareDelete(session, table.storage, await table.snapshot(session), { where }));
}

async function idsOf(table: DeltaTable): Promise<unknown> {
  return (
    await rowsOf(session, `SELECT id FROM (${table.relation(await table.snapshot(session))}) ORDER BY id`)
  ).flat();
}

async function pathsOf(table: DeltaTable): Promise<readonly string[]> {
  return (await table.snapshot(session)).files.map(({ path }) => path);
}

describe(prepareDelete, () => {
  it('removes a file whole, writes another anew, and leaves the rest', async () => {
    const table = await makeTable();
    const before = await pathsOf(table);
    const change = await prepareDelete(session, table.storage, await table.snapshot(session), { where: 'id < 4' });
    expect(change?.removes.map(({ path }) => path)).toEqual(before);
    expect(change?.metrics).toMatchObject({
      numRemovedFiles: 2,
      numAddedFiles: 1,
      numDeletedRows: 4,
      numCopiedRows: 2,
    });
    await commit(table, change);
    expect(await idsOf(table)).toEqual([4, 5]);
    const nothing = await prepareDelete(session, table.storage, await table.snapshot(session), { where: 'id < 4' });
    expect(nothing).toBeUndefined();
  });
});

describe(prepareUpdate, () => {
  it('leaves files alone in which no row gets another value', async () => {
    const table = await makeTable();
    const set = { v: "CASE WHEN id = 4 THEN 'new' ELSE v END" };
    const request = { set, where: undefined };
    const change = await prepareUpdate(session, table.storage, await table.snapshot(session), request);
    expect(change?.metrics).toMatchObject({ numRemovedFiles: 1, numUpdatedRows: 1, numCopiedRows: 2 });
    await commit(table, change);
    expect(await prepareUpdate(session, table.storage, await table.snapshot(session), request)).toBeUndefined();
  });
});

describe(prepareOptimize, () => {
  it('packs small files into one, in their order, and says that no row changed', async () => {
    const table = await makeTable();
    const change = await prepareOptimize(session, table.storage, await table.snapshot(session));
    expect(change).toMatchObject({ operation: 'OPTIMIZE', changesRows: false, read: 'nothing' });
    await commit(table, change);
    const snapshot = await table.snapshot(session);
    expect(snapshot.files.map(({ rows }) => rows)).toEqual([6]);
    expect((await rowsOf(session, table.relation(snapshot))).map(([id]) => id)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await prepareOptimize(session, table.storage, snapshot)).toBeUndefined();
    const small = await prepareOptimize(session, table.storage, await (await makeTable()).snapshot(session), {
      fileBytes: 10,
    });
    expect(small).toBeUndefined();
  });
});

describe(vacuum, () => {
  it('removes what no version within the retention names, after the retention, and nothing before', async () => {
    const table = await makeTable();
    const [first = '', second = ''] = await pathsOf(table);
    await deleteWhere(table, 'id < 3');
    expect((await planVacuum(session, table.storage, { now: after(6) })).files).toEqual([]);
    const plan = await planVacuum(session, table.storage, { now: after(8) });
    expect(plan.files.map(({ name }) => name)).toEqual([first]);
    expect(existsSync(table.storage.locate(first))).toBe(true);
    expect(await vacuum(session, table.storage, { now: after(8) })).toEqual(plan);
    expect(existsSync(table.storage.locate(first))).toBe(false);
    expect(existsSync(table.storage.locate(second))).toBe(true);
    expect(await idsOf(table)).toEqual([3, 4, 5]);
  });

  it('leaves hidden files, those of a commit under way, and those of the newest version, whatever their age', async () => {
    const table = await makeTable();
    const put = (path: string, at: Date) => {
      const file = table.storage.locate(path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, path);
      utimesSync(file, at, at);
    };
    for (const path of ['orphan.parquet', '_day=1/orphan', '_state/1.json', '.hidden', 'p=1/.tmp'])
      put(path, after(-30));
    put('young.parquet', after(7.5));
    const { files } = await planVacuum(session, table.storage, { now: after(8) });
    expect(files.map(({ name }) => name)).toEqual(['orphan.parquet']);
  });

  it('refuses a shorter retention than the table has, unless forced', async () => {
    const table = await makeTable();
    const [first = ''] = await pathsOf(table);
    await deleteWhere(table, 'id < 3');
    const request = { now: after(1), retention: DAY / 2 };
    await expect(planVacuum(session, table.storage, request)).rejects.toMatchObject({ code: 'RETENTION_TOO_SHORT' });
    const { files } = await planVacuum(session, table.storage, { ...request, force: true });
    expect(files.map(({ name }) => name)).toEqual([first]);
  });

  it('keeps what a consumer has yet to read, and names the consumer whose version is gone', async () => {
    const table = await makeTable();
    const [first = '', second = ''] = await pathsOf(table);
    await deleteWhere(table, 'id < 3');
    await deleteWhere(table, 'id = 3');
    const plan = (consumers: [string, number][]) =>
      planVacuum(session, table.storage, { now: after(8), consumers: new Map(consumers) });
    const names = async (consumers: [string, number][]) => (await plan(consumers)).files.map(({ name }) => name);
    expect(await names([])).toEqual([first, second].sort());
    expect(await names([['reports', 1]])).toEqual([]);
    expect(
      await names([
        ['reports', 2],
        ['store', 3],
      ]),
    ).toEqual([first]);
    expect(await names([['reports', 3]])).toEqual([first, second].sort());
    expect(
      (
        await plan([
          ['future', 9],
          ['past', -1],
        ])
      ).late,
    ).toEqual(['past']);
  });
});

describe(prepareRestore, () => {
  it('names the files of an older version again, with its columns and properties', async () => {
    const table = await makeTable();
    const { files } = await table.snapshot(session);
    await deleteWhere(table, 'id <> 4');
    const select = { sql: "SELECT 9 AS id, 'new' AS v, 1 AS more" };
    const snapshot = await table.snapshot(session);
    const more = [...snapshot.columns, { name: 'more', type: 'INTEGER', nullable: true }];
    const definition = { columns: more, partitionedBy: [], properties: new Map<string, string>() };
    await commit(table, await prepareAppend(session, table.storage, snapshot, { select, definition }));
    const change = await prepareRestore(session, table.storage, await table.snapshot(session), { version: 1 });
    expect(change).toMatchObject({
      operation: 'RESTORE',
      parameters: { version: '1' },
      metrics: { numRestoredFiles: 2, numRemovedFiles: 2, numOfFilesAfterRestore: 2 },
    });
    await commit(table, change);
    const restored = await table.snapshot(session);
    expect(restored.files.map(({ path, rows, columns }) => [path, rows, columns])).toEqual(
      files.map(({ path, rows, columns }) => [path, rows, columns]),
    );
    expect(restored.columns.map(({ name }) => name)).toEqual(['id', 'v']);
    expect(await idsOf(table)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('refuses a version whose files are gone, by name', async () => {
    const table = await makeTable();
    const [first = ''] = await pathsOf(table);
    await deleteWhere(table, 'id < 3');
    await vacuum(session, table.storage, { now: after(8) });
    const restore = prepareRestore(session, table.storage, await table.snapshot(session), { version: 1 });
    await expect(restore).rejects.toMatchObject({ code: 'RESTORE_FILES_MISSING', paths: [first] });
  });
});

function sqlOf(feed: SqlText | 'gone'): string {
  return feed === 'gone' ? feed : feed.sql;
}

describe(changes, () => {
  it('tells old and new form of a row by its key, and nothing of rows that only moved', async () => {
    const table = await makeTable();
    const set = { v: `v || id` };
    const change = await prepareUpdate(session, table.storage, await table.snapshot(session), { set, where: 'id = 1' });
    await commit(table, change);
    await deleteWhere(table, 'id = 3');
    await commit(table, await prepareOptimize(session, table.storage, await table.snapshot(session)));
    const feed = await changes(session, table.storage, 1, await table.snapshot(session), ['ID']);
    expect(await rowsOf(session, `FROM (${sqlOf(feed)}) ORDER BY ALL`)).toEqual([
      [1, 'old', 'update_preimage'],
      [1, 'old1', 'update_postimage'],
      [3, 'old', 'delete'],
    ]);
    const none = await changes(session, table.storage, 4, await table.snapshot(session), []);
    expect(await rowsOf(session, sqlOf(none))).toEqual([]);
  });

  it('says so where the files or the log of the older version are gone, or a column had another type', async () => {
    const table = await makeTable();
    await deleteWhere(table, 'id < 3');
    const newest = await table.snapshot(session);
    const other = { ...newest, columns: newest.columns.map((column) => ({ ...column, type: 'DOUBLE' })) };
    expect(await changes(session, table.storage, 1, other, ['id'])).toBe('gone');
    await vacuum(session, table.storage, { now: after(8) });
    expect(await changes(session, table.storage, 1, newest, ['id'])).toBe('gone');
    expect(await changes(session, table.storage, -1, newest, ['id'])).toBe('gone');
    expect(readFileSync(join(table.storage.locate('_delta_log'), '00000000000000000002.json'), 'utf8')).toContain(
      'DELETE',
    );
  });
});

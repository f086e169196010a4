import type { Session } from '@sluice/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { CommitConflictError, openDelta, prepareAddColumns, prepareAppend, prepareCreate } from '../../src/index.ts';
import { prepareOverwrite, prepareProperties } from '../../src/index.ts';
import type { Change, DeltaSnapshot, DeltaTable } from '../../src/index.ts';
import { append, connectForFile, define, emptyStorage, rowsOf, tableOf } from './support.ts';

let session: Session;

beforeAll(async () => {
  session = await connectForFile();
});

type Prepare = (table: DeltaTable, snapshot: DeltaSnapshot) => Promise<Change> | Change;

const rows = (sql: string, more = {}) => ({ select: { sql }, ...more });
const appends: Prepare = (table, snapshot) =>
  prepareAppend(session, table.storage, snapshot, rows("SELECT 9 AS id, 'x' AS p"));
const appendsElsewhere: Prepare = (table, snapshot) =>
  prepareAppend(session, table.storage, snapshot, rows("SELECT 9 AS id, 'y' AS p"));
const overwrites: Prepare = (table, snapshot) =>
  prepareOverwrite(session, table.storage, snapshot, rows("SELECT 8 AS id, 'x' AS p"));
const overwritesX: Prepare = (table, snapshot) =>
  prepareOverwrite(
    session,
    table.storage,
    snapshot,
    rows("SELECT 7 AS id, 'x' AS p", { partitions: [new Map([['p', 'x']])] }),
  );
const overwritesWritten: Prepare = (table, snapshot) =>
  prepareOverwrite(session, table.storage, snapshot, rows("SELECT 6 AS id, 'y' AS p", { partitions: 'written' }));
const moves: Prepare = async (table, snapshot) => ({
  ...(await appends(table, snapshot)),
  positions: new Map([['sluice/a', 1]]),
});
const movesAnother: Prepare = async (table, snapshot) => ({
  ...(await appends(table, snapshot)),
  positions: new Map([['sluice/b', 1]]),
});
const sets: Prepare = (table, snapshot) => prepareProperties(table.storage, snapshot, new Map([['k', 'v']]));
const adds: Prepare = (table, snapshot) =>
  prepareAddColumns(table.storage, snapshot, [{ name: 'more', type: 'DATE', nullable: true }]);
const packs: Prepare = async (table, snapshot) => ({
  ...(await overwrites(table, snapshot)),
  operation: 'OPTIMIZE',
  read: 'nothing',
  changesRows: false,
});

describe('a commit', () => {
  it.each<[string, Prepare, string, Prepare]>([
    ['an append', appends, 'an append', appends],
    ['an append', appends, 'an overwrite', overwrites],
    ['an append', appends, 'packing', packs],
    ['an overwrite of a partition', overwritesX, 'an append to another one', appendsElsewhere],
    ['an overwrite of a partition', overwritesX, 'an overwrite of another one', overwritesWritten],
    ['a new column', adds, 'an append', appends],
    ['a position', moves, 'the position of another source', movesAnother],
    ['packing', packs, 'an append', appends],
  ])('that is %s follows %s (%#)', async (_change, prepare, _winner, before) => {
    const table = await tableOf(session, "SELECT 1 AS id, 'x' AS p UNION ALL SELECT 2, 'y'", partitioned());
    const snapshot = await table.snapshot(session);
    const change = await prepare(table, snapshot);
    expect(await table.commit(session, await before(table, snapshot))).toBe(1);
    expect(await table.commit(session, change)).toBe(2);
    expect((await table.history(session)).map(({ version }) => version)).toEqual([2, 1, 0]);
  });

  it.each<[string, Prepare, string, Prepare, RegExp]>([
    ['an overwrite', overwrites, 'an append', appends, /added .*, which this change should have read/],
    ['an overwrite', overwrites, 'an overwrite', overwrites, /removed .*, which this change removes too/],
    ['an overwrite of a partition', overwritesX, 'an append to it', appends, /added/],
    ['an overwrite of a partition', overwritesX, 'one of it', overwritesX, /removed|added/],
    ['packing', packs, 'an overwrite of a partition', overwritesX, /removed .*, which this change removes too/],
    ['a position', moves, 'the same position', moves, /moved the position of sluice\/a/],
    ['an append', appends, 'a new column', adds, /changed the table's schema/],
    ['a new property', sets, 'a new property', sets, /changed the table's schema or properties/],
  ])('that is %s does not follow %s (%#)', async (_change, prepare, _winner, before, reason) => {
    const table = await tableOf(session, "SELECT 1 AS id, 'x' AS p UNION ALL SELECT 2, 'y'", partitioned());
    const snapshot = await table.snapshot(session);
    const change = await prepare(table, snapshot);
    await table.commit(session, await before(table, snapshot));
    const committing = table.commit(session, change);
    await expect(committing).rejects.toThrow(CommitConflictError);
    await expect(committing).rejects.toMatchObject({ code: 'COMMIT_CONFLICT', exitCode: 5, version: 1 });
    await expect(committing).rejects.toThrow(reason);
    expect((await table.snapshot(session)).version).toBe(1);
  });

  it('makes a table once', async () => {
    const table = openDelta(emptyStorage());
    const create = prepareCreate(table.storage, define({ id: 'INTEGER' }));
    expect(await table.commit(session, create)).toBe(0);
    await expect(table.commit(session, create)).rejects.toThrow(CommitConflictError);
    expect((await table.snapshot(session)).files).toEqual([]);
  });

  it('is judged against every version that came since, not only the last', async () => {
    const table = await tableOf(session, "SELECT 1 AS id, 'x' AS p", partitioned());
    const change = await overwritesX(table, await table.snapshot(session));
    await append(session, table, "SELECT 2 AS id, 'x' AS p");
    await append(session, table, "SELECT 3 AS id, 'y' AS p");
    await expect(table.commit(session, change)).rejects.toMatchObject({ version: 1 });
    expect(
      await rowsOf(session, `SELECT id FROM (${table.relation(await table.snapshot(session))}) ORDER BY id`),
    ).toEqual([[1], [2], [3]]);
  });
});

function partitioned() {
  return define({ id: 'INTEGER', p: 'VARCHAR' }, { by: ['p'] });
}

import type { Session } from '@sluice/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDelta, prepareAddColumns, prepareAppend, prepareCreate, prepareOverwrite } from '../../src/index.ts';
import { prepareProperties } from '../../src/index.ts';
import { append, connectForFile, define, emptyStorage, linesOf, rowsOf, tableOf } from './support.ts';

let session: Session;

beforeAll(async () => {
  session = await connectForFile();
});

describe(prepareCreate, () => {
  it('makes a table without rows, of reader version 1 and writer version 2', async () => {
    const table = openDelta(emptyStorage());
    const definition = define({ id: 'BIGINT!', at: 'TIMESTAMP WITH TIME ZONE' }, { properties: { note: 'é' } });
    await table.commit(session, prepareCreate(table.storage, definition));
    expect(await table.snapshot(session)).toMatchObject({ version: 0, files: [], ...definition });
    expect(linesOf(table.storage, 0)).toContainEqual({ protocol: { minReaderVersion: 1, minWriterVersion: 2 } });
    const [first] = await table.history(session);
    expect(first).toMatchObject({ version: 0, operation: 'CREATE TABLE', info: { engineInfo: 'Sluice' } });
  });

  it('lets the log stay whole, which is no feature', () => {
    const properties = { 'delta.enableExpiredLogCleanup': 'false' };
    expect(prepareCreate(emptyStorage(), define({ id: 'INTEGER' }, { properties })).definition?.properties).toEqual(
      new Map(Object.entries(properties)),
    );
  });

  it.each([
    ['a column that is named twice', define({ id: 'INTEGER', ID: 'INTEGER' }), /the column id is named twice/],
    ['a name that Spark refuses', define({ 'a b': 'INTEGER' }), /the column "a b" has one of/],
    ['partitions by what is no column', define({ id: 'INTEGER' }, { by: ['p'] }), /p, which is none of its columns/],
    [
      'partitions by a list',
      define({ id: 'INTEGER', p: 'INTEGER[]' }, { by: ['p'] }),
      /whose type INTEGER\[\] has parts/,
    ],
    [
      'nothing but partition columns',
      define({ p: 'INTEGER' }, { by: ['p'] }),
      /no column that it is not partitioned by/,
    ],
    [
      'a property that asks for a newer protocol',
      define({ id: 'INTEGER' }, { properties: { 'delta.enableDeletionVectors': 'true' } }),
      /delta.enableDeletionVectors asks for a feature/,
    ],
  ])('refuses %s', (_what, definition, reason) => {
    expect(() => prepareCreate(emptyStorage(), definition)).toThrow(reason);
    expect(() => prepareCreate(emptyStorage(), definition)).toThrow(/Nothing was committed/);
  });
});

describe(prepareOverwrite, () => {
  it('gives partitions new columns, and refuses another type, which those that stay do not have', async () => {
    const definition = define({ id: 'INTEGER', p: 'VARCHAR' }, { by: ['p'] });
    const table = await tableOf(session, "SELECT 1 AS id, 'x' AS p UNION ALL SELECT 2, 'y'", definition);
    const overwrite = async (id: string, columns: Readonly<Record<string, string>>) =>
      prepareOverwrite(session, table.storage, await table.snapshot(session), {
        select: { sql: `SELECT ${id} AS id, 'x' AS p` },
        definition: define(columns, { by: ['p'], properties: { note: 'new' } }),
        partitions: [new Map([['p', 'x']])],
      });
    await expect(overwrite("'a'", { id: 'VARCHAR', p: 'VARCHAR' })).rejects.toMatchObject({
      code: 'DEFINITION_REFUSED',
      message: expect.stringContaining('partitions that stay'),
    });
    await table.commit(session, await overwrite('3', { id: 'INTEGER', p: 'VARCHAR', more: 'DATE' }));
    expect(await rowsOf(session, `${table.relation(await table.snapshot(session))} ORDER BY id`)).toEqual([
      [2, 'y', null],
      [3, 'x', null],
    ]);
  });
});

describe(prepareAddColumns, () => {
  it('adds columns that are null in the rows there are', async () => {
    const table = await tableOf(session, 'SELECT 1 AS id');
    const more = [{ name: 'name', type: 'VARCHAR', nullable: true }];
    await table.commit(session, prepareAddColumns(table.storage, await table.snapshot(session), more));
    await append(session, table, "SELECT 2 AS id, 'b' AS name");
    expect(await rowsOf(session, `${table.relation(await table.snapshot(session))} ORDER BY id`)).toEqual([
      [1, null],
      [2, 'b'],
    ]);
  });

  it('refuses one that must not be null', async () => {
    const table = await tableOf(session, 'SELECT 1 AS id');
    const more = [{ name: 'name', type: 'VARCHAR', nullable: false }];
    const snapshot = await table.snapshot(session);
    expect(() => prepareAddColumns(table.storage, snapshot, more)).toThrow(/may be null in the rows there are/);
  });
});

describe(prepareProperties, () => {
  it('sets properties, removes others, and keeps the rest and the identity of the table', async () => {
    const definition = define({ id: 'INTEGER' }, { properties: { a: '1', b: '2' } });
    const table = await tableOf(session, 'SELECT 1 AS id', definition);
    const before = await table.snapshot(session);
    const properties = new Map([
      ['b', undefined],
      ['c', '3'],
    ]);
    await table.commit(session, prepareProperties(table.storage, before, properties));
    const after = await table.snapshot(session);
    expect(Object.fromEntries(after.properties)).toEqual({ a: '1', c: '3' });
    expect([after.metadata.id, after.files.length]).toEqual([before.metadata.id, 1]);
  });
});

describe('schema evolution', () => {
  it('adds columns with the rows that have them, in one commit', async () => {
    const table = await tableOf(session, 'SELECT 1 AS id');
    const change = await prepareAppend(session, table.storage, await table.snapshot(session), {
      select: { sql: "SELECT 2 AS id, DATE '2026-01-05' AS day" },
      definition: define({ id: 'INTEGER', day: 'DATE' }),
    });
    expect(await table.commit(session, change)).toBe(1);
    expect(await rowsOf(session, `${table.relation(await table.snapshot(session))} ORDER BY id`)).toEqual([
      [1, null],
      [2, '2026-01-05'],
    ]);
  });

  it.each([
    ['another type', define({ id: 'BIGINT' })],
    ['a column less', define({ name: 'VARCHAR' })],
    ['other partitions', define({ id: 'INTEGER', p: 'VARCHAR' }, { by: ['p'] })],
    ['a column that must not be null', define({ id: 'INTEGER', p: 'VARCHAR!' })],
  ])('of an append refuses %s, which an overwrite may bring', async (_what, definition) => {
    const table = await tableOf(session, 'SELECT 1::INTEGER AS id');
    const snapshot = await table.snapshot(session);
    const names = definition.columns.map(({ name, type }) => `CAST(1 AS ${type}) AS ${name}`).join(', ');
    const request = { select: { sql: `SELECT ${names}` }, definition };
    await expect(prepareAppend(session, table.storage, snapshot, request)).rejects.toMatchObject({
      code: 'DEFINITION_REFUSED',
    });
    await table.commit(session, await prepareOverwrite(session, table.storage, snapshot, request));
    expect(await table.snapshot(session)).toMatchObject({ version: 1, columns: definition.columns });
    expect(await rowsOf(session, table.relation(await table.snapshot(session)))).toHaveLength(1);
  });
});

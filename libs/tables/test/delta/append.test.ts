import { beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '@sluice/engine';
import { openDelta } from '../../src/delta/delta-table.ts';
import { prepareAppend } from '../../src/delta/append.ts';
import { prepareOverwrite } from '../../src/delta/overwrite.ts';
import { connectForFile, emptyStorage, rowsOf } from './support.ts';

let session: Session;

beforeAll(async () => {
  session = await connectForFile();
});

const sql = (text: string) => ({ select: { sql: text } });

describe(prepareAppend, () => {
  it('makes a table of the columns of a SELECT, and adds rows to it', async () => {
    const table = openDelta(emptyStorage());
    const first = await prepareAppend(session, table.storage, undefined, sql("SELECT 1 AS id, 'ä' AS name"));
    expect(await table.commit(session, first)).toBe(0);
    const snapshot = await table.snapshot(session);
    const second = await prepareAppend(session, table.storage, snapshot, sql("SELECT 'b' AS NAME, 2::TINYINT AS id"));
    expect(await table.commit(session, second)).toBe(1);
    const newest = await table.snapshot(session);
    expect(newest.columns).toEqual([
      { name: 'id', type: 'INTEGER', nullable: true },
      { name: 'name', type: 'VARCHAR', nullable: true },
    ]);
    expect(await rowsOf(session, `${table.relation(newest)} ORDER BY id`)).toEqual([
      [1, 'ä'],
      [2, 'b'],
    ]);
    expect(newest.files.map(({ rows }) => rows)).toEqual([1, 1]);
  });
});

describe(prepareOverwrite, () => {
  it('puts rows of another schema in the place of those of a table', async () => {
    const table = openDelta(emptyStorage());
    const first = await prepareAppend(session, table.storage, undefined, sql('SELECT range AS id FROM range(3)'));
    await table.commit(session, first);
    const definition = {
      columns: [{ name: 'id', type: 'VARCHAR', nullable: false }],
      partitionedBy: [],
      properties: new Map<string, string>(),
    };
    const second = await prepareOverwrite(session, table.storage, await table.snapshot(session), {
      ...sql("SELECT 'x' AS id"),
      definition,
    });
    expect(await table.commit(session, second)).toBe(1);
    const snapshot = await table.snapshot(session);
    expect(snapshot.columns).toEqual(definition.columns);
    expect(await rowsOf(session, table.relation(snapshot))).toEqual([['x']]);
    expect(await rowsOf(session, table.relation(await table.snapshot(session, { version: 0 })))).toHaveLength(3);
  });
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { quoteFile } from '@sluice/engine';
import type { Session, WrittenFile } from '@sluice/engine';
import { sha256OfFile } from '@sluice/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDelta, prepareAppend, prepareOverwrite } from '../../src/index.ts';
import type { TableDefinition } from '../../src/index.ts';
import { takeFile } from '../../src/delta/take-file.ts';
import { connectForFile, define, emptyStorage, rowsOf, scratch, tableOf } from './support.ts';

let session: Session;

beforeAll(async () => {
  session = await connectForFile();
});

const ROWS = "SELECT range AS id, CASE WHEN range < 5 THEN 'a' END AS v FROM range(10)";

function written(sql = ROWS): Promise<WrittenFile> {
  return session.writeParquet(sql, join(scratch(), 'staged.parquet'), {});
}

const selectOf = (file: WrittenFile) => ({ sql: `SELECT * FROM read_parquet(${quoteFile(file.path)})` });

describe(takeFile, () => {
  it('makes a file that holds the rows already a file of the table, with its statistics, and writes nothing again', async () => {
    const table = openDelta(emptyStorage());
    const file = await written();
    const before = await sha256OfFile(file.path);
    const request = { select: selectOf(file), file, definition: define({ id: 'BIGINT!', v: 'VARCHAR' }) };
    await table.commit(session, await prepareOverwrite(session, table.storage, undefined, request));
    const snapshot = await table.snapshot(session);
    expect(existsSync(file.path)).toBe(false);
    expect(await sha256OfFile(snapshot.files[0]?.location ?? '')).toBe(before);
    expect(snapshot.files[0]).toMatchObject({ rows: 10, bytes: file.bytes });
    expect(snapshot.files[0]?.columns.get('id')).toEqual({ min: '0', max: '9', nulls: 0 });
    expect(await rowsOf(session, `SELECT count(*), sum(id), count(v) FROM (${table.relation(snapshot)})`)).toEqual([
      [10, 45, 5],
    ]);
  });

  it('leaves it where it is staged until the change is committed', async () => {
    const table = await tableOf(session, ROWS);
    const file = await written();
    const [base, staging] = [await table.snapshot(session), scratch()];
    const change = await prepareAppend(session, table.storage, base, { select: selectOf(file), file, staging });
    expect(change.adds).toMatchObject([{ staged: file.path }]);
    await table.commit(session, change);
    expect(existsSync(file.path)).toBe(false);
    const relation = table.relation(await table.snapshot(session));
    expect(await rowsOf(session, `SELECT count(*) FROM (${relation})`)).toEqual([[20]]);
  });

  it.each<[string, TableDefinition]>([
    ['partitions', define({ id: 'BIGINT', v: 'VARCHAR' }, { by: ['v'] })],
    ['another type', define({ id: 'DECIMAL(20,0)', v: 'VARCHAR' })],
    ['another order', define({ v: 'VARCHAR', id: 'BIGINT' })],
    ['more columns', define({ id: 'BIGINT', v: 'VARCHAR', w: 'VARCHAR' })],
    [
      'another compression',
      define({ id: 'BIGINT', v: 'VARCHAR' }, { properties: { 'delta.parquet.compression.codec': 'snappy' } }),
    ],
  ])('is written anew for a table of %s', async (_, definition) => {
    const table = openDelta(emptyStorage());
    const file = await written();
    const request = { select: selectOf(file), file, definition };
    await table.commit(session, await prepareOverwrite(session, table.storage, undefined, request));
    expect(existsSync(file.path)).toBe(true);
    const relation = table.relation(await table.snapshot(session));
    expect(await rowsOf(session, `SELECT count(*), sum(id)::INTEGER, count(v) FROM (${relation})`)).toEqual([
      [10, 45, 5],
    ]);
  });

  it('is no way past the constraints of the table', async () => {
    const table = openDelta(emptyStorage());
    const flat = await written();
    const nested = await written("SELECT 1 AS id, [{'a': 1}, {'a': NULL}] AS v");
    const refused = (file: WrittenFile, definition: TableDefinition) =>
      prepareOverwrite(session, table.storage, undefined, { select: selectOf(file), file, definition });
    await expect(refused(flat, define({ id: 'BIGINT', v: 'VARCHAR!' }))).rejects.toMatchObject({
      code: 'COLUMN_CONSTRAINT_BROKEN',
      column: 'v',
    });
    const into = {
      ...define({ id: 'INTEGER', v: 'STRUCT(a INTEGER)[]' }),
      schema: {
        type: 'struct',
        fields: [
          { name: 'id', type: 'integer', nullable: true, metadata: {} },
          {
            name: 'v',
            type: {
              type: 'array',
              containsNull: true,
              elementType: { type: 'struct', fields: [{ name: 'a', type: 'integer', nullable: false, metadata: {} }] },
            },
            nullable: true,
            metadata: {},
          },
        ],
      },
    } as const;
    await expect(takeFile(session, table.storage, nested, into)).rejects.toMatchObject({
      code: 'COLUMN_CONSTRAINT_BROKEN',
      column: 'v',
    });
  });
});

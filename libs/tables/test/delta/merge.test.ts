import { quoteFile } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareAppend } from '../../src/delta/append.ts';
import { openDelta } from '../../src/delta/delta-table.ts';
import type { DeltaTable } from '../../src/delta/delta-table.ts';
import { prepareMerge } from '../../src/delta/merge.ts';
import type { MergeRequest } from '../../src/delta/merge.ts';
import { snapshotRelation } from '../../src/delta/relation.ts';
import { prepareReplace } from '../../src/delta/replace.ts';
import type { DeltaSnapshot } from '../../src/delta/snapshot.ts';
import type { Change, TableDefinition } from '../../src/table.ts';
import { connectForFile, emptyStorage, rowsOf } from './support.ts';

let session: Session;

beforeAll(async () => {
  session = await connectForFile();
});

/** A table with one file for each SELECT. */
async function tableOf(selects: readonly string[], definition?: TableDefinition): Promise<DeltaTable> {
  const table = openDelta(emptyStorage());
  let snapshot: DeltaSnapshot | undefined;
  for (const sql of selects) {
    const request = { select: { sql }, ...(definition !== undefined && { definition }) };
    await table.commit(session, await prepareAppend(session, table.storage, snapshot, request));
    snapshot = await table.snapshot(session);
  }
  return table;
}

const upsert = { keys: ['id'], whenMatched: 'update', whenNotMatched: 'insert' } as const;

async function merged(table: DeltaTable, request: MergeRequest): Promise<Change | undefined> {
  return prepareMerge(session, table.storage, await table.snapshot(session), request);
}

const letters = (from: number, to: number) =>
  `SELECT range AS id, 'old' AS v FROM range(${String(from)}, ${String(to)})`;

describe(prepareMerge, () => {
  it('writes only the file anew in which a row changes, and tells what it did as delta-spark does', async () => {
    const table = await tableOf([letters(0, 3), letters(10, 13), letters(20, 23), letters(30, 33)]);
    const { files } = await table.snapshot(session);
    // 11 changes; 21 is as it was; 25 is new, between the keys of no file; no key touches the others.
    const source = "FROM (VALUES (11, 'new'), (21, 'old'), (25, 'new')) AS s(id, v)";
    const change = await merged(table, { source, ...upsert });
    expect(change?.removes.map(({ path }) => path)).toEqual([files[1]?.path]);
    expect(change).toMatchObject({
      base: 3,
      operation: 'MERGE',
      parameters: {
        predicate: '["(target.id = source.id)"]',
        matchedPredicates: '[{"actionType":"update"}]',
        notMatchedPredicates: '[{"actionType":"insert"}]',
      },
      metrics: {
        numSourceRows: 3,
        numTargetRowsInserted: 1,
        numTargetRowsUpdated: 1,
        numTargetRowsDeleted: 0,
        numTargetRowsCopied: 2,
        numOutputRows: 4,
        numTargetFilesBeforeSkipping: 4,
        numTargetFilesAfterSkipping: 2,
        numTargetFilesAdded: 2,
        numTargetFilesRemoved: 1,
      },
      read: 'everything',
      changesRows: true,
    });
  });

  it.each([
    ['the first', [1, 101], 0],
    ['the second', [2, 102], 1],
    ['none', [4, 104], undefined],
  ])('finds its rows where of two files within whose bounds the keys lie %s holds one', async (_, ids, place) => {
    const every = (from: number) => `SELECT range AS id, 'old' AS v FROM range(${String(from)}, 200, 5)`;
    const table = await tableOf([every(1), every(2)]);
    const { files } = await table.snapshot(session);
    const source = `SELECT unnest([${ids.join(', ')}]) AS id, 'new' AS v`;
    const change = await merged(table, { source, ...upsert });
    expect(change?.removes.map(({ path }) => path)).toEqual(place === undefined ? [] : [files[place]?.path]);
    const both = { numTargetFilesAfterSkipping: 2, numSourceRows: 2 };
    const [updated, inserted] = place === undefined ? [0, 2] : [2, 0];
    expect(change?.metrics).toMatchObject({ ...both, numTargetRowsUpdated: updated, numTargetRowsInserted: inserted });
  });

  it('changes nothing when it is done again', async () => {
    const table = await tableOf([letters(0, 5)]);
    const source = "SELECT range + 3 AS id, 'new' AS v FROM range(4)";
    const change = await merged(table, { source, ...upsert });
    if (change !== undefined) await table.commit(session, change);
    expect(await merged(table, { source, ...upsert })).toBeUndefined();
  });

  it.each([
    ['few', 1000],
    ['many', 2],
  ])('keeps the order of the rows in their row groups where %s of them change', async (_, every) => {
    const table = await tableOf(['SELECT 400000 - range AS id, 0 AS v FROM range(400000)']);
    const source = `SELECT range AS id, 1 AS v FROM range(1, 400001) WHERE range % ${String(every)} = 0`;
    const change = await merged(table, { source, ...upsert });
    expect(change).toMatchObject({ adds: [{ rows: 400_000 }], removes: [{ rows: 400_000 }] });
    if (change !== undefined) await table.commit(session, change);
    const [file] = (await table.snapshot(session)).files;
    const rows = `read_parquet(${quoteFile(file?.location ?? '')}, file_row_number = true)`;
    const changed = `count(*) FILTER (v = CASE WHEN id % ${String(every)} = 0 THEN 1 ELSE 0 END)`;
    const rises = 'count(*) FILTER (id <> before - 1)';
    const compared = `SELECT count(DISTINCT id), ${changed}, ${rises} < 4 FROM (SELECT *, lag(id) OVER (ORDER BY file_row_number) AS before FROM ${rows})`;
    expect(await rowsOf(session, compared)).toEqual([[400_000, 400_000, true]]);
  });

  it('takes columns of any name', async () => {
    const table = await tableOf(['SELECT 1 AS id, 2 AS e, 3 AS t UNION ALL SELECT 4, 5, 6']);
    const change = await merged(table, { source: 'SELECT 1 AS id, 7 AS e, 8 AS t', ...upsert });
    if (change !== undefined) await table.commit(session, change);
    const relation = snapshotRelation(table.storage, await table.snapshot(session));
    expect(await rowsOf(session, `SELECT id, e, t FROM (${relation}) ORDER BY id`)).toEqual([
      [1, 7, 8],
      [4, 5, 6],
    ]);
  });

  it('refuses a key that the source has twice, by its least value, and takes rows without a key as they are', async () => {
    const table = await tableOf([letters(0, 3)]);
    const twice = "SELECT range % 5 AS id, 'new' AS v FROM range(9)";
    await expect(merged(table, { source: twice, ...upsert })).rejects.toMatchObject({
      code: 'MERGE_KEY_DUPLICATE',
      key: new Map([['id', '0']]),
      message: expect.stringContaining('id = 0 occurs 2 times'),
    });
    const nothing = "SELECT NULL::BIGINT AS id, 'new' AS v FROM range(2)";
    expect((await merged(table, { source: nothing, ...upsert }))?.metrics['numTargetRowsInserted']).toBe(2);
  });

  it('needs no more than the keys to delete, and all columns to write', async () => {
    const table = await tableOf([letters(0, 3), letters(10, 13)]);
    const source = 'SELECT range AS ID, 1 AS other FROM range(3)';
    const change = await merged(table, { source, ...upsert, whenMatched: 'delete', whenNotMatched: 'ignore' });
    expect(change).toMatchObject({ adds: [], metrics: { numTargetRowsDeleted: 3, numTargetFilesRemoved: 1 } });
    await expect(merged(table, { source, ...upsert })).rejects.toMatchObject({
      code: 'COLUMNS_MISSING',
      columns: ['v'],
    });
    const unknown = merged(table, { source, ...upsert, keys: ['key'] });
    await expect(unknown).rejects.toMatchObject({ code: 'COLUMNS_MISSING', columns: ['key'] });
  });

  it('has read only the partitions that its keys name, so that commits elsewhere are no conflict', async () => {
    const definition = {
      columns: [
        { name: 'id', type: 'BIGINT', nullable: false },
        { name: 'day', type: 'DATE', nullable: true },
      ],
      partitionedBy: ['day'],
      properties: new Map<string, string>(),
    };
    const rows = "SELECT range AS id, '2026-01-01'::DATE + (range % 3)::INTEGER AS day FROM range(6)";
    const table = await tableOf([rows], definition);
    const source = "SELECT 1 AS id, '2026-01-02'::DATE AS day";
    const change = await merged(table, { ...upsert, source, keys: ['id', 'day'], whenMatched: 'delete' });
    expect(change?.read).toEqual({ partitions: [new Map([['day', '2026-01-02']])] });
    expect(change?.removes.map(({ partition }) => partition.get('day'))).toEqual(['2026-01-02']);
    expect((await merged(table, { ...upsert, source, whenMatched: 'delete' }))?.read).toBe('everything');
  });

  it('enforces the constraints of the table', async () => {
    const columns = [
      { name: 'id', type: 'BIGINT', nullable: true },
      { name: 'v', type: 'VARCHAR', nullable: false },
    ];
    const table = await tableOf([letters(0, 3)], { columns, partitionedBy: [], properties: new Map() });
    const source = 'SELECT 1 AS id, NULL::VARCHAR AS v';
    await expect(merged(table, { source, ...upsert })).rejects.toMatchObject({ code: 'COLUMN_CONSTRAINT_BROKEN' });
  });
});

describe(prepareReplace, () => {
  it('leaves rows that stay where they are, and puts a new one in the place of one of the same values', async () => {
    const day = (id: number, v: string, of: number) => `SELECT ${String(id)} AS id, '${v}' AS v, ${String(of)} AS day`;
    const table = await tableOf([
      [day(1, 'a', 1), day(2, 'b', 1), day(3, 'c', 2)].join(' UNION ALL '),
      [day(4, 'd', 1), day(5, 'e', 3)].join(' UNION ALL '),
    ]);
    const { files } = await table.snapshot(session);
    const source = [day(1, 'a', 1), day(2, 'B', 1), day(4, 'd', 1)].join(' UNION ALL ');
    const change = await prepareReplace(session, table.storage, await table.snapshot(session), {
      source,
      by: ['day'],
      touched: undefined,
    });
    expect(change?.removes.map(({ path }) => path)).toEqual([files[0]?.path]);
    expect(change?.adds).toHaveLength(1);
    if (change !== undefined) await table.commit(session, change);
    const added = (await table.snapshot(session)).files.find(({ path }) => path === change?.adds[0]?.path);
    const location = (added?.location ?? '').replaceAll("'", "''").replaceAll('[', '[[]');
    expect(await rowsOf(session, `SELECT id, v FROM '${location}'`)).toEqual([
      [1, 'a'],
      [2, 'B'],
      [3, 'c'],
    ]);
    const again = { source, by: ['day'], touched: 'SELECT 1 AS day' };
    expect(await prepareReplace(session, table.storage, await table.snapshot(session), again)).toBeUndefined();
  });
});

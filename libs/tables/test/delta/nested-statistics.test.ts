import { join } from 'node:path';
import type { Session } from '@sluice/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeCheckpoint } from '../../src/delta/checkpoint-write.ts';
import { commitPath } from '../../src/delta/log.ts';
import {
  completePublish,
  openDelta,
  prepareAppend,
  prepareOverwrite,
  prepareRestore,
  RUN_ID,
} from '../../src/index.ts';
import type { Change, DeltaTable } from '../../src/index.ts';
import { writeJournal } from '../../src/journal.ts';
import { connectForFile, define, emptyStorage, rowsOf, scratch, tableOf } from './support.ts';

let session: Session;

beforeAll(async () => {
  session = await connectForFile();
});

async function statsOf(table: DeltaTable): Promise<readonly unknown[]> {
  const { files } = await table.snapshot(session);
  return files.map(({ action }): unknown => JSON.parse(action.stats ?? ''));
}

async function statsOfRows(sql: string): Promise<unknown> {
  const [stats] = await statsOf(await tableOf(session, sql));
  return stats;
}

/** Of one row that holds `{'a': …}` in `s`. */
function statsOfA(a: number): unknown {
  return { numRecords: 1, minValues: { s: { a } }, maxValues: { s: { a } }, nullCount: { s: { a: 0 } } };
}

/** As the run that takes up what another one had decided. */
async function commitByJournal({ storage }: DeltaTable, change: Change): Promise<void> {
  const journal = join(scratch(), 'publish.json');
  await writeJournal(journal, [{ table: storage.locate(''), change: { ...change, info: { [RUN_ID]: 'run-1' } } }]);
  await completePublish(journal, session);
}

describe('the statistics of nested columns', () => {
  it('are nested as they are; a struct that is null makes each of its fields null', async () => {
    const sql = `SELECT {'zip': '1010', 'at': {'x': 1.5::DOUBLE, 'day': DATE '2026-01-02', 'none': NULL::INTEGER}} AS address
      UNION ALL SELECT {'zip': NULL, 'at': {'x': -2, 'day': DATE '2026-01-01', 'none': NULL}}
      UNION ALL SELECT {'zip': '9020', 'at': NULL}
      UNION ALL SELECT NULL`;
    expect(await statsOfRows(sql)).toEqual({
      numRecords: 4,
      minValues: { address: { zip: '1010', at: { x: -2, day: '2026-01-01' } } },
      maxValues: { address: { zip: '9020', at: { x: 1.5, day: '2026-01-02' } } },
      nullCount: { address: { zip: 2, at: { x: 2, day: 2, none: 4 } } },
    });
  });

  it('bound what is cut, and are none for booleans, bytes, infinities and NaN', async () => {
    const sql = `SELECT {'long': repeat('a', 33), 'top': repeat(chr(1114111), 33), 'at': TIMESTAMPTZ '2026-01-01 00:00:00.0005+00',
      'flag': true, 'bytes': '\\x00'::BLOB, 'inf': 'inf'::DOUBLE, 'nan': 'nan'::FLOAT, 'far': '10000-01-01'::DATE,
      'big': 9007199254740993, 'exact': 0.1::DECIMAL(38,20)} AS s`;
    const table = await tableOf(session, sql);
    const text = (await table.snapshot(session)).files[0]?.action.stats ?? '';
    expect(text).toContain('"big":9007199254740993,"exact":0.10000000000000000000}');
    const rest = { big: 9007199254740992, exact: 0.1 };
    const minValues = { long: 'a'.repeat(32), top: '\u{10ffff}'.repeat(32), at: '2026-01-01T00:00:00.000Z', ...rest };
    const maxValues = { long: `${'a'.repeat(31)}b`, at: '2026-01-01T00:00:00.001Z', ...rest };
    const names = ['long', 'top', 'at', 'flag', 'bytes', 'inf', 'nan', 'far', 'big', 'exact'];
    const nullCount = { s: Object.fromEntries(names.map((name) => [name, 0])) };
    expect(JSON.parse(text)).toEqual({
      numRecords: 1,
      minValues: { s: minValues },
      maxValues: { s: maxValues },
      nullCount,
    });
  });

  it('take names as they are', async () => {
    const sql = `SELECT {'x.y': 1, 'q"''': {'ü 🦆': 2}, 'constructor': 3, '__proto__': 4} AS "s.t", 5 AS "x.y"`;
    const fields = JSON.stringify({ 'x.y': 1, 'q"\'': { 'ü 🦆': 2 }, constructor: 3, ['__proto__']: 4 });
    const table = await tableOf(session, sql);
    const text = (await table.snapshot(session)).files[0]?.action.stats ?? '';
    expect(text).toContain(`"minValues":{"s.t":${fields},"x.y":5},`);
  });

  it('count no nulls of a list or a map whose parts have none, and do not know those of others', async () => {
    const sql = `SELECT [i] AS l, [{'a': i, 'b': NULL::INTEGER}] AS ls, MAP {'k': nullif(i, 0)} AS m, {'l': [[i]]} AS s,
        nullif([i], [0]) AS "null", CASE i WHEN 0 THEN [] ELSE [i] END AS "empty", [nullif(i, 0)] AS gap, NULL::INTEGER[] AS never
      FROM range(2) t(i)`;
    expect(await statsOfRows(sql)).toEqual({
      numRecords: 2,
      minValues: {},
      maxValues: {},
      nullCount: { l: 0, ls: 0, m: 0, s: { l: 0 } },
    });
  });

  it('are told of each partition', async () => {
    const sql = `SELECT {'a': i} AS s, 'p' || i AS p FROM range(2) t(i)`;
    const table = await tableOf(session, sql, define({ s: 'STRUCT(a BIGINT)', p: 'VARCHAR' }, { by: ['p'] }));
    expect(new Set(await statsOf(table))).toEqual(new Set([statsOfA(0), statsOfA(1)]));
  });

  it('are told of a file that was taken as it lies, and through the journal of a publication', async () => {
    const [folder, select] = [scratch(), { sql: `SELECT {'a': 7} AS s` }];
    const file = await session.writeParquet(select, join(folder, 'staged.parquet'), {});
    const table = openDelta(emptyStorage());
    const change = await prepareAppend(session, table.storage, undefined, { select, file, staging: folder });
    expect(change.adds).toMatchObject([{ staged: file.path }]);
    await commitByJournal(table, change);
    expect(await statsOf(table)).toEqual([statsOfA(7)]);
  });

  it('come through a checkpoint and a restore as another writer wrote them', async () => {
    const table = await tableOf(session, `SELECT {'a': 1, 'b': [1]} AS s, 1.5::FLOAT AS f`);
    const path = commitPath(0);
    const log = (await table.storage.read(path))?.toString('utf8') ?? '';
    const theirs =
      '{"numRecords":1,"minValues":{"s":{"a":-0.50},"f":1.0},"maxValues":{"s":{"a":7},"f":2.0},"nullCount":{"s":{"a":0,"b":0}},"tightBounds":true}';
    const lines = log.replace(/"stats":"(?:[^"\\]|\\.)*"/, () => `"stats":${JSON.stringify(theirs)}`);
    expect(lines).not.toBe(log);
    await table.storage.replace(path, lines);

    const opened = openDelta(table.storage);
    const first = await opened.snapshot(session);
    await writeCheckpoint(session, table.storage, first, new Date(0));
    const read = await openDelta(table.storage).snapshot(session);
    expect([read.checkpoint, read.files.map(({ action }) => action.stats)]).toEqual([0, [theirs]]);
    expect(read.files[0]?.columns.get('s')).toBeUndefined();

    const emptied = await prepareOverwrite(session, table.storage, read, {
      select: { sql: `SELECT {'a': 2, 'b': [2]} AS s, 0.5::FLOAT AS f` },
    });
    await opened.commit(session, emptied);
    const restore = await prepareRestore(session, table.storage, await opened.snapshot(session), { version: 0 });
    if (restore === undefined) throw new Error('There is something to restore.');
    await commitByJournal(opened, restore);
    const restored = await opened.snapshot(session);
    expect(restored.files.map(({ action }) => action.stats)).toEqual([theirs]);
    expect(await rowsOf(session, `SELECT s.a FROM (${opened.relation(restored)})`)).toEqual([[1]]);
  });
});

import { fileURLToPath } from 'node:url';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHistory } from '../../src/delta/history.ts';
import { readSnapshot } from '../../src/delta/snapshot.ts';
import { localStorage } from '../../src/storage/local.ts';
import { rowsOf, useLake } from './lake.ts';

const lake = useLake();

/** Tables that delta-rs 1.6.6 has written. */
function written(name: string) {
  return fileURLToPath(new URL(`../cases/delta-rs/${name}`, import.meta.url));
}

function opened(name: string) {
  return { session: lake().session, storage: localStorage(written(name)) };
}

describe('a table that delta-rs wrote', () => {
  it('has the columns and values of every type', async () => {
    const { session, storage } = opened('types');
    const snapshot = await readSnapshot(session, storage);
    expect(Object.fromEntries(snapshot.columns.map(({ name, type }) => [name, type]))).toEqual({
      i8: 'TINYINT',
      i16: 'SMALLINT',
      i32: 'INTEGER',
      i64: 'BIGINT',
      f32: 'FLOAT',
      f64: 'DOUBLE',
      yes: 'BOOLEAN',
      text: 'VARCHAR',
      bytes: 'BLOB',
      day: 'DATE',
      moment: 'TIMESTAMP WITH TIME ZONE',
      money: 'DECIMAL(10,2)',
      huge: 'DECIMAL(38,0)',
      st: 'STRUCT(x INTEGER, y STRUCT("select" VARCHAR))',
      li: 'BIGINT[]',
      ma: 'MAP(VARCHAR, DOUBLE)',
      ls: 'STRUCT(k VARCHAR)[]',
    });
    const [least, most, none] = await rowsOf({ session, storage }, 'i8');
    expect(least).toEqual({
      i8: -128,
      i16: -32768,
      i32: -2147483648,
      i64: '-9223372036854775808',
      f32: '-Infinity',
      f64: -1e300,
      yes: false,
      text: '',
      bytes: '',
      day: '1582-10-04',
      moment: '1900-01-01T00:00:00Z',
      money: '-99999999.99',
      huge: '-1',
      st: { x: null, y: null },
      li: [],
      ma: [],
      ls: [null],
    });
    expect(most).toMatchObject({
      text: 'grüße 🙂',
      bytes: String.raw`\x00\xFF`,
      moment: '2026-01-01T01:02:03.456789Z',
      money: '1.10',
      huge: '12345678901234567890123456789012345678',
      st: { x: 1, y: { select: 'q' } },
      li: [1, null],
      ma: [{ key: 'a', value: 1.5 }],
      ls: [{ k: 'a' }],
    });
    expect(Object.values(none ?? {}).every((value) => value === null)).toBe(true);
  });

  it('has partitions whose texts need escaping, of which an empty one is null', async () => {
    const rows = await rowsOf(opened('texts'), 'n');
    expect(rows.map(({ p }) => p)).toEqual([
      ...['plain', 'a b', 'a/b', 'a=b', '100%', 'a%20b', 'é', '🙂', 'a:b', "o'b", '"q"', '\\', 'tab\t', '[x]*?', '#'],
      null,
      null,
    ]);
  });

  it('has partitions of every type', async () => {
    expect(await rowsOf(opened('partitions'), 'n')).toEqual([
      {
        n: 1,
        i8: -1,
        i64: '-9223372036854775808',
        f32: '-Infinity',
        f64: 0.1,
        yes: true,
        bytes: String.raw`\x00\xFF`,
        day: '1582-10-04',
        moment: '2026-01-01T01:02:03.456789Z',
        money: '12345678.05',
      },
      { n: 2, i8: null, i64: null, f32: null, f64: null, yes: null, bytes: null, day: null, moment: null, money: null },
    ]);
  });

  const evolved = [
    { id: 0, st: { a: 0, b: null }, day: null },
    { id: 2, st: { a: 2, b: null }, day: null },
    { id: 10, st: { a: 10, b: 'x' }, day: '2026-01-01' },
    { id: 11, st: { a: 11, b: 'y' }, day: '2026-01-02' },
  ];

  it('has null in the columns and fields that older files lack', async () => {
    const { session, storage } = opened('evolved');
    expect(await rowsOf({ session, storage }, 'id')).toEqual(evolved);
    expect((await readSnapshot(session, storage)).checkpoint).toBe(4);
  });

  it('is the same from its checkpoints and from all of its commits', async () => {
    const { session, root, storage } = lake();
    cpSync(written('evolved'), root, { recursive: true });
    const read = async () => {
      const { files, tombstones, metadata, protocol, checkpoint } = await readSnapshot(session, storage);
      return {
        files: files
          .map(({ action }) => ({ path: action.path, stats: action.stats }))
          .sort((a, b) => (a.path < b.path ? -1 : 1)),
        tombstones: tombstones.map(({ path }) => path).sort(),
        metadata: { id: metadata.id, schema: metadata.schemaString },
        versions: [protocol.minReaderVersion, protocol.minWriterVersion],
        checkpoint,
      };
    };
    const newest = await read();
    rmSync(join(root, '_delta_log/00000000000000000004.checkpoint.parquet'));
    const older = await read();
    rmSync(join(root, '_delta_log/00000000000000000002.checkpoint.parquet'));
    const whole = await read();
    expect([newest.checkpoint, older.checkpoint, whole.checkpoint]).toEqual([4, 2, undefined]);
    expect(older).toEqual({ ...newest, checkpoint: 2 });
    expect(whole).toEqual({ ...newest, checkpoint: undefined });
  });

  it('travels to every version', async () => {
    const ids = async (version: number) => (await rowsOf(opened('evolved'), 'id', { version })).map(({ id }) => id);
    expect(await Promise.all([0, 1, 2, 3, 4, 5].map(ids))).toEqual([
      [0],
      [0, 1],
      [0, 1, 2],
      [0, 2],
      [0, 2, 10],
      [0, 2, 10, 11],
    ]);
  });

  it('tells its history', async () => {
    const history = await readHistory(opened('evolved').storage, 3);
    expect(history.map(({ version, operation }) => [version, operation])).toEqual([
      [5, 'WRITE'],
      [4, 'WRITE'],
      [3, 'DELETE'],
    ]);
    expect(history[2]).toMatchObject({
      parameters: { predicate: 'id = 1' },
      metrics: { num_deleted_rows: '1' },
      info: { engineInfo: 'delta-rs:py-1.6.6' },
    });
  });
});

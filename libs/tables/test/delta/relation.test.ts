import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { quoteIdentifier } from '@sluice/engine';
import type { Column, Row } from '@sluice/engine';
import { describe, expect, it } from 'vitest';
import { snapshotRelation } from '../../src/delta/relation.ts';
import { readSnapshot } from '../../src/delta/snapshot.ts';
import type { NewFile } from '../../src/table.ts';
import { add, metadata, protocol, rowsOf, useLake, writeCommit } from './lake.ts';
import type { Line } from './lake.ts';

const lake = useLake();

const id = { name: 'id', type: 'BIGINT' };

async function writeFile(path: string, select: string): Promise<string> {
  const whole = join(lake().root, path);
  mkdirSync(dirname(whole), { recursive: true });
  await lake().session.writeParquet(select, whole, {});
  return whole;
}

async function readTable(columns: readonly Column[], lines: readonly Line[], more: Line = {}) {
  const { root, session, storage } = lake();
  writeCommit(root, 0, [protocol, metadata(columns, more), ...lines]);
  return readSnapshot(session, storage);
}

/** Rows and files of a partition each, `days` of them: in the file of day n lie the ids 10 n to 10 n + 9. */
async function writeDays(days: number) {
  const lines: Line[] = [];
  for (let day = 0; day < days; day += 1) {
    await writeFile(`d${day}.parquet`, `SELECT ${day * 10} + range AS id FROM range(10)`);
    lines.push(add(`d${day}.parquet`, { partitionValues: { day: new Date(day * 864e5).toISOString().slice(0, 10) } }));
  }
  return readTable([{ name: 'day', type: 'DATE' }, id], lines, { partitionColumns: ['day'] });
}

async function filesRead(relation: string, where: string): Promise<number> {
  const rows = await lake().session.query(`EXPLAIN ANALYZE SELECT * FROM (${relation}) WHERE ${where}`);
  const plan = JSON.stringify(rows);
  return [...plan.matchAll(/Total Files Read: (\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
}

describe(snapshotRelation, () => {
  it('has the columns, the order and the types of the schema, whatever the files have', async () => {
    const { session, storage } = lake();
    await writeFile('a.parquet', "SELECT 'one' AS extra, 1::SMALLINT AS id");
    await writeFile('b.parquet', "SELECT DATE '2026-01-01' AS day, 2::BIGINT AS id, 1.5::DECIMAL(4,1) AS amount");
    const columns = [id, { name: 'amount', type: 'DECIMAL(12,2)' }, { name: 'day', type: 'DATE' }];
    const snapshot = await readTable(columns, [add('a.parquet'), add('b.parquet')]);
    expect(await session.describe(snapshotRelation(storage, snapshot))).toEqual(columns);
    expect(await rowsOf(lake(), 'id')).toEqual([
      { id: 1, amount: null, day: null },
      { id: 2, amount: '1.50', day: '2026-01-01' },
    ]);
  });

  it('has null in the fields that nested values of older files lack', async () => {
    await writeFile('a.parquet', "SELECT 1 AS id, {'a': 1} AS st, [{'a': 1}] AS li, MAP {'k': {'a': 1}} AS ma");
    const inner = 'STRUCT(a BIGINT, b VARCHAR)';
    const columns = [
      id,
      { name: 'st', type: inner },
      { name: 'li', type: `${inner}[]` },
      { name: 'ma', type: `MAP(VARCHAR, ${inner})` },
    ];
    await readTable(columns, [add('a.parquet')]);
    const wider = { a: 1, b: null };
    expect(await rowsOf(lake(), 'id')).toEqual([{ id: 1, st: wider, li: [wider], ma: [{ key: 'k', value: wider }] }]);
  });

  it('has no void columns', async () => {
    await writeFile('a.parquet', "SELECT 1 AS id, {'a': 1} AS st");
    const field = (name: string, type: unknown) => ({ name, type, nullable: true, metadata: {} });
    const struct = (...fields: readonly unknown[]) => ({ type: 'struct', fields });
    const schema = struct(
      field('id', 'long'),
      field('nothing', 'void'),
      field('st', struct(field('a', 'integer'), field('b', 'void'))),
    );
    await readTable([], [add('a.parquet')], { schemaString: JSON.stringify(schema) });
    expect(await rowsOf(lake(), 'id')).toEqual([{ id: 1, st: { a: 1 } }]);
  });

  it.each(['int96', 'millis', 'micros', 'nanos', 'local'])('reads instants that are stored as %s', async (kind) => {
    const path = fileURLToPath(new URL(`../cases/timestamps/${kind}.parquet`, import.meta.url));
    await readTable([{ name: 'moment', type: 'TIMESTAMP WITH TIME ZONE' }], [add(pathToFileURL(path).href)]);
    expect(await rowsOf(lake(), 'moment')).toEqual([{ moment: '2026-01-01T01:02:03.456Z' }]);
  });

  it('has columns named as DuckDB names its own', async () => {
    const { session, storage, root } = lake();
    const names = ['filename', 'file_row_number', 'file_index', 'filename_', 'file', "o'b", 'a"b'];
    const values = names.map((name, index) => `${index} AS ${quoteIdentifier(name)}`);
    await writeFile('a.parquet', `SELECT ${values.join(', ')}`);
    const columns = names.map((name) => ({ name, type: 'INTEGER' }));
    const snapshot = await readTable(columns, [add('a.parquet')]);
    expect(await session.query(snapshotRelation(storage, snapshot, undefined, { file: '_file', row: '_row' }))).toEqual(
      [{ ...Object.fromEntries(names.map((name, index) => [name, index])), _file: join(root, 'a.parquet'), _row: 0 }],
    );
  });

  it('tells DuckDB how many rows to expect, so that what is joined to it is held in memory where that is smaller', async () => {
    const { session, storage } = lake();
    await writeFile('a.parquet', 'SELECT range AS id FROM range(10)');
    const counted = add('a.parquet', { stats: JSON.stringify({ numRecords: 123_456 }) });
    const relation = snapshotRelation(storage, await readTable([id], [counted]));
    const plan = await session.query(
      `EXPLAIN SELECT * FROM (${relation}) JOIN (FROM range(50000) AS r(id)) USING (id)`,
    );
    expect(JSON.stringify(plan)).toMatch(/~123,456 rows/);
  });

  it('is empty where there are no files', async () => {
    const { session, storage } = lake();
    const columns = [id, { name: 'st', type: 'STRUCT(a INTEGER)' }, { name: 'day', type: 'DATE' }];
    const snapshot = await readTable(columns, [], { partitionColumns: ['day'] });
    const relation = snapshotRelation(storage, snapshot, undefined, { file: '_file', row: '_row' });
    expect(await session.query(relation)).toEqual([]);
    const places = [
      { name: '_file', type: 'VARCHAR' },
      { name: '_row', type: 'BIGINT' },
    ];
    expect(await session.describe(relation)).toEqual([...columns, ...places]);
  });

  it('reads a choice of files, and new ones where they are staged', async () => {
    const { session, storage } = lake();
    const snapshot = await writeDays(3);
    const staged = await writeFile('_staging/new.parquet', 'SELECT 99 AS id');
    const partition = new Map([['day', '2026-01-01']]);
    const added: NewFile = { path: 'new.parquet', staged, bytes: 1, rows: 1, partition, columns: new Map() };
    const relation = snapshotRelation(storage, snapshot, [...snapshot.files.slice(1, 2), added]);
    expect(
      await session.query(`SELECT day, count(*) AS n, max(id) AS most FROM (${relation}) GROUP BY day ORDER BY day`),
    ).toEqual([
      { day: '1970-01-02', n: 10, most: 19 },
      { day: '2026-01-01', n: 1, most: 99 },
    ]);
  });

  it.each([
    ['relative', (name: string) => name, 'sub folder/a%b.parquet', 'sub%20folder/a%25b.parquet'],
    ['not encoded', (name: string) => name, 'é 🙂 100%.parquet', 'é 🙂 100%.parquet'],
    ['absolute', (_: string, whole: string) => whole.replaceAll('%', '%25'), 'x [1].parquet', ''],
    ['a URI', (_: string, whole: string) => pathToFileURL(whole).href, 'a%20b #1?.parquet', ''],
    ['a URI as Hadoop writes it', (_: string, whole: string) => `file:${whole}`, 'c.parquet', ''],
  ])('finds a file whose path is %s', async (_, pathOf, name, logged) => {
    const whole = await writeFile(name, 'SELECT 7 AS id');
    await readTable([id], [add(pathOf(logged, whole))]);
    expect(await rowsOf(lake(), 'id')).toEqual([{ id: 7 }]);
  });
});

describe.each([3, 100])('a table of %i partitions', (days) => {
  it('has its values from the log', async () => {
    const { session, storage, root } = lake();
    const snapshot = await writeDays(days);
    const relation = snapshotRelation(storage, snapshot, undefined, { file: '_file', row: '_row' });
    expect(await session.describe(relation)).toMatchObject([
      { type: 'DATE' },
      { type: 'BIGINT' },
      {},
      { type: 'BIGINT' },
    ]);
    const [sum] = await session.query(
      `SELECT count(*) AS n, count(DISTINCT day) AS days, count_if(day - DATE '1970-01-01' = id // 10) AS matching FROM (${relation})`,
    );
    expect(sum).toEqual({ n: days * 10, days, matching: days * 10 } satisfies Row);
    expect(await session.query(`SELECT * FROM (${relation}) WHERE id = 25`)).toEqual([
      { day: '1970-01-03', id: 25, _file: join(root, 'd2.parquet'), _row: 5 },
    ]);
  });
});

describe('a condition', () => {
  it('on the partition closes out the files of the others', async () => {
    const { storage } = lake();
    const relation = snapshotRelation(storage, await writeDays(9));
    expect(await filesRead(relation, "day = DATE '1970-01-05'")).toBe(1);
    expect(await filesRead(relation, "day >= DATE '1970-01-05' AND id > 0")).toBe(5);
  });

  it('reaches the files', async () => {
    const { session, storage } = lake();
    await writeFile('a.parquet', 'SELECT range AS id FROM range(300000)');
    const snapshot = await readTable([id], [add('a.parquet')]);
    const plan = JSON.stringify(
      await session.query(`EXPLAIN SELECT count(*) FROM (${snapshotRelation(storage, snapshot)}) WHERE id = 5`),
    );
    expect(plan).toMatch(/READ_PARQUET.*Filters: id=5/);
  });
});

import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { quoteLiteral } from '../src/index.ts';
import { connect, rejection, scratch } from './support.ts';

describe('writeParquet', () => {
  it('writes one file and says what is in it', async () => {
    const [session, path] = [await connect(), join(scratch(), "it's.parquet")];
    const select = `SELECT i, 'é' || i AS "we""ird", NULL::DATE AS nothing, 0.5::DECIMAL(3,2) * i AS money,
      CASE i WHEN 1 THEN 'NaN' ELSE '1.5' END::DOUBLE AS ratio, {'x': i} AS nested FROM range(3) t(i);`;
    const written = await session.writeParquet(select, path, {});
    expect(written).toMatchObject({ path, rows: 3, bytes: readFileSync(path).length });
    expect(Object.fromEntries(written.statistics)).toEqual({
      i: { nulls: 0, min: '0', max: '2', hasNan: false },
      'we"ird': { nulls: 0, min: 'é0', max: 'é2', hasNan: false },
      nothing: { nulls: 3, hasNan: false },
      money: { nulls: 0, min: '0.00', max: '1.00', hasNan: false },
      ratio: { nulls: 0, hasNan: true },
    });
    expect(Object.fromEntries(written.nested)).toEqual({
      '"nested"."x"': { nulls: 0, min: '0', max: '2', hasNan: false },
    });
    expect(await session.query(`SELECT count(*) AS n FROM read_parquet(${quoteLiteral(path)})`)).toEqual([{ n: 3 }]);
  });

  it('tells of what nested columns are made of, by quoted paths; nulls of lists and maps by elements', async () => {
    const [session, path] = [await connect(), join(scratch(), 'x.parquet')];
    const { statistics, nested } = await session.writeParquet(
      `SELECT {'x.y': {'a"b': i, 'r': 'nan'::DOUBLE}} AS s, [{'x': i}] AS "l.l", MAP {'k': [i, NULL]} AS m FROM range(2) t(i)
       UNION ALL SELECT NULL, NULL, MAP {}
       UNION ALL SELECT {'x.y': NULL}, [], NULL`,
      path,
      {},
    );
    expect([...statistics.keys()]).toEqual([]);
    expect(Object.fromEntries(nested)).toEqual({
      '"s"."x.y"."a""b"': { nulls: 2, min: '0', max: '1', hasNan: false },
      '"s"."x.y"."r"': { nulls: 2, hasNan: true },
      '"l.l"."element"."x"': { nulls: 2, min: '0', max: '1', hasNan: false },
      '"m"."key"': { nulls: 2, min: 'k', max: 'k', hasNan: false },
      '"m"."value"."element"': { nulls: 4, min: '0', max: '1', hasNan: false },
    });
  });

  it('counts the nulls of fields by rows, over all row groups: those of structs that are null too', async () => {
    const [session, path] = [await connect(), join(scratch(), 'x.parquet')];
    const select = `SELECT CASE WHEN i % 3 > 0 THEN {'a': CASE i % 3 WHEN 1 THEN i END, 'l': [i]} END AS s FROM range(300000) t(i)`;
    const { nested } = await session.writeParquet(select, path, {});
    expect(Object.fromEntries(nested)).toEqual({
      '"s"."a"': { nulls: 200_000, min: '1', max: '299998', hasNan: false },
      '"s"."l"."element"': { nulls: 100_000, min: '1', max: '299999', hasNan: false },
    });
  });

  it('keeps metadata under any key, and compresses with zstd', async () => {
    const [session, path] = [await connect(), join(scratch(), 'x.parquet')];
    await session.writeParquet('SELECT 1 AS a', path, { 'sluice.fingerprint': "it's é", 'x "y"': '{}' });
    const file = quoteLiteral(path);
    const pairs = `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata(${file}) ORDER BY key`;
    expect(await session.query(pairs)).toEqual([
      { key: 'sluice.fingerprint', value: "it's é" },
      { key: 'x "y"', value: '{}' },
    ]);
    expect(await session.query(`SELECT DISTINCT compression FROM parquet_metadata(${file})`)).toEqual([
      { compression: 'ZSTD' },
    ]);
  });

  it('writes a table without rows', async () => {
    const [session, path] = [await connect(), join(scratch(), 'x.parquet')];
    expect(await session.writeParquet('SELECT 1 AS a WHERE false', path, {})).toMatchObject({ path, rows: 0 });
    expect(await session.query(`FROM read_parquet(${quoteLiteral(path)})`)).toEqual([]);
  });

  it('does not overwrite', async () => {
    const [session, path] = [await connect(), join(scratch(), 'x.parquet')];
    await session.writeParquet('SELECT 1 AS a', path, {});
    const before = readFileSync(path);
    expect(await rejection(session.writeParquet('SELECT 2 AS a', path, {}))).toMatchObject({
      code: 'FILE_EXISTS',
      exitCode: 3,
      path,
    });
    expect(readFileSync(path)).toEqual(before);
  });

  it.each([
    ['sum(i)', 'HUGEINT'],
    ['count_if(true)', 'HUGEINT'],
    ['list(i::UHUGEINT)', 'UHUGEINT[]'],
    ["{'a': sum(i)}", 'STRUCT("a" HUGEINT)'],
  ])('refuses %s, which Parquet would hold as DOUBLE, and writes nothing', async (expression, type) => {
    const [session, path] = [await connect(), join(scratch(), 'x.parquet')];
    const select = {
      sql: `SELECT 1 AS a, ${expression} AS total FROM range(3) t(i)`,
      location: { file: 'm.sql', line: 1 },
    };
    const error = await rejection(session.writeParquet(select, path, {}));
    expect(error).toMatchObject({
      code: 'COLUMN_TYPE_REFUSED',
      exitCode: 2,
      location: { file: 'm.sql' },
      sql: select.sql,
    });
    expect(error).toMatchObject({ columns: [{ name: 'total', type }] });
    expect(existsSync(path)).toBe(false);
  });

  it('writes a column that is only called HUGEINT', async () => {
    const [session, path] = [await connect(), join(scratch(), 'x.parquet')];
    await session.writeParquet(`SELECT {'HUGEINT': 1} AS "HUGEINT", 'HUGEINT'::ENUM('HUGEINT') AS e`, path, {});
  });
});

describe('writeParquetFiles', () => {
  const layout = { compression: 'snappy', partitionBy: [], rowsPerFile: 122_880 } as const;

  it('cuts the rows into files, and tells what is in each', async () => {
    const [session, folder] = [await connect(), join(scratch(), "it's")];
    const select = 'SELECT i::INTEGER AS i FROM range(1000000) t(i) ORDER BY i DESC; -- the end';
    const parts = await session.writeParquetFiles(select, folder, layout);
    expect(parts.length).toBeGreaterThan(2);
    for (const { path, bytes, rows, statistics } of parts) {
      expect(readFileSync(path)).toHaveLength(bytes);
      const file = `read_parquet(${quoteLiteral(path)})`;
      const { min, max } = statistics.get('i') ?? {};
      expect(await session.query(`SELECT count(*) AS n, min(i) AS low, max(i) AS high FROM ${file}`)).toEqual([
        { n: rows, low: Number(min), high: Number(max) },
      ]);
    }
    const all = `read_parquet([${parts.map(({ path }) => quoteLiteral(path)).join(', ')}])`;
    expect(await session.query(`SELECT count(*) AS n, count(DISTINCT i) AS "each" FROM ${all}`)).toEqual([
      { n: 1_000_000, each: 1_000_000 },
    ]);
  });

  it('writes one file in the order of the rows where it is not told to cut', async () => {
    const [session, folder] = [await connect(), join(scratch(), 'x')];
    const uncut = { ...layout, rowsPerFile: undefined };
    const parts = await session.writeParquetFiles('SELECT i FROM range(1000000) t(i) ORDER BY i % 7, i', folder, uncut);
    expect(parts.map(({ rows }) => rows)).toEqual([1_000_000]);
    const [row] = await session.query(
      `SELECT count(*) AS breaks FROM (SELECT (i % 7, i) < lag((i % 7, i)) OVER () AS bad FROM '${parts[0]?.path ?? ''}') WHERE bad`,
    );
    expect(row).toEqual({ breaks: 0 });
    expect(await rejection(session.writeParquetFiles('SELECT 1', join(folder, 'no', 'way'), uncut))).toMatchObject({
      code: 'FILE_NOT_WRITABLE',
    });
  });

  it('keeps partitions apart, without their columns, and tells their values as they are', async () => {
    const [session, folder] = [await connect(), join(scratch(), 'x')];
    const select = `SELECT i, nullif(['', 'a/ü 🦆', 'n'][i::INT + 1], 'n') AS "p q", 'k' AS k FROM range(3) t(i)`;
    const parts = await session.writeParquetFiles(select, folder, { ...layout, partitionBy: ['p q', 'k'] });
    expect(parts.map(({ partition }) => [...partition])).toEqual([
      [
        ['p q', ''],
        ['k', 'k'],
      ],
      [
        ['p q', 'a/ü 🦆'],
        ['k', 'k'],
      ],
      [
        ['p q', null],
        ['k', 'k'],
      ],
    ]);
    expect(parts.map(({ statistics }) => [...statistics.keys()])).toEqual([['i'], ['i'], ['i']]);
  });

  it('gives no file for no rows, and refuses a folder that is there', async () => {
    const [session, folder] = [await connect(), scratch()];
    expect(await session.writeParquetFiles('SELECT 1 AS a WHERE false', join(folder, 'x'), layout)).toEqual([]);
    expect(await rejection(session.writeParquetFiles('SELECT 1', folder, layout))).toMatchObject({
      code: 'FILE_EXISTS',
    });
  });
});

describe('writeCsv', () => {
  it('writes a header and quotes as RFC 4180 says', async () => {
    const [session, path] = [await connect(), join(scratch(), 'x.csv')];
    await session.writeCsv(`SELECT 1 AS a, 'x,"y"' AS "b,c", E'l\\nm' AS d, NULL AS e, '' AS f`, path);
    expect(readFileSync(path, 'utf8')).toBe('a,"b,c",d,e,f\n1,"x,""y""","l\nm",,""\n');
    expect(await rejection(session.writeCsv('SELECT 1', path))).toMatchObject({ code: 'FILE_EXISTS' });
  });
});

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Session } from '@sluice/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { ColumnsUnfitError, openDelta, prepareAppend, prepareOverwrite, writeDataFiles } from '../../src/index.ts';
import { append, connectForFile, define, emptyStorage, rowsOf, scratch, tableOf } from './support.ts';

let session: Session;

beforeAll(async () => {
  session = await connectForFile();
});

/** Values of every type that a table may be partitioned by, as SQL, and as the log writes them. */
const PARTITIONS: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    'VARCHAR',
    [
      [`'a b'`, 'a b'],
      [`'ü/=%:🦆''"\\#?*{}[]^.'`, `ü/=%:🦆'"\\#?*{}[]^.`],
      [`'NULL'`, 'NULL'],
    ],
  ],
  ['BIGINT', [['-9223372036854775808', '-9223372036854775808']]],
  ['INTEGER', [['7', '7']]],
  ['SMALLINT', [['-32768', '-32768']]],
  ['TINYINT', [['127', '127']]],
  [
    'DOUBLE',
    [
      ['1e300', '1e+300'],
      [`'-inf'`, '-Infinity'],
      [`'nan'`, 'NaN'],
    ],
  ],
  ['FLOAT', [['0.1', '0.1']]],
  ['DECIMAL(38,10)', [['1234567890123456789012345678.0123456789', '1234567890123456789012345678.0123456789']]],
  [
    'BOOLEAN',
    [
      ['true', 'true'],
      ['false', 'false'],
    ],
  ],
  ['DATE', [[`'1969-12-31'`, '1969-12-31']]],
  ['TIMESTAMP WITH TIME ZONE', [[`'1969-12-31 23:59:59.9+00'`, '1969-12-31T23:59:59.900000Z']]],
  ['BLOB', [[`'\\xC3\\xBC\\x01'`, 'ü\u0001']]],
];

describe(writeDataFiles, () => {
  it.each(PARTITIONS)(
    'keeps partitions by %s apart, null too, and reads them back as they were',
    async (type, values) => {
      const all = [...values.map(([sql]) => `CAST(${sql} AS ${type})`), `CAST(NULL AS ${type})`];
      const sql = all.map((value, index) => `SELECT ${index} AS id, ${value} AS "P p"`).join(' UNION ALL ');
      const definition = define({ id: 'INTEGER', p: type }, { by: ['p'] });
      const table = await tableOf(session, sql.replaceAll('"P p"', 'P'), definition);
      const snapshot = await table.snapshot(session);
      const texts = snapshot.files.map(({ partition }) => partition.get('p'));
      expect(new Set(texts)).toEqual(new Set([...values.map(([, text]) => text), null]));
      const read = `SELECT id, p IS NOT DISTINCT FROM [${all.join(', ')}][id + 1] FROM (${table.relation(snapshot)}) ORDER BY id`;
      expect(await rowsOf(session, read)).toEqual(all.map((_, index) => [index, true]));
    },
  );

  it('names the folders of partitions as Hive does, and their paths as a URI', async () => {
    const sql = `SELECT 1 AS id, 'a b' AS p, 'x/y%' AS q UNION ALL SELECT 2, '', NULL`;
    const table = await tableOf(
      session,
      sql,
      define({ id: 'INTEGER', p: 'VARCHAR', q: 'VARCHAR' }, { by: ['p', 'q'] }),
    );
    const { files } = await table.snapshot(session);
    const folders = files.map(({ path }) => path.replace(/\/part-[\da-f-]+\.parquet$/, '')).sort();
    const nothing = '__HIVE_DEFAULT_PARTITION__';
    expect(folders).toEqual([`p=${nothing}/q=${nothing}`, 'p=a%20b/q=x%252Fy%2525']);
    expect(existsSync(table.storage.locate('p=a b/q=x%2Fy%25'))).toBe(true);
  });

  it('takes columns by name, widens what loses nothing, and fills the others with null', async () => {
    const table = await tableOf(
      session,
      'SELECT 1 AS id',
      define({ id: 'BIGINT', money: 'DECIMAL(12,2)', ratio: 'DOUBLE', note: 'VARCHAR' }),
    );
    await append(session, table, 'SELECT 1.5::DECIMAL(3,1) AS Money, 2::UINTEGER AS ID, 0.5::FLOAT AS ratio');
    expect(await rowsOf(session, `${table.relation(await table.snapshot(session))} ORDER BY id`)).toEqual([
      [1, null, null, null],
      [2, '1.50', 0.5, null],
    ]);
  });

  it('refuses columns that the table has not, and types that lose values, all at once, and leaves nothing behind', async () => {
    const table = await tableOf(session, 'SELECT 1::INTEGER AS id, 1.5::DECIMAL(12,2) AS money');
    const before = readdirSync(table.storage.locate(''));
    const appending = append(session, table, 'SELECT 1::BIGINT AS id, 1.555::DECIMAL(5,3) AS money, 1 AS more');
    await expect(appending).rejects.toThrow(ColumnsUnfitError);
    await expect(appending).rejects.toThrow(
      /id has the type INTEGER in the table, got BIGINT\n.*money.*\n.*no column more/,
    );
    expect(readdirSync(table.storage.locate(''))).toEqual(before);
  });

  it('leaves staged files where they are until the change is committed', async () => {
    const [staging, table] = [join(scratch(), 'staging'), openDelta(emptyStorage())];
    const change = await prepareAppend(session, table.storage, undefined, {
      select: { sql: 'SELECT 1 AS id' },
      staging,
    });
    const [file] = change.adds;
    expect(file?.staged?.startsWith(staging)).toBe(true);
    expect(existsSync(table.storage.locate(''))).toBe(false);
    await table.commit(session, change);
    expect(existsSync(file?.staged ?? '')).toBe(false);
    expect(await rowsOf(session, table.relation(await table.snapshot(session)))).toEqual([[1]]);
  });

  it('cuts many rows into files whose bounds follow the order that was asked for', async () => {
    const storage = emptyStorage();
    const files = await writeDataFiles(session, storage, {
      select: { sql: 'SELECT hash(i)::DOUBLE AS h FROM range(1000000) t(i)' },
      into: define({ h: 'DOUBLE' }),
      orderBy: ['h'],
      rowsPerFile: 250_000,
    });
    expect(files.length).toBeGreaterThan(2);
    expect(files.reduce((sum, { rows }) => sum + rows, 0)).toBe(1_000_000);
    const widths = files.map(({ columns }) => Number(columns.get('h')?.max) - Number(columns.get('h')?.min));
    // Without an order, every file would reach over all values.
    expect(widths.reduce((sum, width) => sum + width, 0) / 2 ** 64).toBeLessThan(2);
  });

  it('writes no file for no rows', async () => {
    const table = await tableOf(session, 'SELECT 1 AS id WHERE false');
    const snapshot = await table.snapshot(session);
    expect([snapshot.version, snapshot.files]).toEqual([0, []]);
    expect(readdirSync(table.storage.locate(''))).toEqual(['_delta_log']);
  });
});

describe(prepareOverwrite, () => {
  it.each([
    ['DOUBLE', '2.50', '2.5'],
    ['TIMESTAMP WITH TIME ZONE', '2026-01-01 00:00:00', '2026-01-01T00:00:00.000000Z'],
    ['DECIMAL(5,2)', '1.5', '1.50'],
  ])('replaces a partition by %s that is written otherwise', async (type, asked, written) => {
    const sql = `SELECT 1 AS id, '${written}'::${type} AS p UNION ALL SELECT 2, NULL`;
    const table = await tableOf(session, sql, define({ id: 'INTEGER', p: type }, { by: ['p'] }));
    const change = await prepareOverwrite(session, table.storage, await table.snapshot(session), {
      select: { sql: `SELECT 3 AS id, '${written}'::${type} AS p` },
      partitions: [new Map([['p', asked]])],
    });
    await table.commit(session, change);
    const ids = `SELECT id FROM (${table.relation(await table.snapshot(session))}) ORDER BY id`;
    expect(await rowsOf(session, ids)).toEqual([[2], [3]]);
  });

  it('refuses a row outside of the partitions', async () => {
    const table = await tableOf(
      session,
      "SELECT 1 AS id, 'x' AS p",
      define({ id: 'INTEGER', p: 'VARCHAR' }, { by: ['p'] }),
    );
    const preparing = prepareOverwrite(session, table.storage, await table.snapshot(session), {
      select: { sql: "SELECT 3 AS id, 'y' AS p" },
      partitions: [new Map([['p', 'x']])],
    });
    await expect(preparing).rejects.toMatchObject({ code: 'PARTITION_MISSED', exitCode: 1 });
  });
});

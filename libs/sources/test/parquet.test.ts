import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputBrokenError, InputColumnsMissingError, InputEmptyError, InputTypesError } from '../src/index.ts';
import { useBench } from './support.ts';

const bench = useBench();

describe('a Parquet file', () => {
  it('gives the columns of the contract in its order and types, and names the others', async () => {
    const input = await bench.parquet(
      "SELECT 'x' AS note, 1.5::DECIMAL(4,1) AS amount, 7::TINYINT AS id, DATE '2026-01-31' AS \"at\"",
      {
        id: 'INTEGER',
        amount: 'DECIMAL(12,2)',
        at: 'TIMESTAMP WITH TIME ZONE',
      },
    );
    expect(input.surplus).toEqual(['note']);
    expect(input.rows).toBe(1);
    expect(await bench.rows(input)).toEqual([{ id: 7, amount: '1.50', at: '2026-01-31T00:00:00Z' }]);
  });

  it.each([
    ['12::BIGINT', 'INTEGER', 12],
    ['12.0::DOUBLE', 'INTEGER', 12],
    ['848.52::DOUBLE', 'DECIMAL(12,2)', '848.52'],
    ['12::INTEGER', 'DECIMAL(12,2)', '12.00'],
    ['12.500::DECIMAL(9,3)', 'DECIMAL(12,2)', '12.50'],
    ['12.00::DECIMAL(9,2)', 'BIGINT', 12],
    ['12.34::DECIMAL(9,2)', 'DOUBLE', 12.34],
    ['3::INTEGER', 'DOUBLE', 3],
    ['1.5::FLOAT', 'DOUBLE', 1.5],
    ["'12'", 'INTEGER', 12],
    ["'2026-01-31'", 'DATE', '2026-01-31'],
    ["DATE '2026-01-31'", 'VARCHAR', '2026-01-31'],
    ['7::INTEGER', 'VARCHAR', '7'],
    ["TIMESTAMP '2026-01-31 10:00:00'", 'TIMESTAMP WITH TIME ZONE', '2026-01-31T10:00:00Z'],
    ["TIMESTAMP '2026-01-31 00:00:00'", 'DATE', '2026-01-31'],
    ["TIMESTAMP_NS '2026-01-31 10:00:00'", 'TIMESTAMP', '2026-01-31T10:00:00'],
    ["'a'::ENUM('a','b')", 'VARCHAR', 'a'],
    ['NULL::BIGINT', 'INTEGER', null],
    ['[1, 2]::INTEGER[]', 'INTEGER[]', [1, 2]],
  ])('reads %s as %s', async (value, type, expected) => {
    const input = await bench.parquet(`SELECT ${value} AS v`, { v: type });
    expect(await bench.rows(input)).toEqual([{ v: expected }]);
    expect((await input.faults(1)).count).toBe(0);
  });

  it.each([
    ['12.7::DOUBLE', 'INTEGER', '12.7'],
    ["'NaN'::DOUBLE", 'DECIMAL(12,2)', 'nan'],
    ['2147483648::BIGINT', 'INTEGER', '2147483648'],
    ['12.345::DOUBLE', 'DECIMAL(12,2)', '12.345'],
    ['12.345::DECIMAL(9,3)', 'DECIMAL(12,2)', '12.345'],
    ['9007199254740993::BIGINT', 'DOUBLE', '9007199254740993'],
    ["'12.7'", 'INTEGER', '12.7'],
    ["'2021-02-30'", 'DATE', '2021-02-30'],
    ["TIMESTAMP '2026-01-31 10:00:00'", 'DATE', '2026-01-31 10:00:00'],
  ])('refuses the value %s as %s, with the number of its record', async (value, type, shown) => {
    const input = await bench.parquet(`SELECT NULL AS v UNION ALL SELECT ${value}`, { v: type });
    await expect(bench.rows(input)).rejects.toMatchObject({ code: 'SQL_RUNTIME' });
    const { count, faults } = await input.faults(5);
    expect(count).toBe(1);
    expect(faults).toMatchObject([
      { file: join(bench.folder, 't.parquet'), column: 'v', record: 2, line: null, value: shown },
    ]);
  });

  it.each([
    ['true', 'INTEGER', 'BOOLEAN'],
    ['1.5::DOUBLE', 'VARCHAR', 'DOUBLE'],
    ['1::INTEGER', 'BOOLEAN', 'INTEGER'],
    ['1::INTEGER', 'DATE', 'INTEGER'],
    ["TIMESTAMPTZ '2026-01-31 00:00:00+00'", 'TIMESTAMP', 'TIMESTAMP WITH TIME ZONE'],
    ['1.5::DECIMAL(18,2)', 'DOUBLE', 'DECIMAL(18,2)'],
    ['[1]', 'INTEGER', 'INTEGER[]'],
    ["'x'::BLOB", 'VARCHAR', 'BLOB'],
  ])('refuses a column of %s as %s before it reads a row', async (value, type, got) => {
    const opening = bench.parquet(`SELECT ${value} AS v`, { v: type });
    await expect(opening).rejects.toThrow(InputTypesError);
    await expect(opening).rejects.toThrow(`  v: expected ${type}, got ${got}`);
  });

  it('names all missing columns', async () => {
    await expect(bench.parquet('SELECT 1 AS a', { a: 'INTEGER', b: 'INTEGER', c: 'DATE' })).rejects.toMatchObject({
      code: new InputColumnsMissingError('', new Map(), []).code,
      columns: ['b', 'c'],
    });
  });

  it('is refused where it was cut short, is empty, or is none', async () => {
    await bench.session.writeParquet('SELECT range AS a FROM range(1000)', join(bench.folder, 'whole.parquet'), {});
    const whole = readFileSync(join(bench.folder, 'whole.parquet'));
    await expect(bench.open('parquet', whole.subarray(0, -100), { a: 'BIGINT' })).rejects.toThrow(InputBrokenError);
    await expect(bench.open('parquet', whole.subarray(0, 3), { a: 'BIGINT' })).rejects.toMatchObject({
      exitCode: 3,
      location: { file: join(bench.folder, 't.parquet') },
    });
    await expect(bench.open('parquet', 'a,b\n1,2\n', { a: 'BIGINT' })).rejects.toThrow(InputBrokenError);
    await expect(bench.open('parquet', '', { a: 'BIGINT' })).rejects.toThrow(InputEmptyError);
  });

  it('says that it is broken where a page of it is damaged', async () => {
    await bench.session.writeParquet(
      "SELECT 'row ' || hash(range) AS a FROM range(50000)",
      join(bench.folder, 'whole.parquet'),
      {},
    );
    const damaged = readFileSync(join(bench.folder, 'whole.parquet'));
    damaged.fill(0xff, 4, 5000);
    const input = await bench.open('parquet', damaged, { a: 'VARCHAR' });
    await expect(bench.rows(input)).rejects.toThrow();
    await expect(input.faults(5)).rejects.toThrow(InputBrokenError);
  });

  it('locates rows by a predicate', async () => {
    const input = await bench.parquet('SELECT range AS a FROM range(300000)', { a: 'BIGINT' });
    expect(await input.locate('a IN (0, 299999)', 5)).toEqual([
      { record: 1, line: null, row: { a: 0 } },
      { record: 300_000, line: null, row: { a: 299_999 } },
    ]);
  });
});

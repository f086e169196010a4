import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  InputBrokenError,
  InputColumnsMissingError,
  InputEmptyError,
  InputEncodingError,
  openInput,
} from '../src/index.ts';
import { useBench } from './support.ts';

const bench = useBench();

const line = (value: unknown) => `${JSON.stringify(value)}\n`;

describe('an NDJSON file', () => {
  it('gives the columns of the contract in its order and types, and names the others', async () => {
    const input = await bench.open(
      'ndjson',
      line({ amount: 1.5, extra: [1], id: 1, name: 'A\n"b" \u{1f600}' }) +
        line({ id: 2, name: '', amount: '12345678901234.56' }),
      {
        id: 'INTEGER',
        name: 'VARCHAR',
        amount: 'DECIMAL(18,2)',
      },
    );
    expect(input.surplus).toEqual(['extra']);
    expect(await bench.rows(input)).toEqual([
      { id: 1, name: 'A\n"b" \u{1f600}', amount: '1.50' },
      { id: 2, name: '', amount: '12345678901234.56' },
    ]);
  });

  it('takes a key that is not there, and a null, for null; passes over blank lines; takes CRLF', async () => {
    const input = await bench.open('ndjson', '{"a":1,"b":"x"}\r\n\r\n  \r\n{"a":null}\r\n{"b":"y"}', {
      a: 'INTEGER',
      b: 'VARCHAR',
    });
    expect(await bench.rows(input)).toEqual([
      { a: 1, b: 'x' },
      { a: null, b: null },
      { a: null, b: 'y' },
    ]);
  });

  it('has no rows where there are but blank lines', async () => {
    const input = await bench.open('ndjson', '\n\n', { a: 'INTEGER' });
    expect(await bench.rows(input)).toEqual([]);
  });

  it('finds a required key that occurs but late in a long file', async () => {
    const early = line({ a: 'x'.repeat(1000) }).repeat(1100);
    const input = await bench.open('ndjson', early + line({ a: 'x', b: 1 }), { a: 'VARCHAR', b: 'INTEGER' });
    expect(await bench.session.query(`SELECT count(b) AS n FROM (${input.select})`)).toEqual([{ n: 1 }]);
  });

  it.each([
    ['BIGINT', '9007199254740993', '9007199254740993'],
    ['BIGINT', '1.0', 1],
    ['BIGINT', '"12"', 12],
    ['DECIMAL(18,2)', '12345678901234.56', undefined],
    ['DECIMAL(18,2)', '1234567890123.45', '1234567890123.45'],
    ['DECIMAL(18,2)', '1234567890123456', '1234567890123456.00'],
    ['DECIMAL(38,18)', '0.123456789012345678', undefined],
    ['DECIMAL(38,18)', '"0.123456789012345678"', '0.123456789012345678'],
    ['DECIMAL(38,18)', '0.12345678901234', '0.123456789012340000'],
    ['DECIMAL(18,2)', '1e3', '1000.00'],
    ['DECIMAL(18,8)', '1e-8', '0.00000001'],
    ['DECIMAL(18,8)', '0.00001234', '0.00001234'],
    ['DECIMAL(38,0)', '123456789012345678901234567890', '123456789012345678901234567890'],
    ['DOUBLE', '0.1', 0.1],
    ['DOUBLE', '-3', -3],
    ['DOUBLE', '1e-7', 1e-7],
    ['BOOLEAN', 'true', true],
    ['BOOLEAN', 'false', false],
    ['DATE', '"2026-01-31"', '2026-01-31'],
    ['TIMESTAMP WITH TIME ZONE', '"2026-01-31T10:00:00+02:00"', '2026-01-31T08:00:00Z'],
    ['VARCHAR', '"\\u00e4\\n\\ud83d\\ude00"', 'ä\n\u{1f600}'],
  ])('reads %s from %s', async (type, json, value) => {
    const input = await bench.open('ndjson', `{"v":${json}}\n`, { v: type });
    if (value === undefined) {
      expect((await input.faults(1)).count).toBe(1);
      return;
    }
    expect(await bench.rows(input)).toEqual([{ v: value }]);
    expect((await input.faults(1)).count).toBe(0);
  });

  it.each([
    ['INTEGER', '12.7', '12.7'],
    ['INTEGER', '2147483648', '2147483648'],
    ['INTEGER', 'true', 'true'],
    ['INTEGER', '""', '""'],
    ['INTEGER', '[1]', '[1]'],
    ['INTEGER', '{"x":1}', '{"x":1}'],
    ['BIGINT', '12345678901234567.0', '12345678901234568.0'],
    ['DECIMAL(12,2)', '12.345', '12.345'],
    ['DECIMAL(12,2)', '10000000000', '10000000000'],
    ['DECIMAL(12,2)', 'NaN', 'NaN'],
    ['DOUBLE', 'NaN', 'NaN'],
    ['DOUBLE', '1e400', '1e400'],
    ['DOUBLE', '"x"', '"x"'],
    ['BOOLEAN', '1', '1'],
    ['DATE', '20260131', '20260131'],
    ['DATE', '"2021-02-30"', '"2021-02-30"'],
    ['TIMESTAMP', '1767225600', '1767225600'],
    ['VARCHAR', '1', '1'],
    ['VARCHAR', '{"x":1}', '{"x":1}'],
    ['VARCHAR', 'false', 'false'],
  ])('refuses as %s the value %s, with its line', async (type, json, value) => {
    const input = await bench.open('ndjson', `\n{"v":null}\n\n{"v":${json}}\n`, { v: type });
    await expect(bench.rows(input)).rejects.toMatchObject({ code: 'SQL_RUNTIME' });
    const { count, faults } = await input.faults(5);
    expect(count).toBe(1);
    expect(faults).toMatchObject([{ column: 'v', line: 4, record: 2, value }]);
  });

  it('locates rows by a predicate, with their lines', async () => {
    const input = await bench.open('ndjson', '{"a":1}\n\n{"a":2}\n{"a":3}\n', { a: 'INTEGER' });
    expect(await input.locate('a > 1', 5)).toEqual([
      { record: 2, line: 3, row: { a: 2 } },
      { record: 3, line: 4, row: { a: 3 } },
    ]);
  });
});

describe('an NDJSON file that is refused', () => {
  it('names required keys that no object has, and lets others be', async () => {
    const path = bench.file('t.ndjson', line({ a: 1, citty: 'x' }));
    const opening = openInput(bench.session, { table: 't', path, format: 'ndjson' }, [
      { name: 'a', type: 'INTEGER', required: true },
      { name: 'city', type: 'VARCHAR', required: true },
      { name: 'note', type: 'VARCHAR', required: false },
    ]);
    await expect(opening).rejects.toThrow(InputColumnsMissingError);
    await expect(opening).rejects.toMatchObject({ columns: ['city'] });
    await expect(opening).rejects.toThrow('city (the file has "citty")');
  });

  it('says so where there is not a byte', async () => {
    await expect(bench.open('ndjson', '', { a: 'INTEGER' })).rejects.toThrow(InputEmptyError);
  });

  it.each([
    ['a line cut short', '{"a":1}\n{"a":', 2, 'got none'],
    ['two objects in a line', '{"a":1}\n\n{"a":2} {"a":3}\n', 3, 'got none'],
    ['an object over several lines', '{\n"a":1}\n', 1, 'got none'],
    ['an array', '{"a":1}\n[{"a":2}]\n', 2, 'got an array'],
    ['a number', '{"a":1}\n2\n', 2, 'got a number'],
    ['a control character', '{"a":1}\n{"a":"\0"}\n', 2, 'got none'],
    ['a byte order mark', '\u{feff}{"a":1}\n', 1, 'a byte order mark'],
  ])('tells the line of %s', async (_, text, at, problem) => {
    const input = await bench.open('ndjson', text, { a: 'INTEGER' });
    await expect(bench.rows(input)).rejects.toThrow();
    const faults = input.faults(5);
    await expect(faults).rejects.toThrow(InputBrokenError);
    await expect(faults).rejects.toThrow(problem);
    await expect(faults).rejects.toMatchObject({
      exitCode: 3,
      location: { file: join(bench.folder, 't.ndjson'), line: at },
    });
  });

  it('does not choose between two values of one key', async () => {
    const input = await bench.open('ndjson', '{"a":1,"a":2}\n', { a: 'INTEGER' });
    await expect(bench.rows(input)).rejects.toThrow();
    await expect(input.faults(5)).rejects.toThrow(/duplicate key/u);
  });

  it('tells the line and byte that are not UTF-8', async () => {
    const input = await bench.open('ndjson', Buffer.from('{"a":"x"}\n{"a":"ö"}\n', 'latin1'), { a: 'VARCHAR' });
    await expect(input.faults(5)).rejects.toThrow(InputEncodingError);
    await expect(input.faults(5)).rejects.toThrow('line 2, byte 7, 0xf6');
  });
});

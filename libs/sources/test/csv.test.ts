import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  InputBrokenError,
  InputColumnsMissingError,
  InputEmptyError,
  InputEncodingError,
  InputTypesError,
  openInput,
} from '../src/index.ts';
import { columnsOf, useBench } from './support.ts';

const bench = useBench();

describe('a CSV file', () => {
  it('gives the columns of the contract in its order and types, and names the others', async () => {
    const input = await bench.open('csv', 'note,amount,id,day\nx,1.50,1,2026-01-31\n"y, z",2,2,\n', {
      id: 'INTEGER',
      day: 'DATE',
      amount: 'DECIMAL(12,2)',
    });
    expect(input.surplus).toEqual(['note']);
    expect(input.rows).toBe(2);
    expect(await bench.session.describe(input.select)).toEqual([
      { name: 'id', type: 'INTEGER' },
      { name: 'day', type: 'DATE' },
      { name: 'amount', type: 'DECIMAL(12,2)' },
    ]);
    expect(await bench.rows(input)).toEqual([
      { id: 1, day: '2026-01-31', amount: '1.50' },
      { id: 2, day: null, amount: '2.00' },
    ]);
  });

  it('keeps line breaks, quotes, separators and blanks of quoted cells', async () => {
    const input = await bench.open('csv', 'a,b\r\n"1\r\nx\ny","say ""hi"", "\r\n  2 ,\u{1f600}\r\n', {
      a: 'VARCHAR',
      b: 'VARCHAR',
    });
    expect(await bench.rows(input)).toEqual([
      { a: '1\r\nx\ny', b: 'say "hi", ' },
      { a: '  2 ', b: '\u{1f600}' },
    ]);
  });

  it('takes an unquoted empty cell for null, a quoted one for empty text, or null where no text is meant', async () => {
    const input = await bench.open('csv', 'a,b\n,\n"",""\n', { a: 'VARCHAR', b: 'INTEGER' });
    expect(await bench.rows(input)).toEqual([
      { a: null, b: null },
      { a: '', b: null },
    ]);
  });

  it('passes over a byte order mark, and takes names with blanks and quotes', async () => {
    const input = await bench.open('csv', '\u{feff}"Customer ID",Distance(m),"a ""b"", c"\n1,2,3\n', {
      'Customer ID': 'INTEGER',
      'Distance(m)': 'INTEGER',
      'a "b", c': 'INTEGER',
    });
    expect(await bench.rows(input)).toEqual([{ 'Customer ID': 1, 'Distance(m)': 2, 'a "b", c': 3 }]);
  });

  it('reads names that differ in case alone, and surplus ones without a name', async () => {
    const input = await bench.open('csv', 'id,ID,\n1,2,3\n', { id: 'INTEGER' });
    expect(input.surplus).toEqual(['ID', '']);
    expect(await bench.rows(input)).toEqual([{ id: 1 }]);
  });

  it.each(['a,b\n', 'a,b', 'a,b\r\n'])('has no rows where there is but a header: %j', async (text) => {
    const input = await bench.open('csv', text, { a: 'INTEGER', b: 'VARCHAR' });
    expect(input.rows).toBe(0);
    expect(await bench.rows(input)).toEqual([]);
  });

  it.each(['a,b\r1,2\r', 'a,b\n\n1,2\n\n', 'a,b\n1,2'])('reads as many rows as it counts: %j', async (text) => {
    const input = await bench.open('csv', text, { a: 'INTEGER', b: 'INTEGER' });
    expect(input.rows).toBe(1);
    expect(await bench.rows(input)).toEqual([{ a: 1, b: 2 }]);
  });

  it('takes a blank line for a row where there is but one column', async () => {
    const input = await bench.open('csv', 'a\n1\n\n3\n', { a: 'INTEGER' });
    expect(input.rows).toBe(3);
    expect(await bench.rows(input)).toEqual([{ a: 1 }, { a: null }, { a: 3 }]);
  });

  it('reads cells with line breaks in a file of several of the engine’s buffers', async () => {
    const note = `"${'1,2,3\n'.repeat(80)}"`;
    const rows = Array.from({ length: 150_000 }, (_, index) => `${index},${index % 2 === 0 ? note : 'plain'},z\n`);
    const input = await bench.open('csv', `id,note,z\n${rows.join('')}`, {
      id: 'INTEGER',
      note: 'VARCHAR',
      z: 'VARCHAR',
    });
    const counts = await bench.session.query(
      `SELECT count(*) AS n, count(DISTINCT id) AS ids, count(DISTINCT note) AS notes FROM (${input.select})`,
    );
    expect(counts).toEqual([{ n: 150_000, ids: 150_000, notes: 2 }]);
  });

  it('reads a record longer than the engine takes by default', async () => {
    const long = 'x'.repeat(9_000_000);
    const input = await bench.open('csv', `a,b\n1,${long}\n2,y\n`, { a: 'INTEGER', b: 'VARCHAR' });
    expect(await bench.session.query(`SELECT a, length(b) AS n FROM (${input.select})`)).toEqual([
      { a: 1, n: 9_000_000 },
      { a: 2, n: 1 },
    ]);
  });

  it('reads a file whose name has quotes and wildcards', async () => {
    const path = bench.file("o'b [1]*?.csv", 'a\n1\n');
    bench.file("o'b 1xy.csv", 'a\n2\n');
    const input = await openInput(bench.session, { table: 't', path, format: 'csv' }, columnsOf({ a: 'INTEGER' }));
    expect(await bench.rows(input)).toEqual([{ a: 1 }]);
  });
});

describe('whatever is not refused', () => {
  const text = (unit: readonly string[]) => fc.string({ unit: fc.constantFrom(...unit), maxLength: 30 });
  const lf = text(['a', 'é', ',', ',', '"', '""', '\n', '\n', ' ', ',"', '",', '"\n']);
  const crlf = text(['a', ',', ',', '"', '""', '\r\n', '\r\n', '\n', ',"', '",', '"\r\n']);

  it.each([
    ['LF', '\n', lf],
    ['CRLF', '\r\n', crlf],
  ])('has the cells that csv-parse reads too: %s', { timeout: 120_000 }, async (_, end, body) => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(body, async (cells) => {
        const file = `x,y${end}${cells}`;
        const input = await bench.open('csv', file, { x: 'VARCHAR', y: 'VARCHAR' }).catch(() => undefined);
        if (input === undefined) return;
        taken += 1;
        const records: unknown = parse(file, { record_delimiter: end, skip_empty_lines: true, from: 2 });
        const rows = await bench.rows(input);
        expect(rows.map(({ x, y }) => [x ?? '', y ?? ''])).toEqual(records);
        expect(rows).toHaveLength(input.rows ?? -1);
      }),
      { numRuns: 400 },
    );
    expect(taken).toBeGreaterThan(20);
  });
});

describe('a CSV file that is refused', () => {
  it('names all missing columns, and what may be meant', async () => {
    const opening = bench.open('csv', 'customer_id, city,agee\n', {
      customer_id: 'INTEGER',
      city: 'VARCHAR',
      age: 'INTEGER',
    });
    await expect(opening).rejects.toThrow(InputColumnsMissingError);
    await expect(opening).rejects.toMatchObject({
      code: 'INPUT_COLUMNS_MISSING',
      exitCode: 3,
      columns: ['city', 'age'],
    });
    await expect(opening).rejects.toThrow('  city (the file has " city")\n  age (the file has "agee")');
  });

  it('says so where there is not a byte, or not a header', async () => {
    await expect(bench.open('csv', '', { a: 'INTEGER' })).rejects.toThrow(InputEmptyError);
    await expect(bench.open('csv', '\u{feff}', { a: 'INTEGER' })).rejects.toThrow(InputEmptyError);
  });

  it('names a header name that occurs twice', async () => {
    const opening = bench.open('csv', 'a,b,a\n1,2,3\n', { b: 'INTEGER' });
    await expect(opening).rejects.toThrow('line 1: the header has the name "a" twice');
  });

  it('names a header name with a line break', async () => {
    const opening = bench.open('csv', '"a\nb",c\r\n1,2\r\n', { c: 'INTEGER' });
    await expect(opening).rejects.toThrow('line 1: the header has a line break in the name "a\\nb"');
  });

  it.each([
    ['Latin-1', Buffer.from('id,city\n1,Köln\n2,Düren\n', 'latin1'), 'line 2, byte 4, 0xf6 ("ö" in Latin-1)'],
    ['UTF-16', Buffer.from('\u{feff}id,city\n', 'utf16le'), 'a byte order mark of UTF-16'],
    ['a character cut short', Buffer.from('id,city\n1,Köln').subarray(0, 12), 'line 2, byte 4, 0xc3'],
  ])('tells the line and byte that are not UTF-8: %s', async (_, content, problem) => {
    const opening = bench.open('csv', content, { id: 'INTEGER', city: 'VARCHAR' });
    await expect(opening).rejects.toThrow(InputEncodingError);
    await expect(opening).rejects.toThrow(problem);
  });

  it('finds what is not UTF-8 beyond the first megabyte, and is not misled by characters across two', async () => {
    const sound = `id,city\n${'1,\u{1f600}ö€\n'.repeat(300_000)}`;
    const input = await bench.open('csv', sound, { id: 'INTEGER', city: 'VARCHAR' });
    expect(input.rows).toBe(300_000);
    const opening = bench.open('csv', Buffer.concat([Buffer.from(sound), Buffer.from([0xff, 0x0a])]), {
      id: 'INTEGER',
      city: 'VARCHAR',
    });
    await expect(opening).rejects.toThrow('line 300002, byte 1, 0xff');
  });

  it.each([
    ['a cell too few', 'a,b\n1,"x\ny"\n3\n', 4],
    ['a cell too many', 'a,b\n1,2\n3,4,5\n', 3],
    ['a separator before an empty last cell', 'a,b\n1,,\n', 2],
    ['an open quote', 'a,b\n1,2\n3,"4\n', 3],
    ['a stray quote', 'a,b\n1,x"y\n', 2],
    ['a NUL', 'a,b\n1,x\0\n', 2],
    ['a mixture of line ends', 'a,b\r\n1,2\r\n3,4\n', 3],
  ])('tells the line of %s', async (_, text, line) => {
    const opening = bench.open('csv', text, { a: 'INTEGER', b: 'VARCHAR' });
    await expect(opening).rejects.toThrow(InputBrokenError);
    await expect(opening).rejects.toMatchObject({ exitCode: 3, location: { file: join(bench.folder, 't.csv'), line } });
  });

  it('refuses a type that has no text form', async () => {
    await expect(bench.open('csv', 'a\n1\n', { a: 'INTEGER[]' })).rejects.toThrow(InputTypesError);
  });
});

describe('faults', () => {
  it('lists every value that does not fit, in file order, with the line where its record starts', async () => {
    const input = await bench.open(
      'csv',
      'id,day,note\n1,2026-01-01,"a\nb\n"\nx,2021-02-30,c\n\n3,2026-01-03,d\n4.5,,e\n',
      { id: 'INTEGER', day: 'DATE', note: 'VARCHAR' },
    );
    await expect(bench.rows(input)).rejects.toThrow();
    const file = join(bench.folder, 't.csv');
    const whole = 'INTEGER: a whole number';
    expect(await input.faults(10)).toEqual({
      count: 3,
      faults: [
        { file, record: 2, line: 5, column: 'id', value: 'x', expected: whole },
        {
          file,
          record: 2,
          line: 5,
          column: 'day',
          value: '2021-02-30',
          expected: 'DATE: a day of the calendar as YYYY-MM-DD',
        },
        { file, record: 4, line: 8, column: 'id', value: '4.5', expected: whole },
      ],
    });
    const { count, faults } = await input.faults(1);
    expect([count, faults.length]).toEqual([3, 1]);
  });

  it('finds none in a file that fits', async () => {
    const input = await bench.open('csv', 'id\n1\n', { id: 'INTEGER' });
    expect(await input.faults(10)).toEqual({ count: 0, faults: [] });
  });

  it('cuts a long value', async () => {
    const input = await bench.open('csv', `id\n${'9'.repeat(1000)}\n`, { id: 'INTEGER' });
    expect((await input.faults(1)).faults[0]?.value).toBe('9'.repeat(200));
  });

  it('fails on the row alone, not while the statement is bound', async () => {
    const input = await bench.open('csv', 'id\n', { id: 'INTEGER' });
    expect(await bench.rows(input)).toEqual([]);
  });
});

describe('locate', () => {
  it('gives rows by a predicate over the typed columns, with the lines where they start', async () => {
    const rows = Array.from({ length: 300_000 }, (_, index) => `${index},"x\ny"\n`).join('');
    const input = await bench.open('csv', `id,note\n${rows}`, { id: 'INTEGER', note: 'VARCHAR' });
    expect(await input.locate('id % 149999 = 5', 5)).toEqual([
      { record: 6, line: 12, row: { id: 5, note: 'x\ny' } },
      { record: 150_005, line: 300_010, row: { id: 150_004, note: 'x\ny' } },
    ]);
    expect(await input.locate('id < 0', 5)).toEqual([]);
    expect(await input.locate('note IS NOT NULL -- all', 2)).toHaveLength(2);
  });
});

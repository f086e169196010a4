import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openInput } from '../src/index.ts';
import { checkLine } from '../src/ndjson/check-line.ts';
import type { InputFormat, SiftedInput } from '../src/index.ts';
import { Dice } from './damage.ts';
import { columnsOf, useBench } from './support.ts';

const bench = useBench();

function open(
  format: InputFormat,
  content: string | Uint8Array,
  types: Readonly<Record<string, string>>,
): Promise<SiftedInput> {
  const path = bench.file(`t.${format}`, content);
  const scratch = join(bench.folder, 'scratch');
  mkdirSync(scratch, { recursive: true });
  return openInput(bench.session, { table: 't', path, format }, columnsOf(types), { onDamage: 'setAside', scratch });
}

/** The good rows, and the others as [line, codes, raw]. */
async function sift(...file: Parameters<typeof open>) {
  const input = await open(...file);
  const rows = await bench.session.query(input.select);
  const rejected = await input.rejected(rows.length);
  const others = await bench.session.query(
    `SELECT line, list_transform(reasons, lambda r: concat_ws(' ', r.code, r."column")) AS codes, raw FROM (${rejected.select})`,
  );
  expect(others).toHaveLength(rejected.count);
  expect(rejected.read).toBe(rows.length + others.length);
  expect(rejected.read).toBe(input.read);
  return { rows, others: others.map(({ line, codes, raw }) => [line, codes, raw]) };
}

const TYPES = { id: 'INTEGER', name: 'VARCHAR', day: 'DATE' };
const HEADER = 'id,name,day\n';

/** Sound records around some text. */
function around(text: string): string {
  const sound = (id: number) => `${id},n${id},2026-01-01\n`;
  return HEADER + sound(1) + sound(2) + text + sound(8) + sound(9);
}

describe('a CSV file with damaged records', () => {
  it.each([
    ['a cell too few', '3,c\n', [[4, ['cells'], '3,c']]],
    ['a cell too many', '3,c,,2026-01-01\n', [[4, ['cells'], '3,c,,2026-01-01']]],
    ['a stray quote', '3,c"d,2026-01-01\n', [[4, ['quote name'], '3,c"d,2026-01-01']]],
    ['an open quote', '3,"c,2026-01-01\n', [[4, ['quote name'], '3,"c,2026-01-01']]],
    ['a NUL', '3,c\0,2026-01-01\n', [[4, ['nul'], String.raw`3,c\x00,2026-01-01`]]],
    ['another line end', '3,c,2026-01-01\r\n', [[4, ['line_end'], '3,c,2026-01-01']]],
    ['another delimiter', '3;c;2026-01-01\n', [[4, ['cells'], '3;c;2026-01-01']]],
    ['two records in a line', '3,c,2026-01-01,4,d,2026-01-01\n', [[4, ['cells'], '3,c,2026-01-01,4,d,2026-01-01']]],
    [
      'values that do not fit',
      '3x,c,2026-02-30\n',
      [[4, ['type id', 'type day'], '{"id":"3x","name":"c","day":"2026-02-30"}']],
    ],
    [
      'a text with a line break whose closing quote is lost',
      '3,"c\nd,2026-01-01\n',
      [
        [4, ['quote name', 'cells'], '3,"c'],
        [5, ['cells'], 'd,2026-01-01'],
      ],
    ],
  ])('sets aside %s, and no other', async (_, text, expected) => {
    const { rows, others } = await sift('csv', around(text), TYPES);
    expect(rows.map(({ id }) => id)).toEqual([1, 2, 8, 9]);
    expect(others).toEqual(expected);
  });

  it('sets aside what is not UTF-8, with its bytes', async () => {
    const { rows, others } = await sift('csv', Buffer.from(around('3,Köln,2026-01-01\n'), 'latin1'), TYPES);
    expect(rows).toHaveLength(4);
    expect(others).toEqual([[4, ['encoding'], String.raw`3,K\xf6ln,2026-01-01`]]);
  });

  it('does not take half of a cell for the whole, where a line break has parted it', async () => {
    const { rows, others } = await sift('csv', 'name,id\na,1\nb\nc,2\nd,3\n', { name: 'VARCHAR', id: 'INTEGER' });
    expect(rows.map(({ id }) => id)).toEqual([1, 3]);
    expect(others).toEqual([
      [3, ['cells'], 'b'],
      [4, ['doubtful'], 'c,2'],
    ]);
  });

  it('tells of values that do not fit the column, the value and the type, and gives all values by name', async () => {
    const input = await open('csv', `${HEADER}x,"a ""b""",2026-01-01\n`, TYPES);
    const { select, ...counts } = await input.rejected(0);
    expect(counts).toEqual({ read: 1, good: 0, count: 1 });
    expect(await bench.session.query(select)).toEqual([
      {
        file: join(bench.folder, 't.csv'),
        record: 1,
        line: 2,
        reasons: [{ code: 'type', column: 'id', expected: 'INTEGER: a whole number', got: 'x' }],
        raw: JSON.stringify({ id: 'x', name: 'a "b"', day: '2026-01-01' }),
      },
    ]);
  });

  it('names lines and records of the file, in what is rejected, in faults and in locate', async () => {
    const text = `${HEADER}1,"a\nb",2026-01-01\n\n2,c\n3,d,2026-01-03\nx,e,2026-01-04\n5,f,2026-01-05\n`;
    const input = await open('csv', text, TYPES);
    expect(await bench.session.query(`SELECT record, line FROM (${(await input.rejected(3)).select})`)).toEqual([
      { record: 2, line: 5 },
      { record: 4, line: 7 },
    ]);
    expect((await input.faults(5)).faults).toMatchObject([{ record: 4, line: 7, column: 'id', value: 'x' }]);
    expect(await input.locate("name <> 'd'", 5)).toMatchObject([
      { record: 1, line: 2, row: { id: 1 } },
      { record: 5, line: 8, row: { id: 5 } },
    ]);
  });

  it('gives the lines of values that do not fit where sound records span lines', async () => {
    const { others } = await sift('csv', `${HEADER}1,"a\nb",2026-01-01\nx,c,2026-01-01\n`, TYPES);
    expect(others.map(([line, codes]) => [line, codes])).toEqual([[4, ['type id']]]);
  });

  it('writes nothing where nothing is wrong', async () => {
    const input = await open('csv', around(''), TYPES);
    expect(await input.rejected(4)).toMatchObject({ read: 4, good: 4, count: 0 });
    expect(readdirSync(join(bench.folder, 'scratch'))).toEqual([]);
  });

  it('takes names in any order', async () => {
    const { rows } = await sift('csv', 'day,id,name\n2026-01-01,1,a\n2026-01-02,2\n', TYPES);
    expect(rows).toEqual([{ id: 1, name: 'a', day: '2026-01-01' }]);
  });

  it.each([
    ['a name that occurs twice', 'id,name,name,day\n1,a,b,2026-01-01\n2\n'],
    ['a quote in the header', 'id,na"me,day\n1,a,2026-01-01\n'],
    ['a header with a cell too many', 'id,name,,day\n1,a,2026-01-01\n2,b,2026-01-02\n'],
    ['another delimiter all along', 'id;name;day\n1;a;2026-01-01\n'],
    ['UTF-16', Buffer.from('\u{feff}id,name,day\n1,a,2026-01-01\n', 'utf16le')],
    ['nothing', ''],
  ])('is refused for what concerns it as a whole: %s', async (_, content) => {
    await expect(open('csv', content, TYPES)).rejects.toMatchObject({ exitCode: 3 });
  });

  it('says that the scratch folder cannot be written, where it has to be', async () => {
    const path = bench.file('t.csv', around('3,c\n'));
    for (const scratch of [join(bench.folder, 'nowhere'), bench.file('no-folder', '')]) {
      const options = { onDamage: 'setAside', scratch } as const;
      const opening = openInput(bench.session, { table: 't', path, format: 'csv' }, columnsOf(TYPES), options);
      await expect(opening).rejects.toMatchObject({ code: 'INPUT_SCRATCH', exitCode: 3 });
    }
  });

  it('notices rows that went missing on the way', async () => {
    const input = await open('csv', around(''), TYPES);
    await expect(input.rejected(3)).rejects.toMatchObject({ code: 'INPUT_CHANGED' });
  });

  it('reads a record of many megabytes beside a damaged one', async () => {
    const long = 'x'.repeat(20_000_000);
    const input = await open('csv', `${HEADER}1,${long},2026-01-01\n2,b\n3,"${long}",2026-01-01\n`, TYPES);
    expect(await bench.session.query(`SELECT id, length(name) AS n FROM (${input.select})`)).toEqual([
      { id: 1, n: 20_000_000 },
      { id: 3, n: 20_000_000 },
    ]);
  });
});

describe('an NDJSON file with damaged lines', () => {
  const sound = (id: number) => `{"id":${id},"name":"n${id}","day":"2026-01-01"}\n`;

  it.each([
    ['cut short', '{"id":3,"name":"c', 'json'],
    ['without a comma', '{"id":3 "name":"c"}', 'json'],
    ['with a comma too many', '{"id":3,"name":"c",}', 'json'],
    ['with a stray quote', '{"id":3,"name":"c"d"}', 'json'],
    ['with half a character escaped', String.raw`{"id":3,"name":"\ud83d"}`, 'json'],
    ['of two objects', '{"id":3}{"id":4}', 'json'],
    ['with no number', '{"id":NaN}', 'json'],
    ['with a key twice', '{"id":3,"name":"c","id":4}', 'duplicate_key id'],
    ['with a key twice, once escaped', String.raw`{"id":3,"i\u0064":4}`, 'duplicate_key id'],
    ['nested too deep', `{"id":3,"x":${'['.repeat(200)}${']'.repeat(200)}}`, 'depth'],
    ['with a number beyond double', '{"id":3,"x":1e999}', 'number_range'],
    ['of an array', '[{"id":3}]', 'not_object'],
    ['of null', 'null', 'not_object'],
    ['with a NUL', '{"id":3,"name":"\0"}', 'nul'],
    ['with a value that does not fit', '{"id":"x","name":"c"}', 'type id'],
  ])('sets aside a line %s, and no other', async (_, line, code) => {
    const { rows, others } = await sift('ndjson', `${sound(1)}\n${line}\n${sound(8)}`, TYPES);
    expect(rows.map(({ id }) => id)).toEqual([1, 8]);
    expect(others.map(([at, codes]) => [at, codes])).toEqual([[3, [code]]]);
    if (!code.startsWith('type')) expect(others[0]?.[2]).toBe(line.replace('\0', String.raw`\x00`));
  });

  it('sets aside what is not UTF-8', async () => {
    const { rows, others } = await sift('ndjson', Buffer.from(`${sound(1)}{"name":"ö"}\n`, 'latin1'), TYPES);
    expect(rows).toHaveLength(1);
    expect(others).toEqual([[2, ['encoding'], String.raw`{"name":"\xf6"}`]]);
  });

  it('gives no wrong row, and costs no other, whatever is put in a line or lost from it', async () => {
    const dice = new Dice(7);
    const lines = Array.from({ length: 8_000 }, (_, id) => sound(id));
    const damaged = new Set<number>();
    for (let at = 5; at < lines.length; at += 8) {
      const line = (lines[at] ?? '').trimEnd();
      const place = dice.roll(line.length);
      const other = dice.pick(['', '"', '{', '}', ',', '\0', '\n', '\u{ff}', '\\x', '\\']);
      const text = line.slice(0, place) + other + line.slice(other === '' || dice.roll(2) === 0 ? place + 1 : place);
      if (text.split('\n').some((part) => checkLine(Buffer.from(part, 'latin1')) === undefined)) continue;
      damaged.add(at);
      lines[at] = `${text}\n`;
    }
    expect(damaged.size).toBeGreaterThan(500);
    const { rows, others } = await sift('ndjson', Buffer.from(lines.join(''), 'latin1'), TYPES);
    const whole = lines.flatMap((_, id) => (damaged.has(id) ? [] : [{ id, name: `n${id}`, day: '2026-01-01' }]));
    expect(rows).toEqual(whole);
    expect(others.length).toBeGreaterThanOrEqual(damaged.size);
  });

  it('is refused where no line is an object', async () => {
    const opening = open('ndjson', '[{"id":1},\n {"id":2}]\n', TYPES);
    await expect(opening).rejects.toMatchObject({ code: 'INPUT_BROKEN', location: { line: 1 } });
  });
});

describe('a Parquet file with values that do not fit', () => {
  it('sets the rows aside, with their number', async () => {
    const path = join(bench.folder, 't.parquet');
    const rows = "VALUES ('1', 'a'), ('x', 'b'), ('3', NULL)";
    await bench.session.writeParquet(`SELECT * FROM (${rows}) t(id, name)`, path, {});
    const options = { onDamage: 'setAside', scratch: bench.folder } as const;
    const columns = columnsOf({ id: 'INTEGER', name: 'VARCHAR' });
    const input = await openInput(bench.session, { table: 't', path, format: 'parquet' }, columns, options);
    expect(await bench.rows(input)).toEqual([
      { id: 1, name: 'a' },
      { id: 3, name: null },
    ]);
    const rejected = await input.rejected(2);
    expect(rejected.count).toBe(1);
    expect(await bench.session.query(rejected.select)).toMatchObject([
      { record: 2, line: null, reasons: [{ code: 'type', column: 'id', got: 'x' }], raw: '{"id":"x","name":"b"}' },
    ]);
  });
});

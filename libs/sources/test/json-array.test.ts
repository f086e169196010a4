import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openInput, openUntyped } from '../src/index.ts';
import { columnsOf, useBench } from './support.ts';

const bench = useBench();
const TYPES = { id: 'INTEGER', name: 'VARCHAR', day: 'DATE' };

interface Item {
  readonly id: number;
  readonly name: string;
  readonly day: string;
  readonly tags?: unknown;
}

function item(id: number, tags?: unknown): Item {
  return { id, name: `n${id}`, day: '2026-01-01', ...(tags === undefined ? {} : { tags }) };
}

/** The ways in which arrays are written: in one line, a record a line, as PostgreSQL does, and pretty. */
const LAYOUTS: Readonly<Record<string, (items: readonly Item[]) => string>> = {
  'in one line': (items) => JSON.stringify(items),
  'with blanks': (items) => `[${items.map((each) => JSON.stringify(each)).join(', ')}]\n`,
  'a record a line': (items) => `[\n${items.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`,
  'as of json_agg': (items) => `[${items.map((each) => JSON.stringify(each)).join(', \n ')}]`,
  pretty: (items) => JSON.stringify(items, null, 2),
  'pretty, of Windows': (items) => JSON.stringify(items, null, '\t').replaceAll('\n', '\r\n'),
};

function open(content: string | Uint8Array) {
  const path = bench.file('t.json', content);
  const scratch = join(bench.folder, 'scratch');
  mkdirSync(scratch, { recursive: true });
  const options = { onDamage: 'setAside', scratch } as const;
  return openInput(bench.session, { table: 't', path, format: 'json' }, columnsOf(TYPES), options);
}

/** The ids of the good rows with their places, and the others as [record, line, codes]. */
async function sift(content: string | Uint8Array) {
  const input = await open(content);
  const rows = await bench.session.query(input.select);
  const rejected = await input.rejected(rows.length);
  const others = await bench.session.query(
    `SELECT record, line, list_transform(reasons, lambda r: concat_ws(' ', r.code, r."column")) AS codes, raw FROM (${rejected.select})`,
  );
  expect([input.read, rejected.count]).toEqual([rows.length + others.length, others.length]);
  const placed = await bench.session.query(`SELECT * FROM (${await input.placed()}) ORDER BY sluice_record`);
  expect(placed.map(({ id, name, day }) => ({ id, name, day }))).toEqual(rows);
  return {
    ids: rows.map(({ id }) => id),
    places: placed.map(({ id, sluice_record, sluice_line }) => [id, sluice_record, sluice_line]),
    others: others.map(({ record, line, codes }) => [record, line, codes]),
    raw: others.map(({ raw }) => raw),
  };
}

describe.each(Object.entries(LAYOUTS))('a JSON array, %s', (_, write) => {
  it('is read whole, in its order', async () => {
    const items = Array.from({ length: 3_000 }, (_, id) => item(id, [{ a: 1 }, { a: 2 }]));
    const input = await bench.open('json', write(items), TYPES);
    expect([input.rows, input.surplus]).toEqual([3_000, ['tags']]);
    expect(await bench.rows(input)).toEqual(items.map(({ id, name, day }) => ({ id, name, day })));
    const { ids, others } = await sift(write(items));
    expect([ids, others]).toEqual([items.map(({ id }) => id), []]);
  });

  it.each([
    ['a comma lost', (text: string) => text.replace(/,(?=\s*"name":\s*"n20")/u, ''), 'json'],
    ['a brace lost', (text: string) => text.replace(/(n20".*?01-01"\s*)\}/su, '$1'), 'json'],
    ['a brace too many', (text: string) => text.replace(/("n20")/u, '$1}'), 'json'],
    ['a quote lost', (text: string) => text.replace('n20"', 'n20'), 'json'],
    [
      'a list in it cut short',
      (text: string) => text.replace('"n20"', '"n20", "tags": [{"id": 7}, {"id": 8}, '),
      'json',
    ],
    ['the comma after it lost', (text: string) => text.replace(/(n20".*?\}),/su, '$1 '), 'json'],
    ['a bracket after it', (text: string) => text.replace(/(n20".*?\}),/su, '$1],'), 'json'],
    ['a key twice', (text: string) => text.replace('"n20"', '"n20", "id": 7'), 'duplicate_key id'],
    ['a number beyond double', (text: string) => text.replace('"n20"', '"n20", "x": 1e999'), 'number_range'],
    [
      'a value nested too deep',
      (text: string) => text.replace('"n20"', `"n20", "x": ${'['.repeat(200)}${']'.repeat(200)}`),
      'depth',
    ],
    ['a NUL', (text: string) => text.replace('n20', 'n2\0'), 'nul'],
    ['a byte of Latin-1', (text: string) => text.replace('n20', '\u{f6}'), 'encoding'],
    ['a value that does not fit', (text: string) => text.replace('"n20"', '20'), 'type name'],
    ['a number in its place', (text: string) => text.replace(/\{\s*"id":\s?20,.*?\}/su, '20'), 'not_object'],
    ['null in its place', (text: string) => text.replace(/\{\s*"id":\s?20,.*?\}/su, 'null'), 'not_object'],
  ])('loses the record with %s, and no other', async (__, damage, code) => {
    const items = Array.from({ length: 40 }, (___, id) => item(id));
    const text = damage(write(items));
    expect(text).not.toBe(write(items));
    const { places, others } = await sift(Buffer.from(text, 'latin1'));
    expect(others).toEqual([[21, lineOf(text, 20), [code]]]);
    expect(places).toEqual(items.flatMap(({ id }) => (id === 20 ? [] : [[id, id + 1, lineOf(text, id)]])));
  });

  it('that is cut short loses its last record', async () => {
    const items = Array.from({ length: 40 }, (__, id) => item(id));
    const text = write(items);
    for (const cut of [text.lastIndexOf('"name"'), text.lastIndexOf('}') + 1]) {
      const { ids, others } = await sift(text.slice(0, cut));
      expect(ids).toEqual(items.slice(0, 39).map(({ id }) => id));
      expect(others).toEqual([[40, lineOf(text, 39), ['json']]]);
    }
  });
});

/** The line on which the record with an id begins, or what stands in its place. */
function lineOf(text: string, id: number): number {
  const key = text.search(new RegExp(`"id":\\s?${id}(?!\\d)`, 'u'));
  const before = key < 0 ? text.search(/(?<=[\s,[])(?:20|null)(?=,)/u) + 1 : text.lastIndexOf('{', key) + 1;
  return text.slice(0, before).split('\n').length;
}

describe('a JSON array', () => {
  it('of no records has no rows, in whatever way it is written', async () => {
    for (const text of ['[]', ' [ \n ] \n']) expect((await sift(text)).ids).toEqual([]);
  });

  it('gives the line of the first damaged record where none may be', async () => {
    const text = LAYOUTS['pretty']?.([item(1), item(2)]).replace('"n2",', '"n2"') ?? '';
    await expect(bench.open('json', text, TYPES)).rejects.toMatchObject({
      code: 'INPUT_BROKEN',
      location: { line: 7 },
    });
    const path = bench.file('u.json', text);
    await expect(openUntyped(bench.session, { table: 'u', path, format: 'json' })).rejects.toMatchObject({
      code: 'INPUT_BROKEN',
      location: { line: 7 },
    });
  });

  it('gives the lines of values that do not fit, and of rows that a predicate finds', async () => {
    const input = await bench.open('json', '[{"id":1,"name":"a"},\n\n{"id":"x","name":"b"}, {"id":3,"name":"c"}]', {
      id: 'INTEGER',
      name: 'VARCHAR',
    });
    expect((await input.faults(5)).faults).toMatchObject([{ record: 2, line: 3, column: 'id', value: '"x"' }]);
    expect(await input.locate("name = 'c'", 5)).toMatchObject([{ record: 3, line: 3 }]);
  });

  it('names required keys that no record has', async () => {
    await expect(bench.open('json', '[{"id":1,"nme":"a"}]', { id: 'INTEGER', name: 'VARCHAR' })).rejects.toMatchObject({
      code: 'INPUT_COLUMNS_MISSING',
      columns: ['name'],
    });
  });

  it('is read without a contract, with the types of its values', async () => {
    const path = bench.file('u.json', '[{"id":1,"x":null},\n {"id":2,"x":"a"}]');
    const select = await openUntyped(bench.session, { table: 'u', path, format: 'json' });
    expect(await bench.session.query(select)).toEqual([
      { id: 1, x: null },
      { id: 2, x: 'a' },
    ]);
  });

  it('reads records of many megabytes, sound and beside a damaged one', async () => {
    const long = 'x'.repeat(20_000_000);
    const text = `[{"id":1,"name":"${long}","day":null},{"id":2,"name":"b","day":null},{"id":3,"name":"c","day":null}]`;
    for (const [content, ids] of [[text, [1, 2, 3]] as const, [text.replace('"b"', '"b'), [1, 3]] as const])
      expect((await sift(content)).ids).toEqual(ids);
  });

  it('does not take for records what lies in a damaged one, however alike', async () => {
    const child = JSON.stringify(item(7));
    const tree = `{"id":3,"name" "n","day":null,"tags":[${child},${child},${child}]}`;
    const text = `[${JSON.stringify(item(1))},${tree},${JSON.stringify(item(4))}]`;
    await expect(open(text)).rejects.toMatchObject({ code: 'INPUT_BROKEN', location: { line: 1 } });
    const lines = Array.from({ length: 20 }, (_, id) => JSON.stringify(item(id)));
    const { ids, others } = await sift(`[\n${[...lines, tree, JSON.stringify(item(99))].join(',\n')}\n]`);
    expect([ids.length, ids.at(-1), others.length]).toEqual([21, 99, 1]);
  });

  it('is refused where no record of several is sound', async () => {
    await expect(open('[{"id":1;"name":2},{"id":2;"name":2}\n,3]')).rejects.toMatchObject({ code: 'INPUT_BROKEN' });
  });
});

describe('a .json file that opens no array', () => {
  it('has one object a line, as an .ndjson file', async () => {
    const { ids, others } = await sift(`${JSON.stringify(item(1))}\n\n{"id":2\n${JSON.stringify(item(3))}\n`);
    expect(ids).toEqual([1, 3]);
    expect(others).toEqual([[2, 3, ['json']]]);
  });

  it('is refused where it is one object over several lines, or an array that lost its bracket', async () => {
    for (const text of [JSON.stringify(item(1), null, 2), JSON.stringify([item(1), item(2)], null, 2).slice(1)])
      await expect(open(text)).rejects.toMatchObject({ code: 'INPUT_BROKEN', location: { line: expect.any(Number) } });
  });
});

import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { diff } from '../src/index.ts';
import { Lakes } from './lakes.ts';

let lakes: Lakes;
beforeAll(async () => {
  lakes = await Lakes.open();
});
beforeEach(() => {
  lakes.declare('primaryKey: true, required: true');
});
afterAll(() => {
  lakes[Symbol.dispose]();
});

describe(`${diff.name}: values`, () => {
  it.each([
    ['NaN and NaN', "'NaN'::DOUBLE", "'NaN'::DOUBLE", 0],
    ['0 and −0', '0::DOUBLE', "'-0.0'::DOUBLE", 0],
    ['null and null', 'NULL::INTEGER', 'NULL::INTEGER', 0],
    ['null and 0', 'NULL::INTEGER', '0::INTEGER', 1],
    ['NaN and null', "'NaN'::DOUBLE", 'NULL::DOUBLE', 1],
    ['null and an empty text', 'NULL::VARCHAR', "''", 1],
    ['decimals that a double cannot tell apart', '0.1234567890123456789', '0.1234567890123456788', 1],
    ['integers that a double cannot tell apart', '9007199254740993', '9007199254740992', 1],
    ['one instant in two zones', "TIMESTAMPTZ '2026-01-01 01:00:00+01'", "TIMESTAMPTZ '2026-01-01 00:00:00+00'", 0],
    [
      'instants a microsecond apart',
      "TIMESTAMPTZ '2026-01-01 00:00:00.000001+00'",
      "TIMESTAMPTZ '2026-01-01 00:00:00+00'",
      1,
    ],
    ['lists with null and NaN', "[NULL, 'NaN'::DOUBLE]", "[NULL, 'NaN'::DOUBLE]", 0],
    ['lists in another order', '[1, 2]', '[2, 1]', 1],
    ['an empty list and null', '[]::INTEGER[]', 'NULL::INTEGER[]', 1],
    ['structs with null in them', '{a: 1, b: [NULL::INTEGER]}', '{a: 1, b: [NULL::INTEGER]}', 0],
    ['structs that differ deep down', '{a: 1, b: [{c: 1}]}', '{a: 1, b: [{c: 2}]}', 1],
    ['maps', "MAP {'a': 1}", "MAP {'a': 2}", 1],
    ['letters of another case', "'a'", "'A'", 1],
  ])('%s', async (_, before, after, changed) => {
    // The further row makes the bytes of the files differ.
    const table = await lakes.things(
      `SELECT 1 AS id, ${before} AS v UNION ALL SELECT 2, NULL`,
      `SELECT 1 AS id, ${after} AS v`,
    );
    expect(table.values).toMatchObject({ changed, added: 0, removed: 1 });
    const bag = await lakes.things(
      `SELECT ${before} AS v UNION ALL SELECT ${before} UNION ALL SELECT ${before}`,
      `SELECT ${after} AS v UNION ALL SELECT ${before}`,
    );
    expect(bag.values).toMatchObject({ changed: 0, added: changed, removed: changed + 1 });
  });

  it('matches rows whose key is null, and rows by several columns', async () => {
    const row = (id: string, a: string): string => `SELECT ${id} AS id, '${a}' AS a`;
    const unkeyed = await lakes.things(row('NULL::INTEGER', 'x'), row('NULL::INTEGER', 'y'));
    expect(unkeyed.values).toMatchObject({ added: 0, removed: 0, changed: 1 });
    lakes.declare('primaryKey: true, primaryKeyPosition: 1', 'primaryKey: true, primaryKeyPosition: 2');
    const both = (...rows: readonly string[]): string => rows.join(' UNION ALL ');
    const table = await lakes.things(
      both(row('1', 'x'), row('1', 'y'), row('2', 'x')),
      both(row('1', 'x'), row('2', 'y'), row('2', 'x')),
    );
    expect(table.values).toMatchObject({
      key: ['id', 'a'],
      addedSamples: [{ id: '2', a: 'y' }],
      removedSamples: [{ id: '1', a: 'y' }],
      changed: 0,
    });
  });

  it('tells columns that came, went and changed their type, and compares the others', async () => {
    const table = await lakes.things(
      "SELECT 1 AS id, 1.50::DECIMAL(9,2) AS price, 7 AS size, 'x' AS gone",
      "SELECT 1::BIGINT AS id, 1.5000::DECIMAL(12,4) AS price, 'seven' AS size, true AS fresh",
    );
    expect(table.columns).toEqual({
      added: [{ name: 'fresh', type: 'BOOLEAN' }],
      removed: [{ name: 'gone', type: 'VARCHAR' }],
      retyped: [
        { name: 'id', old: 'INTEGER', new: 'BIGINT' },
        { name: 'price', old: 'DECIMAL(9,2)', new: 'DECIMAL(12,4)' },
        { name: 'size', old: 'INTEGER', new: 'VARCHAR' },
      ],
    });
    expect(table.values).toMatchObject({ added: 0, removed: 0, columns: [{ name: 'size', changed: 1 }] });
    expect(table.status).toBe('different');
  });

  it('shows no value of a column that is personal, or of which no contract says that it is not', async () => {
    const row = (a: string, secret: string, other: string): string =>
      `SELECT 1 AS id, '${a}' AS a, '${secret}' AS secret, '${other}' AS other`;
    const table = await lakes.things(row('old a', 'old secret', 'old other'), row('new a', 'new secret', 'new other'));
    expect(table.values?.columns.map(({ name, samples }) => [name, samples])).toEqual([
      ['a', [{ key: { id: '1' }, old: 'old a', new: 'new a' }]],
      ['secret', [{ key: { id: '1' }, old: '•••', new: '•••' }]],
      ['other', [{ key: { id: '1' }, old: '•••', new: '•••' }]],
    ]);
  });

  it('gives as many samples as are asked for, the first by key, and cuts what is long', async () => {
    const rows = (letter: string): string =>
      `SELECT i::INTEGER AS id, repeat('${letter}', 100000) AS a FROM range(20) t(i)`;
    const samples = async (number: number): Promise<readonly (readonly [unknown, number])[]> => {
      const table = await lakes.things(rows('x'), rows('y'), number);
      expect(table.values).toMatchObject({ changed: 20 });
      return table.values?.columns[0]?.samples.map(({ key, old }) => [key['id'], old?.length ?? 0] as const) ?? [];
    };
    expect(await samples(0)).toEqual([]);
    expect(await samples(2)).toEqual([
      ['0', 201],
      ['1', 201],
    ]);
  });

  it('takes names with quotes, blanks and of another case', async () => {
    const row = (value: number): string => `SELECT 1 AS id, ${value} AS "we""ird", 2 AS "old", ${value} AS "k 0"`;
    const { values } = await lakes.things(row(1), row(2));
    expect(values?.columns.map(({ name, changed }) => [name, changed])).toEqual([
      ['we"ird', 1],
      ['k 0', 1],
    ]);
  });

  it('compares whole rows where there is no key, where one lake lacks it, and where it is not unique', async () => {
    const rows = (...ids: readonly number[]): string =>
      ids.map((id) => `SELECT ${id} AS id, 'x' AS a`).join(' UNION ALL ');
    const twice = { bag: 'id is not unique in both lakes', key: [] };
    expect((await lakes.things(rows(1, 1, 2), rows(1, 2))).values).toMatchObject({ ...twice, added: 0, removed: 1 });
    expect((await lakes.things(rows(1, 2), rows(1, 1, 2))).values).toMatchObject({ ...twice, added: 1, removed: 0 });
    expect((await lakes.things(rows(1, 1), rows(1, 1, 3))).values).toMatchObject({
      ...twice,
      addedSamples: [{ id: '3', a: 'x' }],
    });
    expect((await lakes.things("SELECT 'x' AS a", rows(1))).values).toMatchObject({
      bag: "not both lakes have the key's id",
      added: 0,
      removed: 0,
    });
    lakes.declare('required: true');
    expect((await lakes.things(rows(1, 2), rows(2, 3))).values).toMatchObject({
      bag: 'no contract declares a primary key',
      addedSamples: [{ id: '3', a: 'x' }],
      removedSamples: [{ id: '1', a: 'x' }],
    });
    expect((await lakes.things('SELECT 1 AS one', 'SELECT 1 AS other')).values).toMatchObject({ added: 1, removed: 1 });
  });

  it('reports exactly the edits that were made', async () => {
    const cell = fc.constantFrom('NULL', "'NaN'::DOUBLE", "'-0.0'::DOUBLE", '1.5::DOUBLE', '1e300::DOUBLE');
    const edit = fc.constantFrom('keep', 'change', 'remove', 'add');
    const rows = fc.array(fc.record({ cell, edit }), { minLength: 1, maxLength: 40 });
    const select = (given: readonly string[]): string =>
      `SELECT * FROM (VALUES (-1, NULL::DOUBLE, 'sentinel')${given.map((row) => `, ${row}`).join('')}) AS t(id, v, a)`;
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const before = given.flatMap((row, id) => (row.edit === 'add' ? [] : [`(${id}, ${row.cell}, 'a')`]));
        const after = given.flatMap((row, id) =>
          row.edit === 'remove' ? [] : [`(${id}, ${row.cell}, ${row.edit === 'change' ? "'b'" : "'a'"})`],
        );
        const { status, values } = await lakes.things(select(before), select(after), 50);
        const ids = (kind: string): string[] => given.flatMap((row, id) => (row.edit === kind ? [String(id)] : []));
        const made = ['add', 'remove', 'change'].map(ids);
        if (made.flat().length === 0) expect(status).toBe('identical');
        else
          expect([
            values?.addedSamples.map(({ id }) => id),
            values?.removedSamples.map(({ id }) => id),
            values?.columns.flatMap(({ samples }) => samples.map(({ key }) => key['id'])),
          ]).toEqual(made);
        expect([values?.added ?? 0, values?.removed ?? 0, values?.changed ?? 0]).toEqual(
          made.map(({ length }) => length),
        );
      }),
      { numRuns: 25, seed: 4 },
    );
  });
});

import { join } from 'node:path';
import fc from 'fast-check';
import { quoteLiteral } from '@sluice/engine';
import { describe, expect, it } from 'vitest';
import { audit } from '../src/index.ts';
import { column, contractOf, useBench } from './support.ts';

const bench = useBench();

const keyed = contractOf('      - { name: id, logicalType: string, primaryKey: true }');
const numbered = contractOf('      - { name: id, logicalType: integer, primaryKey: true }');
const free = contractOf('      - { name: id, logicalType: string, unique: true }');
const compound = contractOf(`
      - { name: a, logicalType: integer, primaryKey: true, primaryKeyPosition: 1 }
      - { name: b, logicalType: string, primaryKey: true, primaryKeyPosition: 2 }`);

describe('a primary key', () => {
  it('passes where no value repeats, sorted or not', async () => {
    for (const ids of [
      ["'a'", "'b'"],
      ["'b'", "'a'"],
      ["'b'", "'aa'"],
      ["'aa'", "'b'"],
    ])
      expect(await bench.check(keyed, 'primaryKey', column('id', 'VARCHAR', ids))).toMatchObject({ status: 'passed' });
  });

  it('counts every copy of a duplicate and shows each value once', async () => {
    const result = await bench.check(
      keyed,
      'primaryKey',
      column('id', 'VARCHAR', ["'b'", "'a'", "'b'", "'c'", "'a'", "'a'"]),
    );
    expect(result).toMatchObject({ status: 'failed', kind: 'table', unexpectedCount: 5, expected: 'id is unique' });
    expect(result.examples).toEqual([
      { id: 'a', copies: 3 },
      { id: 'b', copies: 2 },
    ]);
  });

  it('leaves nulls to the rule that refuses them', async () => {
    const rows = column('id', 'VARCHAR', ['NULL', "'a'", 'NULL']);
    expect(await bench.check(keyed, 'primaryKey', rows)).toMatchObject({ status: 'passed' });
    expect(await bench.check(keyed, 'id.required', rows)).toMatchObject({ status: 'failed', unexpectedCount: 2 });
  });

  it('does not lose a duplicate on both sides of a null', async () => {
    const result = await bench.check(keyed, 'primaryKey', column('id', 'VARCHAR', ["'a'", 'NULL', "'a'"]));
    expect(result).toMatchObject({ status: 'failed', unexpectedCount: 2 });
  });

  it('of several columns is judged as a whole', async () => {
    const rows = (pairs: string) => `SELECT a::BIGINT AS a, b FROM (VALUES ${pairs}) AS t(a, b)`;
    const passing = await bench.check(compound, 'primaryKey', rows("(1, 'x'), (1, 'y'), (2, 'x')"));
    expect(passing).toMatchObject({ status: 'passed', columns: ['a', 'b'], expected: 'a, b are unique together' });
    const failing = await bench.check(compound, 'primaryKey', rows("(1, 'x'), (2, 'x'), (1, 'x')"));
    expect(failing).toMatchObject({ status: 'failed', unexpectedCount: 2, examples: [{ a: 1, b: 'x', copies: 2 }] });
  });

  it('is proved for ids that grow beyond their digits, shorter ones first', async () => {
    const rows = "SELECT 'TXN_' || printf('%07d', i) AS id FROM range(9999990, 10000010) t(i)";
    expect(await bench.check(keyed, 'primaryKey', rows)).toMatchObject({ status: 'passed' });
  });
});

describe('a primary key of a file with several row groups', () => {
  const judgeFile = async (id: string) => {
    const path = join(bench.folder, `${id.length}.parquet`);
    const { rows } = await bench.session.writeParquet(`SELECT ${id} AS id FROM range(400000) t(i)`, path, {});
    const relation = `read_parquet('${path}')`;
    const results = await audit(bench.session, { table: 'silver.orders', relation, rows }, numbered, {
      asOf: '2026-01-01',
      relationOf: () => undefined,
    });
    return results.find(({ rule }) => rule === 'primaryKey');
  };

  it('is proved in the order of the file', async () => {
    expect(await judgeFile('i')).toMatchObject({ status: 'passed', unexpectedCount: 0 });
  });

  it('does not lose the duplicates on both sides of a boundary', async () => {
    const twins = 'CASE WHEN i > 0 AND i % 122880 = 0 THEN i - 1 ELSE i END';
    expect(await judgeFile(twins)).toMatchObject({ status: 'failed', unexpectedCount: 6 });
  });
});

describe('unique', () => {
  it('finds duplicates wherever they stand, in a column that the table is not sorted by', async () => {
    const rows = "SELECT CASE WHEN i = 49999 THEN 'v0' ELSE 'v' || i END AS id FROM range(50000) t(i)";
    const result = await bench.check(free, 'id.unique', rows);
    expect(result).toMatchObject({ status: 'failed', unexpectedCount: 2, examples: [{ id: 'v0', copies: 2 }] });
  });
});

describe('the verdict on uniqueness', () => {
  const text = fc.oneof(
    fc.constantFrom('', 'a', 'b', 'aa', 'ab', 'é', '🤦🏼‍♂️'),
    fc.string({ maxLength: 3 }).filter((s) => !s.includes('\0')),
  );
  const cell = fc.option(text, { freq: 6 });

  it('is that of a set, for any rows in any order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 12 }), fc.boolean(), async (values, sorted) => {
        const ids = sorted ? values.toSorted() : values;
        const present = ids.filter((value) => value !== null);
        const copies = present.filter((value) => present.filter((other) => other === value).length > 1).length;
        const rows = column(
          'id',
          'VARCHAR',
          ids.map((value) => (value === null ? 'NULL' : quoteLiteral(value))),
        );
        for (const contract of [keyed, free]) {
          const rule = contract === keyed ? 'primaryKey' : 'id.unique';
          const result = await bench.check(contract, rule, rows);
          expect([result.status, result.unexpectedCount]).toEqual([copies === 0 ? 'passed' : 'failed', copies]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is that of a set of pairs, for any rows in any order', async () => {
    const pair = fc.tuple(fc.option(fc.integer({ min: 0, max: 3 }), { freq: 8 }), cell);
    await fc.assert(
      fc.asyncProperty(fc.array(pair, { minLength: 1, maxLength: 12 }), async (pairs) => {
        const whole = pairs.filter(([a, b]) => a !== null && b !== null).map((values) => JSON.stringify(values));
        const copies = whole.filter((value) => whole.filter((other) => other === value).length > 1).length;
        const values = pairs.map(
          ([a, b]) => `(${a === null ? 'NULL' : String(a)}::BIGINT, ${b === null ? 'NULL' : quoteLiteral(b)}::VARCHAR)`,
        );
        const result = await bench.check(
          compound,
          'primaryKey',
          `SELECT * FROM (VALUES ${values.join(', ')}) AS t(a, b)`,
        );
        expect([result.status, result.unexpectedCount]).toEqual([copies === 0 ? 'passed' : 'failed', copies]);
      }),
      { numRuns: 60 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { createTable, offenceSql, setsAside, violationPredicate } from '../src/index.ts';
import { column, contractOf, useBench } from './support.ts';
import { column as cells, judge } from './validate/support.ts';

const bench = useBench();

/** So many more members than are compared one by one. */
const many = Array.from({ length: 100 }, (_, index) => index + 1000);
const texts = many.map((number) => `v${String(number)}`);
const days = many.map((_, index) => new Date(Date.UTC(2000, 0, 1 + index)).toISOString().slice(0, 10));
const uuid = (number: number): string => `00000000-0000-0000-0000-${String(number).padStart(12, '0')}`;
const listed = (type: string, values: readonly unknown[]) =>
  contractOf(
    `      - { name: v, ${type}, quality: [{ metric: invalidValues, arguments: { validValues: ${JSON.stringify(values)} }, mustBe: 0 }] }`,
  );

/** The first cell is a member, the second none; a null is neither. */
const types: readonly (readonly [string, readonly unknown[], string, string])[] = [
  ['VARCHAR', [...texts, "it's"], "'it''s'", "'V1000'"],
  ['JSON', ['{"a":1}', ...many.map(String)], `'{"a":1}'`, "'2'"],
  ["ENUM('v1000', 'b')", texts, "'v1000'", "'b'"],
  ['TINYINT', [...many, 1], '1', '2'],
  ['BIGINT', [...many, 9007199254740991], "'9007199254740991'", "'9007199254740992'"],
  ['HUGEINT', many, "'1000'", "'170141183460469231731687303715884105727'"],
  ['DECIMAL(4,2)', [...many, 1.01, 1.005], '1.01', '1.00'],
  ['DOUBLE', [...many, 0, 0.1], "'-0.0'", "'NaN'"],
  ['FLOAT', [...many, 0.1], "'0.1'", "'inf'"],
  ['DATE', days, "'2000-01-02'", "'1999-12-31'"],
  ['TIME', ['12:00:00.000001', ...days.map((day) => `12:${day.slice(8)}`)], "'12:00:00.000001'", "'12:00'"],
  ['TIMESTAMP', days, "'2000-01-02'", "'2000-01-02 00:00:01'"],
  ['TIMESTAMPTZ', days.map((day) => `${day}T00:00:00Z`), "'2000-01-02T01:00:00+01'", "'2000-01-02T01:00:00Z'"],
  ['UUID', many.map(uuid), `'${uuid(1000)}'`, `'${uuid(1)}'`],
  ['BLOB', texts, "'v1000'", "'v1'"],
];

describe('a set of many values', () => {
  it.each(types)(
    'of %s has members, and nulls that are neither in it nor out of it',
    async (type, set, member, other) => {
      const select = cells(type, member, other, 'NULL');
      for (const value_set of [set, [...set, null]]) {
        const inside = await judge(bench, select, 'expect_column_values_to_be_in_set', { column: 'v', value_set });
        const outside = await judge(bench, select, 'expect_column_values_to_not_be_in_set', { column: 'v', value_set });
        for (const { exception_info, result } of [inside, outside]) {
          expect(exception_info.exception_message).toBeNull();
          expect(result).toMatchObject({ element_count: 3, missing_count: 1, unexpected_count: 1 });
        }
        expect(inside.result['partial_unexpected_list']).not.toEqual(outside.result['partial_unexpected_list']);
      }
    },
  );

  it('of pairs takes a null in a pair for a missing value', async () => {
    const select = `SELECT * FROM (VALUES (1000::DECIMAL(12,2), 'v1000'), (1000, 'v1001'), (1001, 'v1001'), (NULL, 'v1000'), (NULL, 'v1001'), (1001, NULL), (NULL, NULL)) AS t(a, b)`;
    const value_pairs_set = [...many.map((number, index) => [number, texts[index]]), [null, 'v1000']];
    const kwargs = { column_A: 'a', column_B: 'b', value_pairs_set };
    const { result } = await judge(bench, select, 'expect_column_pair_values_to_be_in_set', kwargs);
    expect(result).toMatchObject({
      unexpected_count: 3,
      partial_unexpected_list: [
        [1000, 'v1001'],
        [null, 'v1001'],
        [1001, null],
      ],
    });
  });

  it('is looked up in a hash table, within aggregates too', async () => {
    const contract = listed('logicalType: string', texts);
    await bench.session.execute(`CREATE OR REPLACE TABLE orders AS ${column('v', 'VARCHAR', ["'x'"])}`);
    for (const rule of contract.rules.filter(setsAside)) {
      const sql = `SELECT count_if(${violationPredicate(rule) ?? ''}) FROM orders`;
      const [plan] = await bench.session.query(`EXPLAIN ${sql}`);
      expect(plan?.['explain_value']).toContain('Join Type: MARK');
    }
  });

  it('sets aside the rows that an audit counts', async () => {
    const contract = listed('logicalType: integer', many);
    const select = 'SELECT CASE WHEN i % 3 = 0 THEN NULL ELSE 998 + i END AS v FROM range(9) AS t(i)';
    expect(await bench.check(contract, 'v.invalidValues', select)).toMatchObject({ unexpectedCount: 1 });
    const { isBroken, reasons } = offenceSql(contract.rules.filter(setsAside), () => undefined, 'silver.orders');
    const rows = await bench.session.query(`SELECT v, len(${reasons}) AS broken FROM orders WHERE ${isBroken}`);
    expect(rows).toEqual([{ v: 999, broken: 1 }]);
  });

  it('is held by a CHECK', async () => {
    await bench.session.execute('DROP TABLE IF EXISTS orders');
    await bench.session.execute(createTable(listed('logicalType: string', texts), 'duckdb'));
    await bench.session.execute("INSERT INTO orders VALUES ('v1000'), (NULL)");
    await expect(bench.session.execute("INSERT INTO orders VALUES ('v1')")).rejects.toThrow('CHECK constraint failed');
  });

  it('is held by a CHECK where an expectation lists it', async () => {
    const expectation = { type: 'expect_column_values_to_not_be_in_set', kwargs: { value_set: texts } };
    const quality = [{ type: 'custom', engine: 'greatExpectations', implementation: expectation }];
    const contract = contractOf(`      - { name: v, logicalType: string, quality: ${JSON.stringify(quality)} }`);
    await bench.session.execute('DROP TABLE IF EXISTS orders');
    await bench.session.execute(createTable(contract, 'duckdb'));
    await bench.session.execute("INSERT INTO orders VALUES ('v1'), (NULL)");
    await expect(bench.session.execute("INSERT INTO orders VALUES ('v1000')")).rejects.toThrow('CHECK');
  });
});

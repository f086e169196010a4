import { beforeAll, describe, expect, it } from 'vitest';
import { rulesSql } from '../src/index.ts';
import { contractOf, useBench } from './support.ts';

const bench = useBench();
const many = Array.from({ length: 30 }, (_, index) => `'c${String(index)}'`).join(', ');
const expectation = (type: string, kwargs: string) =>
  `      - { type: custom, engine: greatExpectations, implementation: { type: ${type}, kwargs: { ${kwargs} } } }`;
const contract = contractOf(
  `      - { name: id, logicalType: integer, primaryKey: true, logicalTypeOptions: { maximum: 90 } }
      - { name: code, logicalType: string, unique: true, quality: [{ metric: invalidValues, arguments: { validValues: [${many}] }, mustBe: 0 }] }
      - { name: parent, logicalType: integer, relationships: [{ to: parents.id }] }
      - { name: day, logicalType: date, quality: [{ metric: nullValues, mustBeLessThan: 50, unit: percent }] }
      - { name: n, logicalType: integer }`,
  `    quality:
      - { metric: rowCount, mustBeBetween: [2, 4] }
      - { type: sql, query: 'SELECT sum(n) FROM {object} -- of all;', mustBeGreaterThan: 0 }
${expectation('unexpected_rows_expectation', "unexpected_rows_query: 'SELECT n FROM {batch} WHERE n = 13 -- unlucky'")}
${expectation('expect_compound_columns_to_be_unique', 'column_list: [parent, n]')}
${expectation('expect_column_values_to_be_between', 'column: n, min_value: 0, mostly: 0.75')}
${expectation('expect_column_max_to_be_between', 'column: n, max_value: 50')}
${expectation('expect_column_median_to_be_between', 'column: n, max_value: 50')}
${expectation('expect_column_values_to_be_unique', 'column: n, mostly: 0.1')}`,
  'slaProperties: [{ property: latency, value: 20000, unit: d, element: day }]',
);
const text = rulesSql(contract);
const queries = [...text.matchAll(/^-- (\S+): expected .*\n([\s\S]*?);\n(?=\n|$)/gmu)].map(([, id = '', sql = '']) => ({
  id,
  sql,
}));

const good = `1, 'c1', 7, DATE '2024-02-29', 1
2, 'c2', NULL, NULL, 20
3, NULL, 7, DATE '2024-02-29', -3
4, 'c4', NULL, DATE '2024-02-29', 40`;

function select(rows: string): string {
  const values = rows.split('\n').map((row) => `(${row})`);
  return `SELECT id::BIGINT AS id, code::VARCHAR AS code, parent::BIGINT AS parent, day::DATE AS day, n::BIGINT AS n FROM (VALUES ${values.join(', ')}) AS given(id, code, parent, day, n)`;
}

async function found(): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const { id, sql } of queries) if ((await bench.session.query(sql)).length > 0) ids.push(id);
  return ids;
}

beforeAll(() => bench.session.execute('CREATE TABLE parents AS SELECT 7::BIGINT AS id'));

describe(rulesSql, () => {
  it.each([
    ['nothing', [], '1', '1'],
    ['id.maximum', ['id.maximum'], "4, 'c4'", "91, 'c4'"],
    ['a null in the key', ['id.required'], "4, 'c4'", "NULL, 'c4'"],
    ['the primary key', ['primaryKey'], "4, 'c4'", "3, 'c4'"],
    ['a list of many values', ['code.invalidValues'], "'c2'", "'x'"],
    ['a unique column', ['code.unique'], "'c4'", "'c2'"],
    ['a foreign key', ['parent.references(parents.id)'], '3, NULL, 7', '3, NULL, 8'],
    ['a percentage', ['day.nullValues'], "DATE '2024-02-29', 40", 'NULL, 40'],
    ['a row count', ['rowCount'], ', 40', ", 40\n5, 'c5', NULL, DATE '2024-02-29', 41"],
    ['own SQL with a condition', ['sql'], '-3', '-61'],
    ['own SQL that finds rows', ['unexpected_rows_expectation'], ', 20', ', 13'],
    ['columns together', ['parent+n.expect_compound_columns_to_be_unique'], '-3', '1'],
    ['a share', ['n.expect_column_values_to_be_between'], ', 20', ', -2'],
    ['an aggregate', ['n.expect_column_max_to_be_between'], ', 40', ', 51'],
  ])('gives rows where an audit finds broken: %s', async (_, broken, before, after) => {
    expect(good).toContain(before);
    const others = { 'silver.parents': 'parents' };
    const results = await bench.judge(contract, select(good.replace(before, after)), { others });
    const failed = results.filter(({ status }) => status !== 'passed').map(({ rule }) => rule);
    expect({ found: await found(), failed }).toEqual({ found: broken, failed: broken });
  });

  it('finds in a table without rows that it has too few, and values that are none', async () => {
    await bench.session.execute(`CREATE OR REPLACE TABLE orders AS FROM (${select(good)}) LIMIT 0`);
    expect(await found()).toEqual(['day.nullValues', 'rowCount', 'sql', 'n.expect_column_max_to_be_between']);
  });

  it('names every rule, those without a query last, with the reason', () => {
    const leftOut = text.split('\n').filter((line) => line.startsWith('-- left out'));
    expect(leftOut).toEqual([
      '-- left out, as the types of columns are no rows: id.type, code.type, parent.type, day.type, n.type',
      '-- left out, as an audit takes several statements or parameters for it: n.expect_column_median_to_be_between',
      '-- left out, as a share of the rows may break it, and an audit counts them: n.expect_column_values_to_be_unique',
      '-- left out, as it depends on the as-of date of a run: day.latency',
    ]);
    const named = [
      ...queries.map(({ id }) => id),
      ...leftOut.flatMap((line) => line.replace(/^.*: /u, '').split(', ')),
    ];
    expect(named.toSorted()).toEqual(contract.rules.map(({ id }) => id).toSorted());
  });

  it('keeps a comment on its line, whatever a column is called', () => {
    const odd = contractOf('      - { name: "a\\nb", logicalType: integer, required: true }');
    expect(rulesSql(odd)).toContain('-- a b.required: expected a b is not null\nSELECT * FROM "orders" WHERE');
  });
});

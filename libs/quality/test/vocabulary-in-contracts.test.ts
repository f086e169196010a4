import { describe, expect, it } from 'vitest';
import type { CheckResult, Rule } from '../src/index.ts';
import { contractOf, problemsIn, useBench, type Judging } from './support.ts';

const bench = useBench();
const columns = `
      - { name: id, logicalType: integer, primaryKey: true }
      - { name: word, logicalType: string }
      - { name: secret, logicalType: string, classification: personal }
      - { name: n, logicalType: integer }`;
const rows = `SELECT * FROM (VALUES (1::BIGINT, 'aa', 's1', 1::BIGINT), (2, 'b', 's2', 2), (3, NULL, 's2', 9), (4, 'ca', NULL, 2)) AS t(id, word, secret, n)`;

const item = (type: string, kwargs: unknown) =>
  `    quality: [{ type: custom, engine: greatExpectations, implementation: ${JSON.stringify({ type, kwargs })} }]`;

function ruleOf(type: string, kwargs: unknown): Rule {
  const rule = contractOf(columns, item(type, kwargs)).rules.find((each) => each.type === type);
  if (rule === undefined) throw new Error(`No rule ${type}.`);
  return rule;
}

async function judge(type: string, kwargs: unknown, select = rows, judging: Judging = {}): Promise<CheckResult> {
  const results = await bench.judge(contractOf(columns, item(type, kwargs)), select, judging);
  const result = results.find((each) => each.type === type);
  if (result === undefined) throw new Error(`No result of ${type}.`);
  return result;
}

describe('an expectation of a contract', () => {
  it.each([
    ['expect_column_values_to_match_like_pattern', { column: 'word', like_pattern: '%a' }, 1, [{ id: 2, word: 'b' }]],
    ['expect_column_value_lengths_to_equal', { column: 'word', value: 2 }, 1, [{ id: 2, word: 'b' }]],
    [
      'expect_column_values_to_match_regex_list',
      { column: 'word', regex_list: ['^a', '^b'] },
      1,
      [{ id: 4, word: 'ca' }],
    ],
    [
      'expect_multicolumn_sum_to_equal',
      { column_list: ['id', 'n'], sum_total: 4 },
      3,
      [
        { id: 1, n: 1 },
        { id: 3, n: 9 },
        { id: 4, n: 2 },
      ],
    ],
    [
      'expect_column_values_to_be_in_set',
      { column: 'n', value_set: [2], row_condition: 'col("id") > 2' },
      1,
      [{ id: 3, n: 9 }],
    ],
  ])('%s %j sets rows aside', async (type, kwargs, count, examples) => {
    expect(ruleOf(type, kwargs)).toMatchObject({ form: 'row', kind: 'row' });
    expect(await judge(type, kwargs)).toMatchObject({ status: 'failed', unexpectedCount: count, examples });
  });

  it.each([
    ['expect_column_median_to_be_between', { column: 'n', max_value: 1 }, { observed: '2' }],
    ['expect_column_distinct_values_to_equal_set', { column: 'n', value_set: [1, 2] }, { observed: '[1,2,9]' }],
    ['expect_column_values_to_be_increasing', { column: 'n' }, { unexpectedCount: 1, examples: [{ id: 4, n: 2 }] }],
    [
      'expect_column_values_to_not_be_outliers',
      { column: 'n', multiplier: 1 },
      { unexpectedCount: 1, examples: [{ id: 3, n: 9 }] },
    ],
    ['expect_column_values_to_be_json_parseable', { column: 'word', mostly: 0.5 }, { unexpectedCount: 3 }],
    ['expect_table_columns_to_match_set', { column_set: ['id', 'n'] }, { observed: '["id","n","secret","word"]' }],
    ['expect_column_distinct_values_to_be_in_set', { column: 'secret', value_set: ['s1'] }, { observed: '•••' }],
    [
      'expect_column_values_to_be_decreasing',
      { column: 'secret' },
      { unexpectedCount: 1, examples: [{ id: 2, secret: '•••' }] },
    ],
    ['expect_column_values_to_be_unique', { column: 'n', row_condition: 'col("id") != 1' }, { unexpectedCount: 2 }],
    [
      'expect_column_sum_to_be_between',
      { column: 'n', max_value: 3, row_condition: { type: 'nullity', column: { name: 'word' }, is_null: false } },
      { observed: '5' },
    ],
  ])('%s %j judges the table', async (type, kwargs, found) => {
    expect(await judge(type, kwargs)).toMatchObject({ status: 'failed', kind: 'table', ...found });
  });

  it('takes what the run supplies as parameters', async () => {
    const type = 'expect_column_max_to_be_between';
    const day = { min_value: { $PARAMETER: 'as_of' } };
    const dated = contractOf('      - { name: day, logicalType: date }', item(type, { column: 'day', ...day }));
    expect(dated.usesAsOf).toBe(true);
    const judged = (asOf: string) => bench.check(dated, `day.${type}`, "SELECT DATE '2026-01-05' AS day", { asOf });
    expect(await judged('2026-01-05')).toMatchObject({ status: 'passed' });
    expect(await judged('2026-01-06')).toMatchObject({ status: 'failed', observed: '2026-01-05' });
    expect(await judge(type, { column: 'n', max_value: { $PARAMETER: 'top' } })).toMatchObject({
      status: 'not_evaluated',
      reason: 'the parameter `top` has no value',
    });
  });

  it('compares row counts with another table of its layer', async () => {
    await bench.session.execute('CREATE OR REPLACE TABLE others AS SELECT 1 AS x');
    const type = 'expect_table_row_count_to_equal_other_table';
    const others = { 'silver.others': 'others' };
    expect(await judge(type, { other_table_name: 'others' }, rows, { others })).toMatchObject({ status: 'failed' });
    expect(await judge(type, { other_table_name: 'nobody' }, rows, { others })).toMatchObject({
      status: 'not_evaluated',
      reason: 'other_table_name: there is no table nobody to be compared with',
    });
  });

  it('without a value to judge has no verdict', async () => {
    const select = 'SELECT 1::BIGINT AS id, NULL::VARCHAR AS word, NULL::VARCHAR AS secret, NULL::BIGINT AS n';
    expect(await judge('expect_column_median_to_be_between', { column: 'n', max_value: 1 }, select)).toMatchObject({
      status: 'not_evaluated',
      reason: 'there is no value to judge',
    });
  });

  it.each([
    ['expect_multicolumn_values_to_be_unique', {}, 'use expect_compound_columns_to_be_unique'],
    [
      'expect_column_median_to_be_between',
      { column: 'word' },
      'expected a column of integer or decimal or float, got word',
    ],
    [
      'expect_column_values_to_be_in_set',
      { column: 'n', value_set: [1], row_condition: 'n > 1' },
      'expected col("name") OP literal',
    ],
    ['expect_column_values_to_match_regex_list', { column: 'word', regex_list: ['(?=a)'] }, 'lookahead'],
    [
      'expect_column_kl_divergence_to_be_less_than',
      { column: 'n', threshold: 1, partition_object: { values: [1], weights: [2] } },
      'add up to 1',
    ],
  ])('%s %j is refused', (type, kwargs, message) => {
    expect(problemsIn(columns, item(type, kwargs)).join()).toContain(message);
  });
});

import { describe, expect, it } from 'vitest';
import { useBench } from '../support.ts';
import { judge, rows } from './support.ts';

const bench = useBench();
const table = rows(
  'n BIGINT, s VARCHAR, d DATE',
  "1, 'a', '2026-01-01'",
  "2, 'b', '2026-01-02'",
  "3, 'it''s', NULL",
  'NULL, NULL, NULL',
);
const compare = (name: string, operator: string, parameter: unknown) => ({
  type: 'comparison',
  column: { name },
  operator,
  parameter,
});
const small = compare('n', '<', 3);
const isNull = (name: string, is: boolean) => ({ type: 'nullity', column: { name }, is_null: is });

/** How many rows a condition leaves. */
async function left(condition: unknown, parser?: string): Promise<unknown> {
  const kwargs = { column: 'n', row_condition: condition, ...(parser !== undefined && { condition_parser: parser }) };
  const { result, exception_info: info } = await judge(bench, table, 'expect_column_values_to_be_unique', kwargs);
  return info.exception_message ?? result['element_count'];
}

describe('row_condition', () => {
  it.each([
    ['col("n") == 1', 1],
    ['col("n") != 1', 2],
    [' col( "n" )>=2 ', 2],
    ['col("n") < 2.5', 2],
    ['col("n") > -1e2', 3],
    ["col('s') == \"it's\"", 1],
    ['col("s") > \'a\'', 2],
    ['col("d") >= date("2026-01-02")', 1],
    ['col("d") == "2026-01-01"', 1],
    ['col("s").notNull()', 3],
    [small, 2],
    [compare('n', '!=', 1), 2],
    [compare('s', 'IN', ['a', 'b']), 2],
    [compare('n', 'NOT_IN', [1, 2.5]), 2],
    [isNull('d', true), 2],
    [isNull('d', false), 2],
    [
      { type: 'and', conditions: [small, { type: 'and', conditions: [isNull('s', false), compare('s', '==', 'a')] }] },
      1,
    ],
    [{ type: 'or', conditions: [{ type: 'and', conditions: [small] }, isNull('n', true)] }, 3],
    [{ type: 'pass_through', pass_through_filter: 'n % 2 = 1 -- odd' }, 2],
  ])('%j leaves %i rows', async (condition, count) => {
    expect(await left(condition, typeof condition === 'string' ? 'great_expectations' : undefined)).toBe(count);
  });

  it.each([
    ['col("n") == 1 and col("s") == "a"', 'expected col("name") OP literal'],
    ['n > 1', 'expected col("name") OP literal'],
    ['col("n") == date("2026-01-01")', 'does not compare'],
    ['col("nn") == 1', 'did you mean `n`?'],
    ['col("n") == "x"', 'expected a number'],
    [compare('n', '==', null), 'nothing compares with null'],
    [compare('n', 'IN', [1, null]), 'nothing compares with null'],
    [compare('n', 'IN', []), 'needs a list of values'],
    [compare('n', 'IN', [1, 'a']), 'values of one type'],
    [compare('n', '~', 1), 'must be one of'],
    [{ type: 'and', conditions: [{ type: 'or', conditions: [small] }] }, '`and` must not hold `or`'],
    [{ type: 'or', conditions: [{ type: 'or', conditions: [small] }] }, '`or` must not hold `or`'],
    [{ type: 'and', conditions: Array.from({ length: 101 }, () => small) }, 'at most 100'],
    [{ type: 'xor', conditions: [] }, 'must be one of'],
  ])('%j is an error: %s', async (condition, message) => {
    expect(await left(condition)).toContain(message);
  });

  it('of another parser is an error', async () => {
    expect(await left('n > 1', 'pandas')).toContain('pass_through');
    expect(await left('n > 1', 'sql')).toContain('expected great_expectations, got "sql"');
  });

  it('filters before aggregates, uniqueness, order and distinct values too', async () => {
    const odd = { type: 'pass_through', pass_through_filter: 'odd' };
    const data = rows('v BIGINT, odd BOOLEAN', '1, true', '5, false', '3, true', '3, false', '1, false');
    const on = async (type: string, kwargs = {}) =>
      await judge(bench, data, type, { column: 'v', row_condition: odd, ...kwargs });
    expect((await on('expect_column_sum_to_be_between')).result['observed_value']).toBe(4);
    expect((await on('expect_column_median_to_be_between')).result['observed_value']).toBe(2);
    expect((await on('expect_column_values_to_be_unique')).success).toBe(true);
    expect((await on('expect_column_values_to_be_increasing')).success).toBe(true);
    expect((await on('expect_column_distinct_values_to_equal_set', { value_set: [1, 3] })).success).toBe(true);
    const rowCount = { row_condition: odd, value: 2 };
    expect((await judge(bench, data, 'expect_table_row_count_to_equal', rowCount)).success).toBe(true);
  });
});

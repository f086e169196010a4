import { describe, expect, it } from 'vitest';
import type { ResultFormatOption } from '../../src/index.ts';
import { useBench } from '../support.ts';
import { judge, rows } from './support.ts';

const bench = useBench();
const table = rows('id BIGINT, v BIGINT', '1, 7', '2, -1', '3, -2', '4, -2', '5, NULL');
const kwargs = { column: 'v', min_value: 0 };

async function resultOf(resultFormat?: ResultFormatOption, more = {}) {
  const options = resultFormat === undefined ? {} : { resultFormat };
  return (await judge(bench, table, 'expect_column_values_to_be_between', { ...kwargs, ...more }, options)).result;
}

const basic = {
  element_count: 5,
  unexpected_count: 3,
  unexpected_percent: 75,
  missing_count: 1,
  missing_percent: 20,
  unexpected_percent_total: 60,
  unexpected_percent_nonmissing: 75,
  partial_unexpected_list: [-1, -2, -2],
};
const counts = [
  { value: -2, count: 2 },
  { value: -1, count: 1 },
];

describe('the result format', () => {
  it('says as much as its name does, SUMMARY by default', async () => {
    expect(await resultOf('BOOLEAN_ONLY')).toEqual({});
    expect(await resultOf('BASIC')).toEqual(basic);
    expect(await resultOf()).toEqual({ ...basic, partial_unexpected_counts: counts });
    expect(await resultOf('COMPLETE')).toEqual({
      ...basic,
      partial_unexpected_counts: counts,
      unexpected_list: [-1, -2, -2],
      unexpected_index_query: 'SELECT "v" FROM (SELECT * FROM judged WHERE ("v" < 0))',
    });
  });

  it('of an expectation counts more than that of the validation', async () => {
    expect(await resultOf('COMPLETE', { result_format: { result_format: 'BOOLEAN_ONLY' } })).toEqual({});
  });

  it('tells where values stand, and limits partial lists', async () => {
    const result = await resultOf({
      result_format: 'COMPLETE',
      partial_unexpected_count: 1,
      unexpected_index_column_names: ['id'],
      return_unexpected_index_query: false,
    });
    expect(result).toMatchObject({
      partial_unexpected_list: [-1],
      partial_unexpected_counts: [{ value: -2, count: 2 }],
      partial_unexpected_index_list: [{ id: 2, v: -1 }],
      unexpected_list: [-1, -2, -2],
      unexpected_index_list: [
        { id: 2, v: -1 },
        { id: 3, v: -2 },
        { id: 4, v: -2 },
      ],
    });
    expect(result).not.toHaveProperty('unexpected_index_query');
  });

  it('leaves values out, or shows whole rows', async () => {
    const shared = { result_format: 'COMPLETE', unexpected_index_column_names: ['id'] } as const;
    const without = await resultOf({ ...shared, exclude_unexpected_values: true });
    expect(without).toMatchObject({ unexpected_index_list: [{ id: 2 }, { id: 3 }, { id: 4 }] });
    for (const name of ['unexpected_list', 'partial_unexpected_list', 'partial_unexpected_counts'])
      expect(without).not.toHaveProperty(name);
    expect(await resultOf({ result_format: 'BASIC', include_unexpected_rows: true })).toMatchObject({
      unexpected_rows: [
        { id: 2, v: -1 },
        { id: 3, v: -2 },
        { id: 4, v: -2 },
      ],
    });
  });

  it('with no partial list asked for has none', async () => {
    const result = await resultOf({ result_format: 'SUMMARY', partial_unexpected_count: 0 });
    expect(Object.keys(result).filter((name) => name.startsWith('partial'))).toEqual([]);
  });

  it('of many unexpected values lists 200, and counts all', async () => {
    const many = 'SELECT -i AS v FROM range(1, 1001) AS numbers(i)';
    const { result } = await judge(bench, many, 'expect_column_values_to_be_between', kwargs, {
      resultFormat: 'COMPLETE',
    });
    expect(result['unexpected_count']).toBe(1000);
    expect(result['unexpected_list']).toHaveLength(200);
  });

  it('has percents only where there are rows, and no missing ones of nulls', async () => {
    const none = await judge(bench, rows('v BIGINT'), 'expect_column_values_to_be_between', kwargs);
    expect(none).toMatchObject({
      success: true,
      result: { element_count: 0, unexpected_percent: null, missing_percent: null },
    });
    const nulls = await judge(bench, table, 'expect_column_values_to_not_be_null', { column: 'v' });
    expect(nulls.result).toMatchObject({ unexpected_percent: 20, partial_unexpected_list: [null] });
    expect(nulls.result).not.toHaveProperty('missing_count');
  });

  it('gives the missing rows of a comparison with COMPLETE alone', async () => {
    const comparison = { base_query: 'SELECT 1', comparison_data_source_name: 'x', comparison_query: 'SELECT 2' };
    const type = 'expect_query_results_to_match_comparison';
    expect((await judge(bench, table, type, comparison)).result).not.toHaveProperty('details');
    expect((await judge(bench, table, type, comparison, { resultFormat: 'COMPLETE' })).result['details']).toEqual({
      missing_rows: [[2]],
      unexpected_rows: [[1]],
    });
  });

  it.each([
    [0.5, true],
    [0.51, false],
  ])('changes no verdict: with mostly %d success is %s', async (mostly, success) => {
    const type = 'expect_column_values_to_be_between';
    const result = await judge(bench, table, type, {
      column: 'v',
      min_value: -1.5,
      max_value: 8,
      mostly,
    });
    expect(result.success).toBe(success);
  });
});

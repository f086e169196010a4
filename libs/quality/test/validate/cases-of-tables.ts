import { column, rows } from './support.ts';

import type { WholeCase } from './cases-of-wholes.ts';

const big = (...values: readonly string[]) => column('BIGINT', ...values);
const table = rows('id BIGINT, Name VARCHAR, amount DECIMAL(12,2)', "1, 'a', 1.5", "2, 'b', NULL");

export const tableCases: readonly WholeCase[] = [
  ['expect_table_row_count_to_be_between', { min_value: 2, max_value: 3 }, table, true, 2],
  ['expect_table_row_count_to_be_between', { min_value: 5, max_value: 1 }, table, false, 2],
  ['expect_table_row_count_to_be_between', {}, table, true, 2],
  ['expect_table_row_count_to_equal', { value: 2 }, table, true, 2],
  ['expect_table_row_count_to_equal', { value: 0 }, table, false, 2],
  ['expect_table_row_count_to_equal_other_table', { other_table_name: 'other' }, table, true, { self: 2, other: 2 }],
  ['expect_table_row_count_to_equal_other_table', { other_table_name: 'other' }, big(), false, { self: 0, other: 2 }],
  ['expect_table_column_count_to_be_between', { min_value: 3 }, table, true, 3],
  ['expect_table_column_count_to_be_between', { max_value: 2 }, table, false, 3],
  ['expect_table_column_count_to_equal', { value: 3 }, table, true, 3],
  ['expect_table_column_count_to_equal', { value: 2 }, table, false, 3],
  [
    'expect_table_columns_to_match_ordered_list',
    { column_list: ['id', 'Name', 'amount'] },
    table,
    true,
    ['id', 'Name', 'amount'],
  ],
  [
    'expect_table_columns_to_match_ordered_list',
    { column_list: ['id', 'amount'] },
    table,
    false,
    ['id', 'Name', 'amount'],
    {
      mismatched: [
        { 'Expected Column Position': 1, Expected: 'amount', Found: 'Name' },
        { 'Expected Column Position': 2, Expected: null, Found: 'amount' },
      ],
    },
  ],
  ['expect_table_columns_to_match_ordered_list', { column_list: null }, table, true, ['id', 'Name', 'amount']],
  [
    'expect_table_columns_to_match_set',
    { column_set: ['AMOUNT', 'id', '"Name"'] },
    table,
    true,
    ['Name', 'amount', 'id'],
  ],
  [
    'expect_table_columns_to_match_set',
    { column_set: ['"name"', 'id', 'amount'] },
    table,
    false,
    ['Name', 'amount', 'id'],
    { mismatched: { unexpected: ['Name'], missing: ['"name"'] } },
  ],
  [
    'expect_table_columns_to_match_set',
    { column_set: ['id'], exact_match: false },
    table,
    true,
    ['Name', 'amount', 'id'],
    { mismatched: { unexpected: ['Name', 'amount'] } },
  ],
  ['expect_table_columns_to_match_set', { column_set: null }, table, true, ['Name', 'amount', 'id']],
  ['expect_column_to_exist', { column: 'Name', column_index: 1 }, table, true, 1],
  ['expect_column_to_exist', { column: 'Name', column_index: 0 }, table, false, 1],
  ['expect_column_to_exist', { column: 'nam' }, table, false, null],
  [
    'unexpected_rows_expectation',
    { unexpected_rows_query: 'SELECT id FROM {batch} WHERE id > 5;' },
    table,
    true,
    '0 unexpected rows',
    { unexpected_rows: [] },
  ],
  [
    'unexpected_rows_expectation',
    { unexpected_rows_query: 'SELECT id FROM {batch} WHERE id > 1' },
    table,
    false,
    '1 unexpected row',
    { unexpected_rows: [{ id: 2 }] },
  ],
  [
    'expect_query_results_to_match_comparison',
    {
      base_query: 'SELECT id, amount FROM {batch}',
      comparison_data_source_name: 'here',
      comparison_query: 'SELECT * FROM (VALUES (2, NULL), (1, 1.50)) AS t(x, y)',
    },
    table,
    true,
    '2 of 2 rows match',
  ],
  [
    'expect_query_results_to_match_comparison',
    {
      base_query: 'SELECT id FROM {batch}',
      comparison_data_source_name: 'here',
      comparison_query: 'SELECT 1',
      mostly: 0.5,
    },
    table,
    true,
    '1 of 2 rows match',
  ],
  [
    'expect_query_results_to_match_comparison',
    { base_query: 'SELECT 1 WHERE false', comparison_data_source_name: 'here', comparison_query: 'SELECT 1' },
    table,
    false,
    '0 of 1 rows match',
  ],
  [
    'expect_query_results_to_match_comparison',
    {
      base_query: 'SELECT 1 WHERE false',
      comparison_data_source_name: 'here',
      comparison_query: 'SELECT 2 WHERE false',
    },
    table,
    true,
    '0 of 0 rows match',
  ],
];

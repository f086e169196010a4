/** An expectation in the form of a suite. */
export interface Case {
  readonly type: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
}

/** A small table with what tools read differently: nulls, empty texts, accents, emoji, −0, ends of ranges, leap days, copies. */
export const nastyTable = `SELECT * REPLACE (CAST(f AS DOUBLE) AS f) FROM (VALUES
  (1, 1,    1.5,     0.10, 'open',  'a1',  '',     DATE '2024-02-29', TIMESTAMP '2024-02-29 23:59:59.999999', TRUE,  1, 1),
  (2, 2,    -0e0,    0.20, 'open',  'b2',  'é',    DATE '2024-03-01', TIMESTAMP '2024-03-01 00:00:00',        FALSE, 2, 3),
  (3, NULL, NULL,    NULL, NULL,    NULL,  NULL,   NULL,              NULL,                                   NULL,  3, NULL),
  (4, 4,    1e300,   0.30, 'lost',  'A1',  '😀😀', DATE '1970-01-01', TIMESTAMP '1970-01-01 00:00:00',        TRUE,  2, 2),
  (5, 4,    -2.25,   9.99, '',      'c%3', '42',   DATE '9999-12-31', TIMESTAMP '2200-12-31 12:00:00',        TRUE,  5, 4),
  (6, 6,    0.1,     9.99, 'Open',  'a1',  '{}',   DATE '2024-02-29', TIMESTAMP '2024-02-28 12:30:00',        FALSE, 4, 4),
  (7, 700,  1000000, 0.00, 'open ', '_',   '[1,2', DATE '2000-02-29', TIMESTAMP '2000-02-29 01:02:03',        NULL,  NULL, 7),
  (8, -8,   0.3,    -1.00, 'lost',  'd' || chr(10), 'null', DATE '2024-12-31', TIMESTAMP '2024-12-31 23:59:59',      TRUE,  8, 8),
  (9, 700,  1000000, 0.00, 'open ', '_',   '[1,2', DATE '2000-02-29', TIMESTAMP '2000-02-29 01:02:03',        NULL,  NULL, 7)
) AS given(id, n, f, d, status, code, text, day, seen, flag, a, b)`;

const on = (type: string, column: string, kwargs: Case['kwargs'] = {}): Case => ({
  type: `expect_column_${type}`,
  kwargs: { column, ...kwargs },
});
const pair = (type: string, kwargs: Case['kwargs'] = {}): Case => ({
  type: `expect_column_pair_values_${type}`,
  kwargs: { column_A: 'a', column_B: 'b', ...kwargs },
});
const list = (type: string, columns: readonly string[], kwargs: Case['kwargs'] = {}): Case => ({
  type: `expect_${type}`,
  kwargs: { column_list: columns, ...kwargs },
});
const table = (type: string, kwargs: Case['kwargs'] = {}): Case => ({ type: `expect_table_${type}`, kwargs });

const columns = ['id', 'n', 'f', 'd', 'status', 'code', 'text', 'day', 'seen', 'flag', 'a', 'b'];
const days = '%Y-%m-%d';

/** Expectations that GX has and that can be asked of the table, the edges of each. */
export const cases: readonly Case[] = [
  on('values_to_not_be_null', 'n'),
  on('values_to_not_be_null', 'text', { mostly: 0.8 }),
  on('values_to_be_null', 'flag'),
  on('values_to_be_unique', 'n'),
  on('values_to_be_unique', 'status'),
  on('values_to_be_unique', 'seen'),
  on('values_to_be_in_set', 'status', { value_set: ['open', '', null] }),
  on('values_to_be_in_set', 'status', { value_set: [] }),
  on('values_to_be_in_set', 'f', { value_set: [0, 0.1, 1.5] }),
  on('values_to_be_in_set', 'n', { value_set: [1, 2, 4], mostly: 0.5 }),
  on('values_to_not_be_in_set', 'status', { value_set: ['open'] }),
  on('values_to_be_between', 'n', { min_value: 1, max_value: 6 }),
  on('values_to_be_between', 'n', { min_value: 1, max_value: 6, strict_min: true, strict_max: true }),
  on('values_to_be_between', 'f', { min_value: 0 }),
  on('values_to_be_between', 'd', { min_value: 0, max_value: 9.99, strict_max: true }),
  on('values_to_be_between', 'seen', { min_value: '2000-02-29T01:02:03', max_value: '2024-12-31T00:00:00' }),
  on('values_to_be_between', 'n', {
    min_value: 3,
    row_condition: 'col("status") == "lost"',
    condition_parser: 'great_expectations',
  }),
  on('values_to_be_between', 'n', {
    min_value: 2,
    row_condition: {
      type: 'or',
      conditions: [
        { type: 'comparison', column: { name: 'status' }, operator: 'IN', parameter: ['open', 'lost'] },
        { type: 'nullity', column: { name: 'flag' }, is_null: true },
      ],
    },
  }),
  on('value_lengths_to_be_between', 'text', { min_value: 1, max_value: 2 }),
  on('value_lengths_to_equal', 'code', { value: 2 }),
  on('value_z_scores_to_be_less_than', 'n', { threshold: 2, double_sided: true }),
  on('values_to_be_increasing', 'id', { strictly: true }),
  on('values_to_be_increasing', 'n'),
  on('values_to_be_decreasing', 'n'),
  on('values_to_match_regex', 'code', { regex: '^[a-z][0-9]$' }),
  on('values_to_match_regex', 'text', { regex: '^.{1,2}$' }),
  on('values_to_not_match_regex', 'code', { regex: '1' }),
  on('values_to_match_regex_list', 'code', { regex_list: ['^a', '1$'], match_on: 'any' }),
  on('values_to_match_regex_list', 'code', { regex_list: ['^a', '1$'], match_on: 'all' }),
  on('values_to_not_match_regex_list', 'code', { regex_list: ['^a', '4$'] }),
  on('values_to_match_like_pattern', 'status', { like_pattern: 'op%' }),
  on('values_to_match_strftime_format', 'text', { strftime_format: days }),
  on('values_to_be_dateutil_parseable', 'text'),
  on('values_to_be_json_parseable', 'text'),
  on('min_to_be_between', 'n', { min_value: -8, max_value: 0 }),
  on('max_to_be_between', 'f', { max_value: 1e300, strict_max: true }),
  on('mean_to_be_between', 'd', { min_value: 2, max_value: 3 }),
  on('median_to_be_between', 'n', { min_value: 4, max_value: 4 }),
  on('sum_to_be_between', 'n', { min_value: 709, max_value: 709 }),
  on('stdev_to_be_between', 'n', { min_value: 263, max_value: 265 }),
  on('unique_value_count_to_be_between', 'status', { min_value: 5, max_value: 5 }),
  on('proportion_of_unique_values_to_be_between', 'status', { min_value: 0.7 }),
  on('proportion_of_non_null_values_to_be_between', 'flag', { min_value: 0.75, max_value: 0.75 }),
  on('quantile_values_to_be_between', 'n', {
    quantile_ranges: {
      quantiles: [0, 0.25, 0.5, 1],
      value_ranges: [
        [-8, -8],
        [1, 2],
        [4, 4],
        [null, 700],
      ],
    },
  }),
  on('distinct_values_to_be_in_set', 'status', { value_set: ['open', 'lost'] }),
  on('distinct_values_to_contain_set', 'status', { value_set: ['open', 'lost'] }),
  on('distinct_values_to_equal_set', 'flag', { value_set: [true, false] }),
  on('most_common_value_to_be_in_set', 'code', { value_set: ['a1'] }),
  on('most_common_value_to_be_in_set', 'n', { value_set: [4] }),
  on('kl_divergence_to_be_less_than', 'code', {
    partition_object: { values: ['a1', 'b2', 'A1', 'c%3', '_', 'd\n'], weights: [0.3, 0.2, 0.1, 0.1, 0.1, 0.2] },
    threshold: 0.1,
  }),
  { type: 'expect_column_to_exist', kwargs: { column: 'n', column_index: 1 } },
  { type: 'expect_column_to_exist', kwargs: { column: 'nn' } },
  pair('to_be_equal'),
  pair('to_be_equal', { ignore_row_if: 'either_value_is_missing' }),
  pair('to_be_equal', { ignore_row_if: 'neither' }),
  pair('a_to_be_greater_than_b', { or_equal: true }),
  pair('a_to_be_greater_than_b', { ignore_row_if: 'either_value_is_missing' }),
  pair('to_be_in_set', {
    value_pairs_set: [
      [1, 1],
      [2, 2],
      [8, 8],
    ],
    ignore_row_if: 'either_value_is_missing',
  }),
  list('compound_columns_to_be_unique', ['status', 'day']),
  list('compound_columns_to_be_unique', ['code', 'flag']),
  list('compound_columns_to_be_unique', ['code', 'flag'], { ignore_row_if: 'any_value_is_missing' }),
  list('multicolumn_sum_to_equal', ['a', 'b'], { sum_total: 4 }),
  list('multicolumn_sum_to_equal', ['a', 'b'], { sum_total: 4, ignore_row_if: 'any_value_is_missing' }),
  list('multicolumn_values_to_be_equal', ['a', 'b'], { ignore_row_if: 'any_value_is_missing' }),
  list('select_column_values_to_be_unique_within_record', ['id', 'a', 'b'], { ignore_row_if: 'any_value_is_missing' }),
  list('select_column_values_to_be_unique_within_record', ['id', 'a', 'b']),
  table('row_count_to_be_between', { min_value: 9 }),
  table('row_count_to_equal', { value: 8 }),
  table('column_count_to_be_between', { max_value: 11 }),
  table('column_count_to_equal', { value: 12 }),
  table('columns_to_match_ordered_list', { column_list: columns }),
  table('columns_to_match_ordered_list', { column_list: ['n', ...columns.slice(1)] }),
  table('columns_to_match_set', { column_set: ['id', 'n'], exact_match: false }),
  table('columns_to_match_set', { column_set: ['id', 'n', 'x'] }),
];

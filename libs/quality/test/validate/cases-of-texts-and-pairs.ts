import { column, rows } from './support.ts';

import type { RowCase } from './cases-of-rows.ts';

const v = { column: 'v' };
const text = (...values: readonly string[]) => column('VARCHAR', ...values);
const pair = (...values: readonly string[]) => rows('a BIGINT, b BIGINT', ...values);
const three = (...values: readonly string[]) => rows('a BIGINT, b BIGINT, c BIGINT', ...values);
const ab = { column_A: 'a', column_B: 'b' };
const abc = { column_list: ['a', 'b', 'c'] };

export const textAndPairCases: readonly RowCase[] = [
  ['expect_column_values_to_match_regex', { ...v, regex: 'b' }, text("'abc'", "'a'", "''", 'NULL'), 3, ['a', '']],
  ['expect_column_values_to_match_regex', { ...v, regex: '^.$' }, text("'🙂'", "'ab'"), 2, ['ab']],
  ['expect_column_values_to_not_match_regex', { ...v, regex: '^a' }, text("'ab'", "'ba'", 'NULL'), 2, ['ab']],
  [
    'expect_column_values_to_match_regex_list',
    { ...v, regex_list: ['a', 'b'] },
    text("'a'", "'b'", "'c'", 'NULL'),
    3,
    ['c'],
  ],
  [
    'expect_column_values_to_match_regex_list',
    { ...v, regex_list: ['a', 'b'], match_on: 'all' },
    text("'a'", "'ba'"),
    2,
    ['a'],
  ],
  ['expect_column_values_to_match_regex_list', { ...v, regex_list: [] }, text("'a'", 'NULL'), 1, ['a']],
  [
    'expect_column_values_to_not_match_regex_list',
    { ...v, regex_list: ['a', 'b'] },
    text("'a'", "'xb'", "'c'", 'NULL'),
    3,
    ['a', 'xb'],
  ],
  [
    'expect_column_values_to_match_like_pattern',
    { ...v, like_pattern: 'a_%' },
    text("'ab'", "'a'", "'Ab'", "'xab'", 'NULL'),
    4,
    ['a', 'Ab', 'xab'],
  ],
  [
    'expect_column_values_to_match_like_pattern',
    { ...v, like_pattern: '100!%', escape: '!' },
    text("'100%'", "'1000'"),
    2,
    ['1000'],
  ],
  [
    'expect_column_values_to_not_match_like_pattern',
    { ...v, like_pattern: "%it's%" },
    text("'it''s so'", "'no'"),
    2,
    ["it's so"],
  ],
  [
    'expect_column_values_to_match_like_pattern_list',
    { ...v, like_pattern_list: ['a%', '%b'] },
    text("'ax'", "'xb'", "'x'"),
    3,
    ['x'],
  ],
  [
    'expect_column_values_to_match_like_pattern_list',
    { ...v, like_pattern_list: ['a%', '%b'], match_on: 'all' },
    text("'ax'", "'ab'", 'NULL'),
    2,
    ['ax'],
  ],
  [
    'expect_column_values_to_not_match_like_pattern_list',
    { ...v, like_pattern_list: ['a%', '%b'] },
    text("'ax'", "'xb'", "'x'", 'NULL'),
    3,
    ['ax', 'xb'],
  ],
  [
    'expect_column_values_to_match_strftime_format',
    { ...v, strftime_format: '%Y-%m-%d' },
    text("'2024-02-29'", "'2023-02-29'", "' 2024-01-01'", "''", 'NULL'),
    4,
    ['2023-02-29', ' 2024-01-01', ''],
  ],
  [
    'expect_column_values_to_be_dateutil_parseable',
    v,
    text("'Jan 31st, 2026 5pm'", "'2023-02-29'", "'tomorrow'", "''", "'10:36'", 'NULL'),
    5,
    ['2023-02-29', 'tomorrow', ''],
  ],
  [
    'expect_column_values_to_be_json_parseable',
    v,
    text(`'{"a": 1}'`, `'{"a": 1,}'`, "'NaN'", "''", "'null'", "'x'", 'NULL'),
    6,
    ['{"a": 1,}', 'NaN', '', 'x'],
  ],
  [
    'expect_column_values_to_match_json_schema',
    { ...v, json_schema: { type: 'object', required: ['a'] } },
    text(`'{"a": 1}'`, `'{"b": 1}'`, "'1'", `'{"b": 1}'`, 'NULL'),
    4,
    ['{"b": 1}', '1', '{"b": 1}'],
  ],
  [
    'expect_column_values_to_match_json_schema',
    { ...v, json_schema: { $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: 'string' }] } },
    text(`'["a"]'`, `'[1]'`),
    2,
    ['[1]'],
  ],
  [
    'expect_column_pair_values_to_be_equal',
    ab,
    pair('1, 1', '1, 2', '1, NULL', 'NULL, NULL'),
    3,
    [
      [1, 2],
      [1, null],
    ],
  ],
  ['expect_column_pair_values_to_be_equal', { ...ab, ignore_row_if: 'neither' }, pair('NULL, NULL'), 1, [[null, null]]],
  [
    'expect_column_pair_values_to_be_equal',
    { ...ab, ignore_row_if: 'either_value_is_missing' },
    pair('1, NULL', '1, 1'),
    1,
    [],
  ],
  [
    'expect_column_pair_values_a_to_be_greater_than_b',
    ab,
    pair('2, 1', '1, 1', 'NULL, 1', 'NULL, NULL'),
    3,
    [
      [1, 1],
      [null, 1],
    ],
  ],
  [
    'expect_column_pair_values_a_to_be_greater_than_b',
    { ...ab, or_equal: true },
    pair('2, 1', '1, 1', '0, 1'),
    3,
    [[0, 1]],
  ],
  [
    'expect_column_pair_values_to_be_in_set',
    {
      ...ab,
      value_pairs_set: [
        [1, 2],
        [3, null],
      ],
    },
    pair('1, 2', '2, 1', '3, NULL', 'NULL, 1', 'NULL, NULL'),
    4,
    [
      [2, 1],
      [null, 1],
    ],
  ],
  ['expect_column_pair_values_to_be_in_set', { ...ab, value_pairs_set: null }, pair('1, 2'), 1, []],
  ['expect_column_pair_values_to_be_in_set', { ...ab, value_pairs_set: [] }, pair('1, 2'), 1, [[1, 2]]],
  [
    'expect_compound_columns_to_be_unique',
    { column_list: ['a', 'b'] },
    pair('1, 1', '1, 1', '1, 2', '2, NULL', '2, NULL', 'NULL, NULL', 'NULL, NULL'),
    5,
    [
      { a: 1, b: 1 },
      { a: 1, b: 1 },
      { a: 2, b: null },
      { a: 2, b: null },
    ],
  ],
  [
    'expect_compound_columns_to_be_unique',
    { column_list: ['a', 'b'], ignore_row_if: 'any_value_is_missing' },
    pair('2, NULL', '2, NULL'),
    0,
    [],
  ],
  [
    'expect_compound_columns_to_be_unique',
    { column_list: ['a', 'b'], ignore_row_if: 'never' },
    pair('NULL, NULL', 'NULL, NULL'),
    2,
    [
      { a: null, b: null },
      { a: null, b: null },
    ],
  ],
  [
    'expect_multicolumn_sum_to_equal',
    { ...abc, sum_total: 6 },
    three('1, 2, 3', '1, 2, 4', '6, NULL, NULL', 'NULL, NULL, NULL'),
    3,
    [{ a: 1, b: 2, c: 4 }],
  ],
  [
    'expect_multicolumn_sum_to_equal',
    { column_list: ['a', 'b'], sum_total: 200 },
    rows('a TINYINT, b TINYINT', '100, 100'),
    1,
    [],
  ],
  [
    'expect_multicolumn_values_to_be_equal',
    abc,
    three('1, 1, 1', '1, 1, 2', 'NULL, NULL, NULL', 'NULL, 1, 1'),
    4,
    [
      { a: 1, b: 1, c: 2 },
      { a: null, b: 1, c: 1 },
    ],
  ],
  [
    'expect_multicolumn_values_to_be_equal',
    { ...abc, ignore_row_if: 'any_value_is_missing' },
    three('NULL, 1, 1'),
    0,
    [],
  ],
  [
    'expect_select_column_values_to_be_unique_within_record',
    abc,
    three('1, 2, 3', '1, 2, 1', 'NULL, NULL, 1', 'NULL, NULL, NULL'),
    3,
    [
      { a: 1, b: 2, c: 1 },
      { a: null, b: null, c: 1 },
    ],
  ],
  [
    'expect_select_column_values_to_be_unique_within_record',
    { ...abc, ignore_row_if: 'never' },
    three('NULL, NULL, NULL'),
    1,
    [{ a: null, b: null, c: null }],
  ],
];

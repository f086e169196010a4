import { column } from './support.ts';

/** Type, arguments, rows, how many rows count, and which values are unexpected. */
export type RowCase = readonly [
  type: string,
  kwargs: Readonly<Record<string, unknown>>,
  select: string,
  considered: number,
  unexpected: readonly unknown[],
];

const v = { column: 'v' };
const big = (...values: readonly string[]) => column('BIGINT', ...values);
const text = (...values: readonly string[]) => column('VARCHAR', ...values);
const double = (...values: readonly string[]) =>
  column('DOUBLE', ...values.map((value) => (value === 'NULL' ? value : `'${value.replaceAll("'", '')}'`)));
const hundred = Array.from({ length: 20 }, () => '10');

export const rowCases: readonly RowCase[] = [
  ['expect_column_values_to_not_be_null', v, big('1', 'NULL', 'NULL'), 3, [null, null]],
  ['expect_column_values_to_not_be_null', v, text("''"), 1, []],
  ['expect_column_values_to_not_be_null', v, double("'nan'"), 1, []],
  ['expect_column_values_to_not_be_null', v, big(), 0, []],
  ['expect_column_values_to_be_null', v, big('1', 'NULL'), 2, [1]],
  ['expect_column_values_to_be_null', v, big('NULL', 'NULL'), 2, []],
  ['expect_column_values_to_be_unique', v, big('1', '2', '1', 'NULL', 'NULL', '1'), 4, [1, 1, 1]],
  ['expect_column_values_to_be_unique', v, text("'a'", "'A'", "'é'", "'e'", "''"), 5, []],
  ['expect_column_values_to_be_unique', v, double('0.0', "'-0.0'", "'nan'", "'nan'", '1'), 5, [0, -0, 'NaN', 'NaN']],
  ['expect_column_values_to_be_in_set', { ...v, value_set: [1, 2, null] }, big('1', '3', 'NULL'), 2, [3]],
  ['expect_column_values_to_be_in_set', { ...v, value_set: [] }, big('1', 'NULL'), 1, [1]],
  ['expect_column_values_to_be_in_set', { ...v, value_set: [null] }, big('1', 'NULL'), 1, [1]],
  ['expect_column_values_to_be_in_set', { ...v, value_set: null }, big('1', 'NULL'), 1, []],
  ['expect_column_values_to_be_in_set', { ...v, value_set: ['🙂', "it's"] }, text("'🙂'", "'it''s'", "''"), 3, ['']],
  [
    'expect_column_values_to_be_in_set',
    { ...v, value_set: ['2026-01-31'] },
    column('DATE', "'2026-01-31'", "'2026-02-01'"),
    2,
    ['2026-02-01'],
  ],
  ['expect_column_values_to_be_in_set', { ...v, value_set: [0.1, 0] }, double('0.1', "'-0.0'", "'nan'"), 3, ['NaN']],
  ['expect_column_values_to_be_in_set', { ...v, value_set: [true] }, column('BOOLEAN', 'true', 'false'), 2, [false]],
  ['expect_column_values_to_not_be_in_set', { ...v, value_set: [1, null] }, big('1', '2', 'NULL'), 2, [1]],
  ['expect_column_values_to_not_be_in_set', { ...v, value_set: [] }, big('1'), 1, []],
  [
    'expect_column_values_to_be_between',
    { ...v, min_value: 1, max_value: 3 },
    big('0', '1', '3', '4', 'NULL'),
    4,
    [0, 4],
  ],
  [
    'expect_column_values_to_be_between',
    { ...v, min_value: 1, max_value: 3, strict_min: true, strict_max: true },
    big('1', '2', '3'),
    3,
    [1, 3],
  ],
  [
    'expect_column_values_to_be_between',
    { ...v, min_value: 0, max_value: null },
    double('-0.0', "'inf'", "'nan'", '-1e-300'),
    4,
    ['NaN', -1e-300],
  ],
  ['expect_column_values_to_be_between', { ...v, min_value: 'b' }, text("'a'", "'b'", "''"), 3, ['a', '']],
  [
    'expect_column_values_to_be_between',
    { ...v, min_value: '2026-01-01', max_value: '2026-01-31' },
    column('DATE', "'2025-12-31'", "'2026-01-31'"),
    2,
    ['2025-12-31'],
  ],
  [
    'expect_column_values_to_be_between',
    { ...v, max_value: '2026-01-31T12:00:00Z' },
    column('TIMESTAMPTZ', "'2026-01-31 13:00:00+01'", "'2026-01-31 12:00:01Z'"),
    2,
    ['2026-01-31T12:00:01Z'],
  ],
  [
    'expect_column_values_to_be_between',
    { ...v, max_value: 12.5 },
    column('DECIMAL(12,2)', '12.50', '12.51'),
    2,
    [12.51],
  ],
  [
    'expect_column_value_lengths_to_be_between',
    { ...v, min_value: 1, max_value: 2 },
    text("''", "'a'", "'🙂🙂'", "'e\u0301x'", 'NULL'),
    4,
    ['', 'e\u0301x'],
  ],
  [
    'expect_column_value_lengths_to_be_between',
    { ...v, min_value: 1, strict_min: true },
    text("'a'", "'ab'"),
    2,
    ['a'],
  ],
  ['expect_column_value_lengths_to_equal', { ...v, value: 2 }, text("'ab'", "'🙂'", 'NULL'), 2, ['🙂']],
  [
    'expect_column_value_z_scores_to_be_less_than',
    { ...v, threshold: 3, double_sided: true },
    double(...hundred, '11', '1000', '-1000', 'NULL'),
    23,
    [1000, -1000],
  ],
  [
    'expect_column_value_z_scores_to_be_less_than',
    { ...v, threshold: 3, double_sided: false },
    double(...hundred, '11', '1000', '-1000', 'NULL'),
    23,
    [1000],
  ],
  [
    'expect_column_value_z_scores_to_be_less_than',
    { ...v, threshold: -3, double_sided: true },
    double('1', '2', '3'),
    3,
    [],
  ],
  [
    'expect_column_value_z_scores_to_be_less_than',
    { ...v, threshold: 3, double_sided: false },
    double('5', '5'),
    2,
    [5, 5],
  ],
  ['expect_column_values_to_not_be_outliers', v, double('1', '2', '3', '4', '100', 'NULL'), 5, [100]],
  ['expect_column_values_to_not_be_outliers', { ...v, multiplier: 1 }, big('1', '2', '3', '4', '5'), 5, [1, 5]],
  ['expect_column_values_to_not_be_outliers', { ...v, multiplier: 0 }, big('1', '2', '3'), 3, [1, 3]],
  [
    'expect_column_values_to_not_be_outliers',
    { ...v, method: 'std', multiplier: 1 },
    big('1', '2', '3', '4', '100'),
    5,
    [100],
  ],
  ['expect_column_values_to_not_be_outliers', { ...v, method: 'std' }, big('7'), 1, []],
  ['expect_column_values_to_not_be_outliers', v, big('NULL'), 0, []],
  ['expect_column_values_to_be_increasing', v, big('1', 'NULL', '1', '3', '2', '2', 'NULL', '5'), 6, [2]],
  ['expect_column_values_to_be_increasing', { ...v, strictly: true }, big('1', '1', '3', '2', '2'), 5, [1, 2, 2]],
  [
    'expect_column_values_to_be_increasing',
    { ...v, strictly: null },
    column('DATE', "'2026-01-01'", "'2025-01-01'"),
    2,
    ['2025-01-01'],
  ],
  ['expect_column_values_to_be_decreasing', v, big('3', '3', 'NULL', '4', '1'), 4, [4]],
  ['expect_column_values_to_be_decreasing', { ...v, strictly: true }, big('3', '3', '1'), 3, [3]],
];

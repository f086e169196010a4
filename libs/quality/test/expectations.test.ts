import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../src/index.ts';
import { column, contractOf, problemsIn, useBench } from './support.ts';

const bench = useBench();
const columns = `
      - { name: n, logicalType: integer }
      - { name: m, logicalType: integer }
      - { name: money, logicalType: number, physicalType: 'DECIMAL(12,2)' }
      - { name: word, logicalType: string }
      - { name: day, logicalType: date }
      - { name: at, logicalType: timestamp }`;

const item = (type: string, kwargs: string, rest = '') =>
  `    quality: [{ type: custom, engine: greatExpectations, ${rest} implementation: { type: ${type}, kwargs: { ${kwargs} } } }]`;

/** Judges one expectation on rows of the columns that are named; the others are null. */
async function judge(type: string, kwargs: string, select: string): Promise<CheckResult> {
  const types = { n: 'BIGINT', m: 'BIGINT', money: 'DECIMAL(12,2)', word: 'VARCHAR', day: 'DATE', at: 'TIMESTAMPTZ' };
  const given = new Set((await bench.session.describe(select)).map(({ name }) => name));
  const cells = Object.entries(types).map(
    ([name, sql]) => `CAST(${given.has(name) ? name : 'NULL'} AS ${sql}) AS ${name}`,
  );
  const results = await bench.judge(
    contractOf(columns, item(type, kwargs)),
    `SELECT ${cells.join(', ')} FROM (${select})`,
  );
  const result = results.find((candidate) => candidate.type === type);
  if (result === undefined) throw new Error(`No result of ${type}.`);
  return result;
}

const n = (...values: readonly string[]) => column('n', 'BIGINT', values);
const word = (...values: readonly string[]) => column('word', 'VARCHAR', values);
const pairs = (values: string) => `SELECT * FROM (VALUES ${values}) AS t(n, m)`;

describe('row-wise expectations', () => {
  it.each([
    ['expect_column_values_to_not_be_null', 'column: n', n('1', '2'), n('1', 'NULL'), 1],
    ['expect_column_values_to_be_null', 'column: n', n('NULL', 'NULL'), n('1', 'NULL'), 1],
    ['expect_column_values_to_be_unique', 'column: n', n('1', '2', 'NULL', 'NULL'), n('1', '1', '2'), 2],
    ['expect_column_values_to_be_in_set', 'column: n, value_set: [1, 2, null]', n('1', '2', 'NULL'), n('1', '3'), 1],
    ['expect_column_values_to_be_in_set', 'column: word, value_set: []', word('NULL'), word("'a'", 'NULL'), 1],
    ['expect_column_values_to_not_be_in_set', 'column: n, value_set: [1, null]', n('2', 'NULL'), n('1', '2'), 1],
    [
      'expect_column_values_to_be_between',
      'column: n, min_value: 1, max_value: 3',
      n('1', '3', 'NULL'),
      n('0', '4', '2'),
      2,
    ],
    [
      'expect_column_values_to_be_between',
      'column: n, min_value: 1, max_value: 3, strict_min: true, strict_max: true',
      n('2'),
      n('1', '3'),
      2,
    ],
    [
      'expect_column_values_to_be_between',
      "column: day, min_value: '2026-01-01'",
      column('day', 'DATE', ["'2026-01-01'"]),
      column('day', 'DATE', ["'2025-12-31'"]),
      1,
    ],
    [
      'expect_column_value_lengths_to_be_between',
      'column: word, min_value: 1, max_value: 2, strict_max: true',
      word("'a'"),
      word("'ab'", "''"),
      2,
    ],
    ['expect_column_values_to_match_regex', "column: word, regex: '^a'", word("'ab'", 'NULL'), word("'ba'"), 1],
    ['expect_column_values_to_not_match_regex', "column: word, regex: '^a'", word("'ba'", 'NULL'), word("'ab'"), 1],
    [
      'expect_column_values_to_match_strftime_format',
      "column: word, strftime_format: '%Y-%m-%d'",
      word("'2024-02-29'", 'NULL'),
      word("'2023-02-29'", "'2024-02-29x'", "' 2024-02-29'", "''"),
      4,
    ],
    [
      'expect_column_pair_values_a_to_be_greater_than_b',
      'column_A: n, column_B: m',
      pairs('(2, 1), (NULL, NULL)'),
      pairs('(1, 1), (0, 1), (NULL, 1), (1, NULL)'),
      4,
    ],
    [
      'expect_column_pair_values_a_to_be_greater_than_b',
      'column_A: n, column_B: m, or_equal: true, ignore_row_if: either_value_is_missing',
      pairs('(1, 1), (NULL, 1)'),
      pairs('(0, 1)'),
      1,
    ],
    [
      'expect_column_pair_values_a_to_be_greater_than_b',
      'column_A: n, column_B: m, ignore_row_if: neither',
      pairs('(2, 1)'),
      pairs('(NULL, NULL)'),
      1,
    ],
    [
      'expect_column_pair_values_to_be_equal',
      'column_A: n, column_B: m',
      pairs('(1, 1)'),
      pairs('(1, 2), (1, NULL)'),
      2,
    ],
    [
      'expect_compound_columns_to_be_unique',
      'column_list: [n, m]',
      pairs('(1, 1), (1, 2), (NULL, NULL), (NULL, NULL)'),
      pairs('(1, 1), (1, 1), (2, NULL), (2, NULL)'),
      4,
    ],
    [
      'expect_compound_columns_to_be_unique',
      'column_list: [n, m], ignore_row_if: any_value_is_missing',
      pairs('(2, NULL), (2, NULL)'),
      pairs('(1, 1), (1, 1)'),
      2,
    ],
    [
      'expect_compound_columns_to_be_unique',
      'column_list: [n, m], ignore_row_if: never',
      pairs('(1, 1)'),
      pairs('(NULL, NULL), (NULL, NULL)'),
      2,
    ],
  ])('%s { %s }', async (type, kwargs, kept, broken, count) => {
    expect(await judge(type, kwargs, kept)).toMatchObject({ status: 'passed', unexpectedCount: 0 });
    expect(await judge(type, kwargs, broken)).toMatchObject({ status: 'failed', unexpectedCount: count });
  });

  it('show the rows that break them', async () => {
    const result = await judge(
      'expect_column_pair_values_a_to_be_greater_than_b',
      'column_A: n, column_B: m',
      pairs('(2, 1), (1, 5)'),
    );
    expect(result).toMatchObject({ kind: 'row', expected: 'n > m', columns: ['n', 'm'], examples: [{ n: 1, m: 5 }] });
  });

  it('with mostly forgive a share of the rows that count', async () => {
    const kwargs = 'column: n, min_value: 1, mostly: 0.75';
    const kept = await judge('expect_column_values_to_be_between', kwargs, n('1', '2', '3', '0', 'NULL'));
    expect(kept).toMatchObject({ status: 'passed', kind: 'table', unexpectedCount: 1, observed: '75 % of 4 rows' });
    const broken = await judge('expect_column_values_to_be_between', kwargs, n('1', '2', '0', '0', 'NULL'));
    expect(broken).toMatchObject({
      status: 'failed',
      unexpectedCount: 2,
      expected: 'n >= 1 for at least 75 % of the rows',
    });
    const unique = 'column: n, mostly: 0.5';
    expect(await judge('expect_column_values_to_be_unique', unique, n('1', '1', '2', '3', 'NULL'))).toMatchObject({
      status: 'passed',
    });
    expect(await judge('expect_column_values_to_be_unique', unique, n('1', '1', '2', 'NULL'))).toMatchObject({
      status: 'failed',
    });
  });
});

describe('aggregate expectations', () => {
  it.each([
    [
      'expect_column_sum_to_be_between',
      'column: money, max_value: 0.3',
      "SELECT '0.10'::DECIMAL(12,2) AS money FROM range(3)",
      "SELECT '0.11'::DECIMAL(12,2) AS money FROM range(3)",
      '0.33',
    ],
    ['expect_column_mean_to_be_between', 'column: n, min_value: 2', n('1', '3', 'NULL'), n('1', '2'), '1.5'],
    [
      'expect_column_min_to_be_between',
      "column: day, min_value: '2026-01-01'",
      column('day', 'DATE', ["'2026-01-01'"]),
      column('day', 'DATE', ["'2025-12-31'"]),
      '2025-12-31',
    ],
    ['expect_column_max_to_be_between', 'column: n, max_value: 5, strict_max: true', n('4'), n('4', '5'), '5'],
    [
      'expect_column_unique_value_count_to_be_between',
      'column: n, max_value: 2',
      n('1', '2', '1', 'NULL'),
      n('1', '2', '3'),
      '3',
    ],
  ])('%s { %s }', async (type, kwargs, kept, broken, observed) => {
    expect(await judge(type, kwargs, kept)).toMatchObject({ status: 'passed', kind: 'table', unexpectedCount: 0 });
    expect(await judge(type, kwargs, broken)).toMatchObject({ status: 'failed', observed });
  });

  it('give no verdict on no values', async () => {
    const result = await judge('expect_column_mean_to_be_between', 'column: n, min_value: 2', n('NULL'));
    expect(result).toMatchObject({ status: 'not_evaluated', reason: 'there is no value to judge' });
  });
});

describe('expectations on the table', () => {
  it.each([
    ['expect_table_row_count_to_be_between', 'min_value: 2, max_value: 3', n('1', '2'), n('1')],
    ['expect_table_row_count_to_equal', 'value: 2', n('1', '2'), n('1')],
    ['unexpected_rows_expectation', "unexpected_rows_query: 'SELECT * FROM {batch} WHERE n > 5'", n('1', '2'), n('6')],
  ])('%s { %s }', async (type, kwargs, kept, broken) => {
    expect(await judge(type, kwargs, kept)).toMatchObject({ status: 'passed' });
    expect(await judge(type, kwargs, broken)).toMatchObject({ status: 'failed' });
  });
});

describe('an expectation', () => {
  const refused = (table: string) => problemsIn(columns, table).join();

  it.each([
    ['expect_column_values_to_be_betwen', 'column: n', 'did you mean `expect_column_values_to_be_between`?'],
    ['frobnicate', 'column: n', 'known are expect_column_distinct_values_to_be_in_set'],
    ['expect_column_values_to_be_between', 'colunm: n, min_value: 1', 'did you mean `column`?'],
    [
      'expect_column_values_to_be_between',
      'column: nn, min_value: 1',
      'the table has no column `nn`; did you mean `n`?',
    ],
    ['expect_column_values_to_be_between', 'column: n', 'expected min_value or max_value, got neither'],
    [
      'expect_column_values_to_be_between',
      'column: n, min_value: 3, max_value: 1',
      'min_value 3 is greater than max_value 1',
    ],
    ['expect_column_values_to_be_between', 'column: n, min_value: abc', 'expected a number, got "abc"'],
    ['expect_column_values_to_be_between', 'column: word, min_value: 1', 'min_value: expected text (in quotes)'],
    ['expect_column_values_to_be_between', 'column: n, min_value: 1, mostly: 2', 'must be <= 1, got 2'],
    ['expect_column_values_to_be_in_set', 'column: n, value_set: [a]', 'expected a number, got "a" (n is BIGINT)'],
    ['expect_column_values_to_match_regex', "column: word, regex: '(?=a)'", 'lookahead'],
    [
      'expect_column_values_to_match_strftime_format',
      "column: word, strftime_format: '%Q'",
      'expected a strftime format',
    ],
    [
      'expect_column_values_to_match_strftime_format',
      "column: day, strftime_format: '%Y'",
      'expected a column of text, got day',
    ],
    ['expect_compound_columns_to_be_unique', 'column_list: [n]', 'must NOT have fewer than 2 items'],
    ['expect_compound_columns_to_be_unique', 'column_list: [n, x]', 'no column `x`'],
    [
      'expect_column_pair_values_to_be_equal',
      'column_A: n, column_B: m, ignore_row_if: never',
      'must be one of both_values_are_missing',
    ],
    ['expect_table_row_count_to_be_between', 'min_value: 1.5', 'must be integer,null, got 1.5'],
    [
      'unexpected_rows_expectation',
      "unexpected_rows_query: 'DELETE FROM {batch}'",
      'expected a statement that only reads',
    ],
  ])('%s { %s } is refused', (type, kwargs, expected) => {
    expect(refused(item(type, kwargs))).toContain(expected);
  });

  it('of another engine is refused', () => {
    const table = '    quality: [{ type: custom, engine: soda, implementation: { type: x } }]';
    expect(refused(table)).toContain('expected greatExpectations, or sluice for drift, got soda');
  });

  it('may be written as YAML in a string, and under its column', async () => {
    const contract = contractOf(`
      - name: n
        logicalType: integer
        quality:
          - type: custom
            engine: great-expectations
            severity: warning
            implementation: |
              type: expect_column_values_to_be_between
              kwargs: { min_value: 1 }`);
    const result = await bench.check(contract, 'n.expect_column_values_to_be_between', n('0'));
    expect(result).toMatchObject({ status: 'failed', severity: 'warning', location: { line: 17 } });
  });

  it('that is no YAML is refused', () => {
    const table = "    quality: [{ type: custom, engine: greatExpectations, implementation: 'a: [' }]";
    expect(refused(table)).toContain('the implementation is not YAML');
  });

  it('takes its severity from one place: critical is error', () => {
    const written = (outer: string, inner: string) =>
      `    quality: [{ type: custom, engine: greatExpectations, ${outer} implementation: { type: expect_table_row_count_to_equal, ${inner} kwargs: { value: 1 } } }]`;
    const severity = (table: string) =>
      contractOf(columns, table).rules.find(({ form }) => form === 'rowCount')?.severity;
    expect(severity(written('', ''))).toBe('error');
    expect(severity(written('', 'severity: info,'))).toBe('info');
    expect(severity(written('severity: error,', 'severity: critical,'))).toBe('error');
    expect(refused(written('severity: warning,', 'severity: critical,'))).toContain(
      'severity is warning here and critical in the implementation; give it once',
    );
  });
});

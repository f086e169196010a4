import { describe, expect, it } from 'vitest';
import { SuiteInvalidError, validate, type ValidateOptions, type ValidationResult } from '../../src/index.ts';
import { unusable } from '../../src/vocabulary/vocabulary.ts';
import { recordingSession } from '@sluice/engine';
import { useBench } from '../support.ts';
import { rows } from './support.ts';

const bench = useBench();
const table = rows('id BIGINT, word VARCHAR, amount DOUBLE', "1, 'a', 1.5", "2, 'b', NULL", "3, NULL, '-1'");

async function run(suite: unknown, options: ValidateOptions = {}): Promise<ValidationResult> {
  await bench.session.execute(`CREATE OR REPLACE TABLE judged AS ${table}`);
  return validate({ session: bench.session, relation: 'judged' }, suite, options);
}

/** The problems of a suite that is refused. */
async function refused(suite: unknown, options: ValidateOptions = {}): Promise<string> {
  try {
    await run(suite, options);
  } catch (error) {
    if (error instanceof SuiteInvalidError)
      return error.problems.map((one) => `${one.path}: ${one.message}`).join('\n');
    throw error;
  }
  throw new Error('The suite was accepted.');
}

const between = (kwargs: Readonly<Record<string, unknown>>, rest = {}) => ({
  type: 'expect_column_values_to_be_between',
  kwargs: { column: 'amount', ...kwargs },
  ...rest,
});

describe('a suite', () => {
  it('has statistics, results in its order and the highest severity that failed', async () => {
    const result = await run({
      name: 'amounts',
      expectations: [
        between({ min_value: 0 }, { severity: 'warning', id: 'x', meta: { owner: 'me' }, notes: 'n' }),
        between({ max_value: 0 }, { severity: 'info' }),
        between({ min_value: -1 }),
        { type: 'expect_table_row_count_to_equal', kwargs: { value: 3 } },
      ],
    });
    expect(result).toMatchObject({
      success: false,
      suite_name: 'amounts',
      max_severity_failure: 'warning',
      statistics: {
        evaluated_expectations: 4,
        successful_expectations: 2,
        unsuccessful_expectations: 2,
        success_percent: 50,
      },
    });
    expect(result.results.map(({ success }) => success)).toEqual([false, false, true, true]);
    expect(result.results[0]?.expectation_config).toEqual({
      type: 'expect_column_values_to_be_between',
      kwargs: { column: 'amount', min_value: 0 },
      severity: 'warning',
      id: 'x',
      meta: { owner: 'me' },
      notes: 'n',
    });
  });

  it('says what was expected in its own words, or in those of the suite', async () => {
    const described = { description: 'refunds are booked elsewhere' };
    const { results } = await run([between({ min_value: 0 }), between({ min_value: 0 }, described)]);
    expect(results.map(({ meta }) => meta['expected'])).toEqual(['amount >= 0', 'refunds are booked elsewhere']);
  });

  it('without expectations holds, and has no percentage', async () => {
    const { success, statistics } = await run([]);
    expect({ success, percent: statistics.success_percent }).toEqual({ success: true, percent: null });
  });

  it('is judged in one pass, whatever rows its expectations look at', async () => {
    await bench.session.execute(`CREATE OR REPLACE TABLE judged AS ${table}`);
    const { session, statements } = recordingSession(bench.session);
    const suite = [
      between({ min_value: -5 }),
      between({ min_value: 1, row_condition: 'col("id") == 1' }),
      { type: 'expect_column_mean_to_be_between', kwargs: { column: 'amount', min_value: 0 } },
      { type: 'expect_column_values_to_match_regex', kwargs: { column: 'word', regex: '^[a-z]$' } },
      { type: 'expect_table_row_count_to_equal', kwargs: { value: 3 } },
    ];
    expect((await validate({ session, relation: 'judged' }, suite)).success).toBe(true);
    expect(statements).toHaveLength(1);
  });

  it('fills parameters in, its own defaults last', async () => {
    const suite = {
      suite_parameters: { low: 5, words: ['a', 'b'] },
      expectations: [
        between({ min_value: { $PARAMETER: 'low' } }),
        {
          type: 'expect_column_values_to_be_in_set',
          kwargs: { column: 'word', value_set: { $PARAMETER: 'words' }, mostly: { $PARAMETER: 'share' } },
        },
      ],
    };
    const { results } = await run(suite, { parameters: { low: -1, share: 1 } });
    expect(results.map(({ success }) => success)).toEqual([true, true]);
    expect(results[0]?.expectation_config.kwargs).toEqual({ column: 'amount', min_value: -1 });
    expect(await refused(suite, { parameters: { shares: 1 } })).toBe(
      'expectations[1].kwargs.mostly: the parameter `share` has no value; did you mean `shares`?',
    );
  });

  it('names all its mistakes at once', async () => {
    const found = await refused([
      { type: 'expect_column_values_to_be_betwen', kwargs: {} },
      between({ min_valeu: 1 }),
      between({ min_value: 1, mostly: 1.5 }),
      { type: 'expect_column_values_to_be_unique', kwargs: {} },
      between({ min_value: 1 }, { severty: 'info' }),
      between({ min_value: 1, result_format: 'FULL' }),
      between({ min_value: 1 }, { severity: 'fatal' }),
      { type: 'ExpectColumnKLDivergenceToBeLessThan', kwargs: {} },
      { type: 'expect_column_values_to_match_like_pattern_list', kwargs: { column: 'word', like_pattern_list: [] } },
      { type: 'expect_table_row_count_to_be_between', kwargs: { min_value: 1.5 } },
      7,
    ]);
    for (const part of [
      'did you mean `expect_column_values_to_be_between`?',
      'did you mean `min_value`?',
      'expectations[2].kwargs.mostly: must be <= 1, got 1.5',
      'must have the property `column`',
      'did you mean `severity`?',
      'expectations[5].result_format: must be one of BOOLEAN_ONLY, BASIC, SUMMARY, COMPLETE, got "FULL"',
      'must be one of critical, warning, info',
      'is written `expect_column_kl_divergence_to_be_less_than` here',
      'expectations[8].kwargs.like_pattern_list: must NOT have fewer than 1 items',
      'expectations[9].kwargs.min_value: must be integer,null',
      'expectations[10]: expected an object',
    ])
      expect(found).toContain(part);
    expect(await refused({ name: 'x' })).toContain('expected a list of expectations');
  });

  it.each(Object.keys(unusable))('refuses %s and says what to use', async (type) => {
    expect(await refused([{ type, kwargs: {} }])).toMatch(/cannot be judged by any engine: use [a-z_]+/);
  });
});

describe('an error', () => {
  const missing = { type: 'expect_column_values_to_be_unique', kwargs: { column: 'idd' } };
  const sum = { type: 'expect_column_sum_to_be_between', kwargs: { column: 'word' } };

  it('of an expectation on rows is part of its result, and the others are judged', async () => {
    const { results, success } = await run([missing, between({ min_value: -1 })]);
    expect(success).toBe(false);
    expect(results[0]).toMatchObject({
      success: false,
      result: {},
      exception_info: { raised_exception: true, exception_message: expect.stringContaining('did you mean `id`?') },
    });
    expect(results[1]?.success).toBe(true);
  });

  it('of another ends the validation, unless it is to be caught', async () => {
    await expect(run([sum])).rejects.toMatchObject({ code: 'EXPECTATION_ERROR' });
    await expect(run([{ ...missing, catch_exceptions: false }])).rejects.toMatchObject({ code: 'EXPECTATION_ERROR' });
    const caught = { ...sum, kwargs: { ...sum.kwargs, catch_exceptions: true } };
    expect((await run([caught])).results[0]?.exception_info.exception_message).toContain(
      'expected a column of integer',
    );
    expect((await run([sum], { catchExceptions: true })).success).toBe(false);
  });

  it.each([
    [between({}), 'expected min_value or max_value, got neither'],
    [between({ min_value: 3, max_value: 1 }), 'min_value 3 is greater than max_value 1'],
    [between({ min_value: 'x' }), 'expected a number, got "x"'],
    [
      { type: 'expect_column_value_lengths_to_be_between', kwargs: { column: 'word', min_value: 1.5 } },
      'expected a whole number',
    ],
    [
      { type: 'expect_column_value_lengths_to_equal', kwargs: { column: 'amount', value: 1 } },
      'expected a column of text',
    ],
    [{ type: 'expect_column_values_to_match_regex', kwargs: { column: 'word', regex: '(?=a)' } }, 'lookahead'],
    [
      { type: 'expect_column_values_to_match_strftime_format', kwargs: { column: 'word', strftime_format: '%Q' } },
      'expected a strftime format',
    ],
    [{ type: 'expect_column_values_to_be_dateutil_parseable', kwargs: { column: 'id' } }, 'expected a column of text'],
    [
      { type: 'expect_column_values_to_match_json_schema', kwargs: { column: 'word', json_schema: {} } },
      'a value of word is not JSON: "a"',
    ],
    [
      { type: 'expect_column_values_to_match_json_schema', kwargs: { column: 'word', json_schema: { type: 'x' } } },
      'not a JSON Schema',
    ],
    [
      { type: 'expect_column_values_to_be_in_set', kwargs: { column: 'id', value_set: ['a'] } },
      'value_set[0]: expected a number, got "a"',
    ],
    [
      { type: 'expect_column_pair_values_to_be_equal', kwargs: { column_A: 'id', column_B: 'word' } },
      'Could not convert',
    ],
    [
      {
        type: 'expect_table_row_count_to_equal_other_table',
        kwargs: { other_table_name: 'x' },
        catch_exceptions: true,
      },
      'there is no table x',
    ],
    [
      {
        type: 'unexpected_rows_expectation',
        kwargs: { unexpected_rows_query: 'DELETE FROM {batch}' },
        catch_exceptions: true,
      },
      'a statement that only reads',
    ],
    [
      {
        type: 'expect_column_quantile_values_to_be_between',
        kwargs: { column: 'id', quantile_ranges: { quantiles: [0.5], value_ranges: [] } },
        catch_exceptions: true,
      },
      'as many value_ranges as quantiles',
    ],
    [
      {
        type: 'expect_column_quantile_values_to_be_between',
        kwargs: { column: 'id', quantile_ranges: { quantiles: [0.5], value_ranges: [[2, 1]] } },
        catch_exceptions: true,
      },
      'the smaller value first',
    ],
    [
      {
        type: 'expect_column_kl_divergence_to_be_less_than',
        kwargs: { column: 'id', partition_object: { values: [1], weights: [0.5] }, threshold: 1 },
        catch_exceptions: true,
      },
      'add up to 1',
    ],
    [
      {
        type: 'expect_column_kl_divergence_to_be_less_than',
        kwargs: { column: 'id', partition_object: { bins: [1, 2], weights: [1] }, threshold: 1, bucketize_data: false },
        catch_exceptions: true,
      },
      'bucketize_data',
    ],
  ])('%j says %s', async (expectation, message) => {
    const { results } = await run([expectation]);
    expect(results[0]?.exception_info.exception_message).toContain(message);
  });

  it('in the shared pass loses that expectation alone', async () => {
    const broken = between({ min_value: 0, row_condition: { type: 'pass_through', pass_through_filter: 'nope > 1' } });
    const { results } = await run([broken, between({ min_value: -1 })]);
    expect(results.map(({ exception_info: info, success }) => [info.raised_exception, success])).toEqual([
      [true, false],
      [false, true],
    ]);
  });
});

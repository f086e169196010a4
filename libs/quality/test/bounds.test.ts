import { describe, expect, it } from 'vitest';
import { column, contractOf, contractText, file, problemsIn, useBench } from './support.ts';
import { parseContract } from '../src/index.ts';

const bench = useBench();
const bounded = (type: string, options: string) =>
  contractOf(`      - { name: amount, ${type}, logicalTypeOptions: { ${options} } }`);

const decimal = "logicalType: number, physicalType: 'DECIMAL(12,2)'";

describe('minimum, maximum, exclusiveMinimum, exclusiveMaximum', () => {
  it.each([
    ['minimum', 'minimum: 1', ['1', '2', 'NULL'], ['0', '-5'], 'amount >= 1'],
    ['maximum', 'maximum: 1', ['1', '0', 'NULL'], ['2', '9'], 'amount <= 1'],
    ['exclusiveMinimum', 'exclusiveMinimum: 1', ['2', 'NULL'], ['1', '0'], 'amount > 1'],
    ['exclusiveMaximum', 'exclusiveMaximum: 1', ['0', 'NULL'], ['1', '2'], 'amount < 1'],
  ])('%s', async (option, options, kept, broken, expected) => {
    const contract = bounded('logicalType: integer', options);
    const passing = await bench.check(contract, `amount.${option}`, column('amount', 'BIGINT', kept));
    expect(passing).toMatchObject({ status: 'passed', unexpectedCount: 0, expected, kind: 'row', type: option });
    const failing = await bench.check(contract, `amount.${option}`, column('amount', 'BIGINT', [...kept, ...broken]));
    expect(failing).toMatchObject({ status: 'failed', unexpectedCount: broken.length });
    expect(failing.examples).toEqual(broken.map((value) => ({ amount: Number(value) })));
  });

  it('compare decimals exactly', async () => {
    const rows = column('amount', 'DECIMAL(12,2)', ["'0.10'", "'0.11'", "'0.09'"]);
    const result = await bench.check(bounded(decimal, 'minimum: 0.1'), 'amount.minimum', rows);
    expect(result).toMatchObject({ unexpectedCount: 1, examples: [{ amount: '0.09' }] });
  });

  it('are kept by no NaN, and judged on infinities', async () => {
    const rows = column('amount', 'DOUBLE', ["'NaN'", "'inf'", "'-inf'", '-0.0', 'NULL']);
    const contract = bounded('logicalType: number', 'minimum: 0, maximum: 5');
    expect(await bench.check(contract, 'amount.minimum', rows)).toMatchObject({ unexpectedCount: 2 });
    expect(await bench.check(contract, 'amount.maximum', rows)).toMatchObject({ unexpectedCount: 2 });
  });

  it('hold for dates, instants and times', async () => {
    const day = bounded('logicalType: date', "minimum: '2024-02-29', exclusiveMaximum: '2024-03-02'");
    const days = column('amount', 'DATE', ["'2024-02-28'", "'2024-02-29'", "'2024-03-01'", "'2024-03-02'"]);
    expect(await bench.check(day, 'amount.minimum', days)).toMatchObject({ unexpectedCount: 1 });
    expect(await bench.check(day, 'amount.exclusiveMaximum', days)).toMatchObject({ unexpectedCount: 1 });
    const instant = bounded('logicalType: timestamp', "minimum: '2026-01-01T00:00:00+01:00'");
    const instants = column('amount', 'TIMESTAMPTZ', ["'2025-12-31T22:59:59Z'", "'2025-12-31T23:00:00Z'"]);
    expect(await bench.check(instant, 'amount.minimum', instants)).toMatchObject({ unexpectedCount: 1 });
    const time = bounded('logicalType: time', "maximum: '12:00'");
    expect(
      await bench.check(time, 'amount.maximum', column('amount', 'TIME', ["'12:00'", "'12:00:01'"])),
    ).toMatchObject({
      unexpectedCount: 1,
    });
  });

  it('of 3.0 are sharpened by a flag', async () => {
    const text = contractText(
      '      - { name: amount, logicalType: integer, logicalTypeOptions: { maximum: 5, exclusiveMaximum: true } }',
      '',
      '',
      'v3.0.0',
    );
    const result = await bench.check(
      parseContract(text, file),
      'amount.maximum',
      column('amount', 'BIGINT', ['4', '5']),
    );
    expect(result).toMatchObject({ unexpectedCount: 1, expected: 'amount < 5' });
  });
});

describe('bounds that no value keeps', () => {
  const refused = (type: string, options: string, apiVersion = 'v3.1.0') =>
    problemsIn(`      - { name: amount, ${type}, logicalTypeOptions: { ${options} } }`, '', '', apiVersion);

  it('are refused at the upper one', () => {
    expect(refused('logicalType: integer', 'minimum: 5, maximum: 4')).toEqual([
      '10:90 schema[0].properties[0].logicalTypeOptions.maximum: no value of BIGINT is >= 5 (minimum) and <= 4',
    ]);
    expect(refused('logicalType: string', 'minLength: 5, maxLength: 4')).toEqual([
      '10:93 schema[0].properties[0].logicalTypeOptions.maxLength: no length is >= 5 (minLength) and <= 4',
    ]);
  });

  it.each([
    ['logicalType: integer', 'exclusiveMinimum: 1, exclusiveMaximum: 2', '> 1 (exclusiveMinimum) and < 2'],
    ['logicalType: integer', 'minimum: 1.2, maximum: 1.8', '>= 1.2 (minimum) and <= 1.8'],
    ['logicalType: integer', 'minimum: -1.8, maximum: -1.2', '>= -1.8 (minimum) and <= -1.2'],
    ['logicalType: integer', 'minimum: 0, exclusiveMinimum: 5, maximum: 5', '> 5 (exclusiveMinimum) and <= 5'],
    [decimal, 'exclusiveMinimum: 0.1, exclusiveMaximum: 0.11', '> 0.1 (exclusiveMinimum) and < 0.11'],
    [decimal, 'minimum: 1e-3, maximum: 0.009', '>= 0.001 (minimum) and <= 0.009'],
    ['logicalType: number', 'minimum: 0.1, exclusiveMaximum: 0.1', '>= 0.1 (minimum) and < 0.1'],
    ['logicalType: number', 'minimum: 1e300, maximum: -1e300', '>= 1e+300 (minimum) and <= -1e+300'],
    ['logicalType: date', "minimum: '2024-02-29', exclusiveMaximum: '2024-02-29'", '2024-02-29 (minimum)'],
    ['logicalType: date', "exclusiveMinimum: '2024-02-28', exclusiveMaximum: '2024-02-29'", '> 2024-02-28'],
    ['logicalType: timestamp', "minimum: '2024-01-01T00:00:00Z', maximum: '2024-01-01T00:30:00+01:00'", 'TIME ZONE is'],
    ['logicalType: timestamp', "exclusiveMinimum: '2024-01-01', exclusiveMaximum: '2024-01-01T00:00:00Z'", '> 2024'],
    ['logicalType: time', "minimum: '12:00:01', maximum: '12:00'", '>= 12:00:01 (minimum) and <= 12:00'],
  ])('are refused of %s: { %s }', (type, options, text) => {
    expect(refused(type, options)).toEqual([expect.stringContaining('logicalTypeOptions.')]);
    expect(refused(type, options)).toEqual([expect.stringContaining(text)]);
  });

  it('are refused where a flag of 3.0 leaves none', () => {
    const options = 'minimum: 5, maximum: 5, exclusiveMaximum: true';
    expect(refused('logicalType: integer', options, 'v3.0.0').join()).toContain('is >= 5 (minimum) and < 5');
  });

  it('that do not compare with the column are reported once', () => {
    expect(refused('logicalType: time', "exclusiveMinimum: noon, maximum: '12:00'")).toEqual([
      expect.stringContaining('expected a time such as 12:30:00, got "noon"'),
    ]);
  });

  it.each([
    ['expect_column_values_to_be_between', 'column: day, min_value: 2026-01-02, max_value: 2026-01-01'],
    ['expect_column_value_lengths_to_be_between', 'column: word, min_value: 3, max_value: 1'],
    ['expect_column_median_to_be_between', 'column: n, min_value: 3, max_value: 1'],
    ['expect_table_row_count_to_be_between', 'min_value: 3, max_value: 1'],
    ['expect_table_column_count_to_be_between', 'min_value: 3, max_value: 1'],
  ])('are refused of %s { %s }', (type, kwargs) => {
    const columns = [
      '{ name: day, logicalType: date }',
      '{ name: word, logicalType: string }',
      '{ name: n, logicalType: integer }',
    ];
    const table = `    quality: [{ type: custom, engine: greatExpectations, implementation: { type: ${type}, kwargs: { ${kwargs} } } }]`;
    expect(problemsIn(columns.map((each) => `      - ${each}`).join('\n'), table)).toEqual([
      expect.stringMatching(/kwargs: min_value (?:3|2026-01-02) is greater than max_value (?:1|2026-01-01)$/u),
    ]);
  });

  it.each([
    ['logicalType: integer', 'minimum: 5, maximum: 5'],
    ['logicalType: integer', 'exclusiveMinimum: 1, exclusiveMaximum: 3'],
    ['logicalType: integer', 'exclusiveMinimum: 1.5, exclusiveMaximum: 2.5'],
    ['logicalType: integer', 'minimum: -1.8, maximum: -1'],
    [decimal, 'exclusiveMinimum: 0.1, maximum: 0.11'],
    [decimal, 'minimum: -0.019, maximum: -0.01'],
    ['logicalType: number', 'exclusiveMinimum: 1, exclusiveMaximum: 1.0000000000000002'],
    ['logicalType: date', "exclusiveMinimum: '2024-02-28', exclusiveMaximum: '2024-03-01'"],
    ['logicalType: timestamp', "minimum: '2024-01-01T01:00:00+01:00', maximum: '2024-01-01T00:00:00Z'"],
    ['logicalType: string', 'minLength: 4, maxLength: 4'],
  ])('are not those that one value keeps: %s: { %s }', (type, options) => {
    expect(bounded(type, options).rules).toHaveLength(4);
  });
});

describe('multipleOf', () => {
  it.each([
    ['integers', 'logicalType: integer', '5', 'BIGINT', ['0', '-10', '5'], ['7']],
    ['decimals', decimal, '0.05', 'DECIMAL(12,2)', ['0.05', '-1.10'], ['0.04']],
    [
      'doubles, whose steps are not exact',
      'logicalType: number',
      '0.1',
      'DOUBLE',
      ['0.3', '1.1', '123456.7'],
      ['0.35', "'NaN'", "'inf'"],
    ],
  ])('of %s', async (_name, type, step, sqlType, kept, broken) => {
    const contract = bounded(type, `multipleOf: ${step}`);
    const result = await bench.check(
      contract,
      'amount.multipleOf',
      column('amount', sqlType, [...kept, 'NULL', ...broken]),
    );
    expect(result).toMatchObject({ status: 'failed', unexpectedCount: broken.length });
  });
});

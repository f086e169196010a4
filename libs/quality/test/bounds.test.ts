import { describe, expect, it } from 'vitest';
import { column, contractOf, contractText, file, useBench } from './support.ts';
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

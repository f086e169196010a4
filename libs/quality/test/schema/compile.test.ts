import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { compileRecordSchema, exportedSchema } from '../../src/index.ts';
import { contractOf } from '../support.ts';

const orders = contractOf(
  `      - { name: order_id, logicalType: integer, primaryKey: true }
      - { name: code, logicalType: string, required: true, logicalTypeOptions: { pattern: '^C[0-9]+$', maxLength: 4 } }
      - { name: amount, logicalType: number, physicalType: 'DECIMAL(12,2)', logicalTypeOptions: { minimum: 0.1, multipleOf: 0.05 } }
      - { name: ratio, logicalType: number, logicalTypeOptions: { maximum: 1 } }
      - { name: day, logicalType: date, logicalTypeOptions: { minimum: '2024-02-29' } }
      - { name: at, logicalType: timestamp, logicalTypeOptions: { exclusiveMaximum: '2026-01-01' } }
      - name: status
        logicalType: string
        quality: [{ metric: invalidValues, arguments: { validValues: [open, done] }, mustBe: 0 }]
      - name: note
        logicalType: string
        quality:
          - type: custom
            engine: greatExpectations
            severity: warning
            implementation: { type: expect_column_values_to_not_match_regex, kwargs: { regex: '[0-9]' } }`,
  `    quality:
      - type: custom
        engine: greatExpectations
        implementation: { type: expect_column_pair_values_a_to_be_greater_than_b, kwargs: { column_A: amount, column_B: order_id } }`,
);
const good = { order_id: 1, code: 'C1', amount: '1.10', ratio: 0.5, day: '2024-02-29', at: '2025-12-31T23:59:59Z' };
const schema = compileRecordSchema(orders);
const broken = (record: unknown) => schema.check(record).broken;

describe('compileRecordSchema', () => {
  it('passes a record that keeps every rule; what is missing is null', () => {
    expect(schema.check(good)).toEqual({ valid: true, broken: [] });
    expect(schema.check({ ...good, status: null, surplus: [] })).toEqual({ valid: true, broken: [] });
  });

  it.each([
    ['nothing at all', null, ['record']],
    ['a list', [good], ['record']],
    ['a missing key', { ...good, order_id: undefined }, ['order_id.required']],
    ['a null', { ...good, code: null }, ['code.required']],
    ['two rules at once', { ...good, code: 'D12345' }, ['code.maxLength', 'code.pattern']],
    ['a number in a text', { ...good, ratio: '0.5' }, ['ratio.type']],
    ['a text in a number', { ...good, code: 7 }, ['code.type']],
    ['half of an emoji', { ...good, note: '\ud83d' }, ['note.type']],
    ['a bound as text, exactly', { ...good, order_id: 0, amount: '0.05' }, ['amount.minimum']],
    ['a bound as a number', { ...good, order_id: 0, amount: 0.05 }, ['amount.minimum']],
    ['a step', { ...good, amount: 1.11 }, ['amount.multipleOf']],
    ['digits beyond the scale', { ...good, amount: 0.1 + 0.2 }, ['amount.type']],
    ['digits beyond the precision', { ...good, amount: '12345678901.00' }, ['amount.type']],
    ['a number that JSON has rounded', { ...good, order_id: 2 ** 53 }, ['order_id.type']],
    ['NaN, which keeps no bound', { ...good, ratio: 'NaN' }, ['ratio.maximum']],
    ['a day that is none', { ...good, day: '2023-02-29' }, ['day.type']],
    ['a bound in another zone', { ...good, at: '2026-01-01T00:30:00+01:00' }, []],
    ['a bound reached', { ...good, at: '2026-01-01T00:00:00.000000Z' }, ['at.exclusiveMaximum']],
    ['an unlisted value', { ...good, status: 'pendng' }, ['status.invalidValues']],
    [
      'a pair',
      { ...good, order_id: '9007199254740993' },
      ['amount+order_id.expect_column_pair_values_a_to_be_greater_than_b'],
    ],
  ])('names the rules that are broken by %s', (_name, record, expected) => {
    expect(broken(record)).toEqual(expected);
  });

  it('is valid where only warnings are broken', () => {
    expect(schema.check({ ...good, note: '7' })).toEqual({
      valid: true,
      broken: ['note.expect_column_values_to_not_match_regex'],
    });
  });

  it('judges columns that are named as what every object inherits', () => {
    const odd = compileRecordSchema(contractOf('      - { name: constructor, logicalType: string, required: true }'));
    expect(odd.check({}).broken).toEqual(['constructor.required']);
    expect(odd.check({ constructor: 'x' }).broken).toEqual([]);
  });

  it('names what only SQL can judge', () => {
    const contract = contractOf(`      - name: day
        logicalType: string
        relationships: [{ to: days.day }]
        quality: [{ type: custom, engine: greatExpectations, implementation: { type: expect_column_values_to_match_strftime_format, kwargs: { strftime_format: '%b %Y' } } }]`);
    expect(compileRecordSchema(contract).sqlOnly).toEqual([
      'day.expect_column_values_to_match_strftime_format',
      'day.references(days.day)',
    ]);
  });
});

describe('exportedSchema', () => {
  it('is one that a strict ajv of others compiles, with standard keywords alone', () => {
    const exported = exportedSchema(orders);
    const validate = new Ajv2020({ strict: true, formats: { date: true, 'date-time': true } }).compile(exported);
    expect(validate(good)).toBe(true);
    expect(validate({ ...good, code: 'D1' })).toBe(false);
    expect(validate({ ...good, note: '7' })).toBe(true);
    expect(exported['$comment']).toContain('amount.multipleOf');
    expect(JSON.stringify(exported)).not.toContain('sluice:');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Contract, contractChanges } from '../src/index.ts';
import { contractOf } from './support.ts';

/** What differs, each as `kind rule: before → after`. */
function changes(before: Contract, after: Contract): readonly string[] {
  return contractChanges(before, after).map(
    ({ kind, rule, before: old, after: now }) => `${kind} ${rule}: ${old ?? '–'} → ${now ?? '–'}`,
  );
}

const id = '      - { name: id, logicalType: integer, primaryKey: true, required: true }\n';
const amount = (more: string): string => `${id}      - { name: amount, logicalType: integer, ${more} }\n`;
const city = (quality: string, table = ''): Contract =>
  contractOf(`${id}      - { name: city, logicalType: string, quality: [${quality}] }\n`, table);
const cities = (names: string, more = 'mustBe: 0'): Contract =>
  city(`{ metric: invalidValues, arguments: { validValues: [${names}] }, ${more} }`);
const expectation = (type: string, kwargs: string, more = ''): Contract =>
  contractOf(
    amount('required: true'),
    `    quality:\n      - { type: custom, engine: greatExpectations, ${more} implementation: { type: ${type}, kwargs: { ${kwargs} } } }`,
  );

describe(contractChanges, () => {
  it('finds none in what is only described, ordered or named otherwise', () => {
    const before = contractOf(amount('required: true, logicalTypeOptions: { minimum: 0 }'));
    const after = contractOf(
      amount("required: true, description: 'in cents', tags: [money], logicalTypeOptions: { minimum: 0 }"),
      '    description: orders\n    customProperties: [{ property: orderedBy, value: [amount, id] }]',
    );
    expect(changes(before, after)).toEqual([]);
    const named = expectation('expect_column_sum_to_be_between', 'column: amount, min_value: 1', 'id: total,');
    expect(changes(expectation('expect_column_sum_to_be_between', 'column: amount, min_value: 1'), named)).toEqual([]);
  });

  it.each([
    ['a column that is gone', amount('required: true'), id, 'broken amount: amount BIGINT, never null → –'],
    [
      'another type',
      amount('required: true'),
      amount('required: true, physicalType: INTEGER'),
      'broken amount.type: amount is BIGINT → amount is INTEGER',
    ],
    [
      'a column that may be null now',
      amount('required: true'),
      amount('required: false'),
      'broken amount.required: amount is not null → –',
    ],
    [
      'another key',
      amount('primaryKey: true, primaryKeyPosition: 2'),
      amount('required: true'),
      'broken primaryKey: id, amount → id',
    ],
  ])('calls %s broken, and its return tightened or broken', (_, before, after, expected) => {
    expect(changes(contractOf(before), contractOf(after))).toEqual([expected]);
    expect(changes(contractOf(after), contractOf(before))).toHaveLength(1);
  });

  it.each([
    [
      'a rule that is gone',
      contractOf(amount('unique: true')),
      contractOf(amount('unique: false')),
      'amount.unique: amount is unique → –',
    ],
    [
      'a wider bound',
      contractOf(amount('logicalTypeOptions: { minimum: 0 }')),
      contractOf(amount('logicalTypeOptions: { minimum: -1 }')),
      'amount.minimum: amount >= 0 → amount >= -1',
    ],
    [
      'a bound that takes its own value in',
      contractOf(amount('logicalTypeOptions: { exclusiveMaximum: 9 }')),
      contractOf(amount('logicalTypeOptions: { maximum: 9 }')),
      'amount.exclusiveMaximum: amount < 9 → amount <= 9',
    ],
    ['a value more', cities('Rome'), cities('Rome, Oslo'), 'city.invalidValues: city is one of '],
    ['a count that may be higher', cities('Rome', 'mustBeLessThan: 3'), cities('Rome', 'mustBeLessThan: 4'), 'city.in'],
    [
      'a lower severity',
      cities('Rome'),
      cities('Rome', 'mustBe: 0, severity: warning'),
      'city.invalidValues: city is one of ',
    ],
    [
      'a share that may fail',
      expectation('expect_column_values_to_be_between', 'column: amount, min_value: 1'),
      expectation('expect_column_values_to_be_between', 'column: amount, min_value: 1, mostly: 0.9'),
      'amount.expect_column_values_to_be_between: amount >= 1 → amount >= 1 for at least 90 % of the rows',
    ],
    [
      'a value less among those that are refused',
      expectation('expect_column_values_to_not_be_in_set', 'column: amount, value_set: [1, 2]'),
      expectation('expect_column_values_to_not_be_in_set', 'column: amount, value_set: [1]'),
      'amount.expect_column_values_to_not_be_in_set: amount is none of ',
    ],
    [
      'what nobody calls personal any more',
      contractOf(amount('classification: personal')),
      contractOf(amount('classification: public')),
      'amount.classification: amount is personal → –',
    ],
    [
      'older data',
      contractOf(`${id}      - { name: day, logicalType: date }`, '', latency('1')),
      contractOf(`${id}      - { name: day, logicalType: date }`, '', latency('2')),
      'day.latency: newest day is at most 1 days before',
    ],
  ])('calls %s loosened, and its return tightened', (_, before, after, expected) => {
    expect(changes(before, after)).toEqual([expect.stringContaining(`loosened ${expected}`)]);
    expect(changes(after, before)).toEqual([expect.stringMatching(/^tightened /u)]);
  });

  it.each([
    [
      'patterns',
      contractOf(`${id}      - { name: city, logicalType: string, logicalTypeOptions: { pattern: '^a' } }`),
      contractOf(`${id}      - { name: city, logicalType: string, logicalTypeOptions: { pattern: '^b' } }`),
    ],
    ['bounds that moved', amountsBetween(1, 5), amountsBetween(2, 6)],
    ['other values', cities('Rome'), cities('Oslo')],
    [
      'queries',
      city('', "    quality: [{ type: sql, query: 'SELECT 1', mustBe: 0 }]"),
      city('', "    quality: [{ type: sql, query: 'SELECT 2', mustBe: 0 }]"),
    ],
    ['counts that must be reached', cities('A', 'mustBeGreaterThan: 3'), cities('A, B', 'mustBeGreaterThan: 3')],
  ])('calls %s that cannot be compared loosened, both ways', (_, before, after) => {
    expect(contractChanges(before, after)).toMatchObject([{ kind: 'loosened' }]);
    expect(contractChanges(after, before)).toMatchObject([{ kind: 'loosened' }]);
  });

  it('says of a column that came or went that alone, not each of its rules', () => {
    const more = contractOf(amount('required: true, unique: true, logicalTypeOptions: { minimum: 0, maximum: 9 }'));
    expect(changes(contractOf(id), more)).toEqual(['tightened amount: – → amount BIGINT, never null']);
  });

  it('knows of two rules of one name which is which', () => {
    const two = (...minima: readonly number[]): Contract =>
      contractOf(
        amount('required: true'),
        `    quality:\n${minima.map((value) => `      - { type: custom, engine: greatExpectations, implementation: { type: expect_column_max_to_be_between, kwargs: { column: amount, min_value: ${value} } } }`).join('\n')}`,
      );
    expect(changes(two(1, 2), two(1))).toEqual([
      'loosened amount.expect_column_max_to_be_between#2: largest value of amount >= 2 → –',
    ]);
  });

  it('calls nothing harmless that lets a value through which was refused: any bounds, any lists', () => {
    const numbers = fc.integer({ min: -3, max: 3 });
    const between = fc
      .record({ low: fc.option(numbers), high: fc.option(numbers), strictLow: fc.boolean() })
      .filter(({ low, high, strictLow }) => low === null || high === null || low + Number(strictLow) <= high);
    const wanted = fc.record({ range: between, list: fc.uniqueArray(numbers, { minLength: 1 }) });
    fc.assert(
      fc.property(wanted, wanted, (before, after) => {
        const found = contractChanges(declared(before), declared(after)).map(({ kind }) => kind);
        const newly = values.filter((value) => passes(after, value) && !passes(before, value));
        if (newly.length > 0) expect(found).toContain('loosened');
        if (JSON.stringify(before) === JSON.stringify(after)) expect(found).toEqual([]);
      }),
    );
  });
});

interface Wanted {
  readonly range: { readonly low: number | null; readonly high: number | null; readonly strictLow: boolean };
  readonly list: readonly number[];
}

const values = [-4, -3, -2, -1, 0, 1, 2, 3, 4];

function declared({ range: { low, high, strictLow }, list }: Wanted): Contract {
  const options = [
    ...(low === null ? [] : [`${strictLow ? 'exclusiveMinimum' : 'minimum'}: ${low}`]),
    ...(high === null ? [] : [`maximum: ${high}`]),
  ];
  const quality = `quality: [{ metric: invalidValues, arguments: { validValues: [${list.join(', ')}] }, mustBe: 0 }]`;
  return contractOf(amount(`logicalTypeOptions: { ${options.join(', ')} }, ${quality}`));
}

function passes({ range: { low, high, strictLow }, list }: Wanted, value: number): boolean {
  return (
    list.includes(value) &&
    (low === null || value > low || (value === low && !strictLow)) &&
    (high === null || value <= high)
  );
}

function amountsBetween(low: number, high: number): Contract {
  return contractOf(
    amount(
      `required: true, quality: [{ metric: invalidValues, arguments: { validValues: [1] }, mustBeBetween: [${low}, ${high}] }]`,
    ),
  );
}

function latency(days: string): string {
  return `slaProperties: [{ property: latency, value: ${days}, unit: d, element: orders.day }]`;
}

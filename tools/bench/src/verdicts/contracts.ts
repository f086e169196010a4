import { ContractInvalidError, parseContract, type Contract } from '@sluice/quality';
import fc from 'fast-check';
import { cellsOf, type Cell } from './values.ts';

type Json = Readonly<Record<string, unknown>>;

const types = [
  ...['VARCHAR', 'VARCHAR', 'TINYINT', 'INTEGER', 'BIGINT', 'UBIGINT', 'DOUBLE', 'FLOAT', 'BOOLEAN', 'DATE', 'TIME'],
  ...['TIMESTAMP', 'TIMESTAMPTZ', 'DECIMAL(12,2)', 'DECIMAL(18,9)', 'DECIMAL(38,10)', 'DECIMAL(2,2)', 'DECIMAL(5,0)'],
];
const patterns = ['^[a-z]+$', '\\d', '^.{2,3}$', 'é|😀', '^$', '[^\\w]', '-.'];
const likePatterns = ['a%', '%1', '_', '__', '%', '', 'a_%', '!%%', '%!_', '%.%', 'é', '_b', 'A!a', '%\n%', '%-%'];
const formats = ['%Y-%m-%d', '%d/%m/%Y %H:%M:%S', '%-d.%-m.%Y', '%Y'];

/** Contracts of one to five columns with all kinds of rules on rows; every one parses. */
export const contracts: fc.Arbitrary<Contract> = fc
  .array(fc.constantFrom(...types), { minLength: 1, maxLength: 5 })
  .chain((columns) =>
    fc.tuple(
      fc.tuple(...columns.map((type, index) => property(`c${String(index)}`, type))),
      fc.array(severalColumns(columns), { maxLength: 3 }),
    ),
  )
  .map(([properties, pairs]) => read(document(properties, pairs)));

function read(written: Json): Contract {
  return parseContract(JSON.stringify(written), 'generated.odcs.json');
}

/** Bounds are drawn each by itself, and those that no value keeps are refused. */
function leavesValues(column: Json): boolean {
  try {
    read(document([column], []));
    return true;
  } catch (error) {
    if (
      error instanceof ContractInvalidError &&
      error.problems.every(({ message }) => /^no (?:value|length)/.test(message))
    )
      return false;
    throw error;
  }
}

function document(properties: readonly Json[], quality: readonly Json[]): Json {
  const schema = [{ name: 'generated', properties, quality }];
  return { apiVersion: 'v3.1.0', kind: 'DataContract', id: 'generated', version: '1.0.0', status: 'draft', schema };
}

function property(name: string, type: string): fc.Arbitrary<Json> {
  return fc
    .record({
      required: fc.boolean(),
      logicalTypeOptions: options(type),
      quality: fc.array(quality(type), { maxLength: 2 }),
    })
    .map((rest) => ({ name, physicalType: type, ...rest }))
    .filter(leavesValues);
}

function options(type: string): fc.Arbitrary<Json> {
  if (type === 'BOOLEAN') return fc.constant({});
  if (type === 'VARCHAR') {
    const length = fc.nat({ max: 6 });
    return fc.record(
      { minLength: length, maxLength: length, pattern: fc.constantFrom(...patterns) },
      { requiredKeys: [] },
    );
  }
  const bound = operands(type);
  const bounds = { minimum: bound, maximum: bound, exclusiveMinimum: bound, exclusiveMaximum: bound };
  const steps = { multipleOf: fc.constantFrom(1, 5, 0.05, 0.1, 0.3, 2.5, 1e-7) };
  return fc.record(isNumeric(type) && type !== 'FLOAT' ? { ...bounds, ...steps } : bounds, { requiredKeys: [] });
}

/** Values that a contract may name for a column: its own cells, as numbers where it has numbers. */
function operands(type: string): fc.Arbitrary<Cell> {
  const usable = (value: Cell): boolean => {
    if (isNumeric(type)) return typeof value === 'number' && (!Number.isInteger(value) || Number.isSafeInteger(value));
    if (type === 'BOOLEAN') return typeof value === 'boolean';
    if (typeof value !== 'string') return false;
    if (type === 'VARCHAR') return true;
    if (type === 'TIMESTAMP' && /[+-]\d{2}:\d{2}$/.test(value)) return false;
    const [day = '', clock = '00:00:00'] = type === 'TIME' ? ['2024-01-01', value] : value.split(/T/);
    const parsed = new Date(`${day}T00:00:00Z`);
    const isDay = !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day) && day.length === 10;
    return (
      isDay &&
      !/^24|:60/.test(clock) &&
      (type === 'TIME' ? clock.length > 7 : (type === 'DATE') !== value.includes('T'))
    );
  };
  return cellsOf(type).filter(usable);
}

function isNumeric(type: string): boolean {
  return /INT|DECIMAL|DOUBLE|FLOAT/.test(type);
}

function quality(type: string): fc.Arbitrary<Json> {
  const set = fc.array(operands(type), { minLength: 1, maxLength: 4 });
  const kinds: fc.Arbitrary<Json>[] = [
    set.map((validValues) => ({ metric: 'invalidValues', arguments: { validValues }, mustBe: 0 })),
    expectation(
      'expect_column_values_to_be_in_set',
      set.map((value_set) => ({ value_set })),
    ),
    expectation(
      'expect_column_values_to_not_be_in_set',
      set.map((value_set) => ({ value_set })),
    ),
    expectation('expect_column_values_to_not_be_null', fc.constant({})),
    expectation('expect_column_values_to_be_null', fc.constant({})),
  ];
  if (type !== 'BOOLEAN') {
    const range = fc.record({ min_value: operands(type), strict_min: fc.boolean() });
    kinds.push(expectation('expect_column_values_to_be_between', range));
  }
  if (type === 'VARCHAR') {
    const regex = fc.constantFrom(...patterns).map((text) => ({ regex: text }));
    const lengths = fc.record({
      min_value: fc.nat({ max: 2 }),
      max_value: fc.integer({ min: 2, max: 5 }),
      strict_max: fc.boolean(),
    });
    kinds.push(
      expectation('expect_column_values_to_match_regex', regex),
      expectation('expect_column_values_to_not_match_regex', regex),
      expectation('expect_column_value_lengths_to_be_between', lengths),
      expectation(
        'expect_column_value_lengths_to_equal',
        fc.nat({ max: 4 }).map((value) => ({ value })),
      ),
      ...texts,
      expectation(
        'expect_column_values_to_match_strftime_format',
        fc.constantFrom(...formats).map((strftime_format) => ({ strftime_format })),
      ),
    );
  }
  return fc.oneof(...kinds);
}

const matchOn = fc.constantFrom('any', 'all');
const likes = fc.record(
  { like_pattern: fc.constantFrom(...likePatterns), escape: fc.constant('!') },
  { requiredKeys: ['like_pattern'] },
);
const likeLists = fc.record(
  {
    like_pattern_list: fc.array(fc.constantFrom(...likePatterns), { minLength: 1, maxLength: 3 }),
    escape: fc.constant('!'),
  },
  { requiredKeys: ['like_pattern_list'] },
);
const regexLists = fc.record({ regex_list: fc.array(fc.constantFrom(...patterns), { maxLength: 3 }) });

/** One or several patterns, found or not. */
const texts: readonly fc.Arbitrary<Json>[] = [
  expectation('expect_column_values_to_match_like_pattern', likes),
  expectation('expect_column_values_to_not_match_like_pattern', likes),
  expectation('expect_column_values_to_not_match_like_pattern_list', likeLists),
  expectation('expect_column_values_to_not_match_regex_list', regexLists),
  ...(
    [
      ['expect_column_values_to_match_like_pattern_list', likeLists],
      ['expect_column_values_to_match_regex_list', regexLists],
    ] as const
  ).map(([type, lists]) =>
    expectation(
      type,
      fc.tuple(lists, matchOn).map(([list, match_on]) => ({ ...list, match_on })),
    ),
  ),
];

function severalColumns(columns: readonly string[]): fc.Arbitrary<Json> {
  const alike = columns.flatMap((type, index) => {
    const same = columns.flatMap((other, at) => (other === type && at > index ? [`c${String(at)}`] : []));
    return same.length === 0 ? [] : [{ type, names: [`c${String(index)}`, ...same] }];
  });
  return alike.length === 0 ? pair(columns) : fc.oneof(pair(columns), fc.constantFrom(...alike).chain(alikeColumns));
}

/** What columns of one type may be together. */
function alikeColumns({
  type,
  names,
}: {
  readonly type: string;
  readonly names: readonly string[];
}): fc.Arbitrary<Json> {
  const ignored = fc.constantFrom('all_values_are_missing', 'any_value_is_missing', 'never');
  const kwargs = fc.record(
    { column_list: fc.constant(names), ignore_row_if: ignored },
    { requiredKeys: ['column_list'] },
  );
  const pairs = fc.array(fc.tuple(fc.option(operands(type)), fc.option(operands(type))), { maxLength: 3 });
  const [column_A, column_B] = names;
  return fc.oneof(
    expectation('expect_multicolumn_values_to_be_equal', kwargs),
    expectation('expect_select_column_values_to_be_unique_within_record', kwargs),
    expectation(
      'expect_column_pair_values_to_be_in_set',
      pairs.map((value_pairs_set) => ({ column_A, column_B, value_pairs_set })),
    ),
    ...(isNumeric(type)
      ? [
          expectation(
            'expect_multicolumn_sum_to_equal',
            fc
              .tuple(kwargs, fc.constantFrom(0, 1, -3, 2.5, 1e-7))
              .map(([given, sum_total]) => ({ ...given, sum_total })),
          ),
        ]
      : []),
  );
}

function pair(columns: readonly string[]): fc.Arbitrary<Json> {
  const name = fc.nat({ max: columns.length - 1 });
  const same = fc
    .tuple(name, name)
    .filter(
      ([a, b]) =>
        columns[a] === columns[b] || [a, b].every((index) => /INT|DECIMAL\((12|5|2),/.test(columns[index] ?? '')),
    )
    .map(([a, b]) => ({ column_A: `c${String(a)}`, column_B: `c${String(b)}` }));
  const ignored = fc.constantFrom('both_values_are_missing', 'either_value_is_missing', 'neither');
  const kwargs = fc.tuple(same, fc.record({ ignore_row_if: ignored })).map(([names, rest]) => ({ ...names, ...rest }));
  return fc.oneof(
    expectation('expect_column_pair_values_to_be_equal', kwargs),
    expectation(
      'expect_column_pair_values_a_to_be_greater_than_b',
      fc.tuple(kwargs, fc.boolean()).map(([names, or_equal]) => ({ ...names, or_equal })),
    ),
  );
}

function expectation(type: string, kwargs: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return kwargs.map((given) => ({
    type: 'custom',
    engine: 'greatExpectations',
    implementation: { type, kwargs: given },
  }));
}

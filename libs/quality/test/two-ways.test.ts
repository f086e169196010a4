import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseContract, validate, type CheckResult, type ExpectationResult } from '../src/index.ts';
import { useBench } from './support.ts';

const bench = useBench();
const types = { n: 'BIGINT', d: 'DECIMAL(6,2)', f: 'DOUBLE', s: 'VARCHAR', day: 'DATE' } as const;

const cells = fc.record({
  n: fc.option(fc.integer({ min: -3, max: 3 }).map(String)),
  d: fc.option(fc.integer({ min: -300, max: 300 }).map((cents) => (cents / 100).toFixed(2))),
  f: fc.option(fc.constantFrom('0', '-0.0', '0.1', '2.5', 'NaN', 'Infinity')),
  s: fc.option(fc.constantFrom('', 'a', 'B', 'é', '10')),
  day: fc.option(fc.constantFrom('2024-02-29', '2024-03-01', '1970-01-01')),
});
const tables = fc.array(cells, { minLength: 1, maxLength: 8 });

const number = fc.constantFrom<number | null>(null, -2, 0, 0.1, 1, 2.5, 3);
const strict = { strict_min: fc.boolean(), strict_max: fc.boolean() };
const range = fc
  .record({ min_value: number, max_value: number, ...strict })
  .filter(({ min_value: low, max_value: high }) => low !== null || high !== null)
  .filter(({ min_value: low, max_value: high }) => low === null || high === null || low <= high);
const rowCounts = fc.nat({ max: 4 }).map((least) => ({ min_value: least, max_value: least + 3 }));
const whole = range.filter(({ min_value: low, max_value: high }) =>
  [low, high].every((each) => Number.isInteger(each)),
);
const mostly = fc.constantFrom(1, 0.5, 0);

interface Written {
  readonly type: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
}

function written(type: string, kwargs: fc.Arbitrary<object>, columns: readonly string[] = []): fc.Arbitrary<Written> {
  if (columns.length === 0) return kwargs.map((given) => ({ type, kwargs: { ...given } }));
  return fc
    .tuple(fc.constantFrom(...columns), kwargs)
    .map(([column, given]) => ({ type, kwargs: { column, ...given } }));
}

const numeric = ['n', 'd', 'f'];
const aggregates = fc.oneof(
  ...['sum', 'mean', 'min', 'max'].map((name) => written(`expect_column_${name}_to_be_between`, range, numeric)),
  written('expect_column_min_to_be_between', fc.constant({ min_value: '2024-02-29' }), ['day']),
  written('expect_column_max_to_be_between', fc.constant({ max_value: 'a' }), ['s']),
  written('expect_column_unique_value_count_to_be_between', whole, Object.keys(types)),
);
const counts = fc.oneof(
  written('expect_table_row_count_to_be_between', rowCounts),
  written('expect_table_row_count_to_equal', fc.record({ value: fc.nat({ max: 8 }) })),
  written('unexpected_rows_expectation', fc.constant({ unexpected_rows_query: 'SELECT * FROM {batch} WHERE n > 0' })),
);
const rowWise = fc.oneof(
  written('expect_column_values_to_not_be_null', fc.record({ mostly }), Object.keys(types)),
  written('expect_column_values_to_be_unique', fc.record({ mostly }), Object.keys(types)),
  written('expect_column_values_to_be_in_set', fc.constant({ value_set: [0, 1, null] }), ['n', 'd', 'f']),
  written(
    'expect_column_values_to_be_between',
    fc.tuple(range, fc.record({ mostly })).map(([a, b]) => ({ ...a, ...b })),
    numeric,
  ),
  written('expect_column_values_to_be_between', fc.constant({ min_value: 'B', max_value: 'a' }), ['s']),
  written(
    'expect_compound_columns_to_be_unique',
    fc
      .record({ ignore_row_if: fc.constantFrom('all_values_are_missing', 'any_value_is_missing', 'never'), mostly })
      .map((kwargs) => ({ ...kwargs, column_list: ['n', 's'] })),
  ),
);

/** The rows as a SELECT. */
function select(rows: readonly Readonly<Record<string, string | null>>[]): string {
  const lines = rows.map((row) =>
    Object.entries(types).map(([name, type]) => {
      const value = row[name] ?? null;
      return value === null ? 'NULL' : `CAST('${value}' AS ${type})`;
    }),
  );
  const names = Object.keys(types).join(', ');
  const cast = Object.entries(types).map(([name, type]) => `CAST(${name} AS ${type}) AS ${name}`);
  return `SELECT ${cast.join(', ')} FROM (VALUES ${lines.map((line) => `(${line.join(', ')})`).join(', ')}) AS t(${names})`;
}

async function bothWays(one: Written, rows: readonly Readonly<Record<string, string | null>>[]) {
  const properties = Object.entries(types).map(([name, physicalType]) => ({ name, physicalType }));
  const quality = [{ type: 'custom', engine: 'greatExpectations', id: 'judged', implementation: one }];
  const schema = [{ name: 'orders', properties, quality }];
  const head = { apiVersion: 'v3.1.0', kind: 'DataContract', id: 'x', version: '1.0.0', status: 'draft' };
  const contract = parseContract(JSON.stringify({ ...head, schema }), 'orders.odcs.json');
  const byContract = await bench.check(contract, 'judged', select(rows));
  const { results } = await validate({ session: bench.session, relation: 'orders' }, [one], { catchExceptions: true });
  return { byContract, bySuite: results[0] };
}

function expectSame(byContract: CheckResult, bySuite: ExpectationResult | undefined): void {
  expect(byContract.status === 'passed').toBe(bySuite?.success);
  const count = bySuite?.result['unexpected_count'];
  if (typeof count === 'number') expect(byContract.unexpectedCount).toBe(count);
}

describe('an expectation that stands in a contract and in a suite', () => {
  it.each([
    ['on aggregates', aggregates],
    ['on the table', counts],
    ['on rows', rowWise],
  ])('%s has one verdict', async (_, expectations) => {
    await fc.assert(
      fc.asyncProperty(expectations, tables, async (one, rows) => {
        const { byContract, bySuite } = await bothWays(one, rows);
        expectSame(byContract, bySuite);
      }),
      { numRuns: 60 },
    );
  });
});

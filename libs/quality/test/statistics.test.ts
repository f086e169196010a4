import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { audit } from '../src/index.ts';
import { countByStatistics } from '../src/audit/statistics.ts';
import { contractOf, useBench } from './support.ts';

const bench = useBench();
const context = { asOf: '2026-01-01', relationOf: () => undefined };
let files = 0;

/** Writes rows of one column, and judges the file with the writer's statistics and without. */
async function both(sqlType: string, logicalType: string, options: string, values: readonly string[]) {
  const contract = contractOf(
    `      - { name: v, ${logicalType}, required: true, logicalTypeOptions: { ${options} } }`,
    '    quality: [{ metric: rowCount, mustBeGreaterOrEqualTo: 0 }]',
  );
  files += 1;
  const path = join(bench.folder, `${String(files)}.parquet`);
  const rows = values.map((value) => `(CAST(${value} AS ${sqlType}))`).join(', ');
  const written = await bench.session.writeParquet(`SELECT * FROM (VALUES ${rows}) AS t(v)`, path, {});
  const table = { table: 'silver.orders', relation: `read_parquet('${path}')`, rows: written.rows };
  const verdicts = async (statistics: typeof written.statistics | undefined) => {
    const results = await audit(
      bench.session,
      statistics === undefined ? table : { ...table, statistics },
      contract,
      context,
    );
    return results.map(({ rule, status, unexpectedCount }) => ({ rule, status, unexpectedCount }));
  };
  const decided = contract.rules.filter(
    (rule) =>
      rule.form === 'row' && countByStatistics(rule, written.statistics, contract.columns[0]?.type) !== undefined,
  );
  return {
    fast: await verdicts(written.statistics),
    slow: await verdicts(undefined),
    decided: decided.map(({ id }) => id),
  };
}

describe('statistics of the writer', () => {
  it.each([
    [
      'integers',
      'INTEGER',
      'logicalType: integer, physicalType: INTEGER',
      'minimum: -5, exclusiveMaximum: 10',
      ['-5', '9'],
    ],
    [
      'large integers',
      'BIGINT',
      'logicalType: integer',
      'minimum: 0, maximum: 9007199254740991',
      ['0', '9007199254740991'],
    ],
    [
      'decimals',
      'DECIMAL(18,2)',
      "logicalType: number, physicalType: 'DECIMAL(18,2)'",
      'minimum: 0.1, maximum: 99.995',
      ['0.10', '99.99'],
    ],
    ['doubles', 'DOUBLE', 'logicalType: number', 'minimum: -1.5, maximum: 1e300', ['-1.5', '1e300']],
    [
      'dates',
      'DATE',
      'logicalType: date',
      "minimum: '2024-02-29', maximum: '2026-01-01'",
      ["'2024-02-29'", "'2026-01-01'"],
    ],
  ])('decide bounds of %s without reading the table', async (_name, sqlType, logicalType, options, values) => {
    const { fast, slow, decided } = await both(sqlType, logicalType, options, values);
    expect(decided).toHaveLength(3);
    expect(fast).toEqual(slow);
    expect(fast.every(({ status }) => status === 'passed')).toBe(true);
  });

  it('decide no bound where there is a NaN, which they leave out', async () => {
    const { fast, slow, decided } = await both('DOUBLE', 'logicalType: number', 'minimum: 0, maximum: 5', [
      '1',
      "'NaN'",
    ]);
    expect(decided).toEqual(['v.required']);
    expect(fast).toEqual(slow);
    expect(fast.filter(({ status }) => status === 'failed')).toHaveLength(2);
  });

  it('decide no bound of a column of nulls', async () => {
    const { fast, slow, decided } = await both('INTEGER', 'logicalType: integer, physicalType: INTEGER', 'minimum: 0', [
      'NULL',
    ]);
    expect(decided).toEqual(['v.required']);
    expect(fast).toEqual(slow);
  });

  it('never decide a rule on text: long values are cut', () => {
    const contract = contractOf('      - { name: v, logicalType: string, logicalTypeOptions: { maxLength: 300 } }');
    const statistics = new Map([['v', { nulls: 0, hasNan: false, min: 'a', max: 'b' }]]);
    const rules = contract.rules.filter((rule) => rule.form === 'row');
    expect(rules.map((rule) => countByStatistics(rule, statistics, 'VARCHAR'))).toEqual([undefined]);
  });

  it.each([
    ['exclusiveMinimum: 1', { min: '1' }, undefined],
    ['exclusiveMinimum: 1', { min: '1.01' }, 0],
    ['exclusiveMaximum: 1', { max: '1' }, undefined],
    ['exclusiveMaximum: 1', { max: '0.99' }, 0],
    ['minimum: 1', { min: '1' }, 0],
    ['maximum: 1', { max: '1.01' }, undefined],
    ['minimum: 1', { min: '1', hasNan: true }, undefined],
    ['minimum: 1', {}, undefined],
  ])('take a bound as it is meant: %s, %o', (options, extremes, expected) => {
    const contract = contractOf(`      - { name: v, logicalType: number, logicalTypeOptions: { ${options} } }`);
    const statistics = new Map([['v', { nulls: 0, hasNan: false, ...extremes }]]);
    const rules = contract.rules.filter((rule) => rule.form === 'row');
    expect(rules.map((rule) => countByStatistics(rule, statistics, 'DOUBLE'))).toEqual([expected]);
    expect(rules.map((rule) => countByStatistics(rule, statistics, 'DECIMAL(12,2)'))).toEqual([expected]);
  });

  it('decide ranges and nulls of expectations too', () => {
    const expectation = (type: string, kwargs: string) =>
      `{ type: custom, engine: greatExpectations, implementation: { type: ${type}, kwargs: { column: v, ${kwargs} } } }`;
    const contract = contractOf(
      '      - { name: v, logicalType: integer }',
      `    quality:
      - ${expectation('expect_column_values_to_be_between', 'min_value: 1, max_value: 5')}
      - ${expectation('expect_column_values_to_be_between', 'min_value: 1, max_value: 4')}
      - ${expectation('expect_column_values_to_not_be_null', '')}`,
    );
    const statistics = new Map([['v', { nulls: 2, hasNan: false, min: '1', max: '5' }]]);
    const rules = contract.rules.filter((rule) => rule.form === 'row');
    expect(rules.map((rule) => countByStatistics(rule, statistics, 'BIGINT'))).toEqual([0, undefined, 2]);
  });

  it('give the verdict of a scan, for any numbers and bounds', async () => {
    const cents = fc.integer({ min: -500, max: 500 }).map((value) => (value / 100).toFixed(2));
    const cell = fc.option(cents, { freq: 8 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(cell, { minLength: 1, maxLength: 6 }),
        cents,
        cents,
        fc.boolean(),
        async (cells, a, b, exact) => {
          const [low, high] = Number(a) < Number(b) ? [a, b] : [b, a];
          const [sqlType, logicalType] = exact
            ? ['DECIMAL(12,2)', "logicalType: number, physicalType: 'DECIMAL(12,2)'"]
            : ['DOUBLE', 'logicalType: number'];
          const values = cells.map((value) => value ?? 'NULL');
          const { fast, slow } = await both(sqlType, logicalType, `minimum: ${low}, exclusiveMaximum: ${high}`, values);
          expect(fast).toEqual(slow);
        },
      ),
      { numRuns: 60 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { audit, type Contract, driftColumns, type EarlierTable, profileRows } from '../src/index.ts';
import { distanceOf } from '../src/drift/distribution.ts';
import { contractOf, problemsIn, useBench } from './support.ts';

const bench = useBench();
const quality = (implementation: string) =>
  `quality: [{ type: custom, engine: sluice, severity: warning, implementation: ${implementation} }]`;
const counted = contractOf(
  '      - { name: id, logicalType: integer }',
  `    ${quality('{ type: rowCountDrift, runs: 3, minimumRuns: 2, maxChange: 0.3 }')}`,
);
const distributed = (type: string) =>
  contractOf(
    `      - { name: v, ${type}, ${quality('{ type: distributionDrift, minimumRuns: 1, maxDistance: 0.25 }')} }`,
  );

/** What a run would have kept of a SELECT. */
async function earlier(contract: Contract, select: string): Promise<EarlierTable> {
  const rows = Number((await bench.session.query(`SELECT count(*) AS n FROM (${select})`))[0]?.['n']);
  const { columns } = await profileRows(bench.session, { relation: `(${select})`, rows }, driftColumns(contract));
  return { rows, columns };
}

/** The verdict of a contract's rule on drift on a SELECT, after the tables that others made. */
async function judge(contract: Contract, select: string, history: readonly EarlierTable[]) {
  const rows = Number((await bench.session.query(`SELECT count(*) AS n FROM (${select})`))[0]?.['n']);
  const table = { table: 'silver.orders', relation: `(${select})`, rows };
  const results = await audit(bench.session, table, contract, {
    ...{ asOf: '2026-01-01', history },
    relationOf: () => undefined,
  });
  const { status, observed, reason, severity } = results.find(({ type }) => type.endsWith('Drift')) ?? {};
  return { status, observed, reason, severity };
}

const ids = (count: number) => `SELECT i AS id FROM range(${String(count)}) t(i)`;
const past = (...counts: readonly number[]): readonly EarlierTable[] => counts.map((rows) => ({ rows, columns: [] }));

describe('rowCountDrift', () => {
  it.each([
    [100, past(100, 100), 'passed'],
    [130, past(90, 100, 110, 10_000), 'passed'],
    [131, past(90, 100, 110), 'failed'],
    [69, past(90, 100, 110), 'failed'],
    [100, past(60, 100), 'passed'],
  ])('of %i rows is judged against the median of the newest runs', async (rows, history, status) => {
    expect(await judge(counted, ids(rows), history)).toMatchObject({ status, severity: 'warning' });
  });

  it('has a status of its own where too few runs published the table: neither passed nor failed', async () => {
    expect(await judge(counted, ids(5), past(100))).toEqual({
      ...{ status: 'no_history', severity: 'warning', observed: undefined },
      reason: '1 of at least 2 earlier runs to compare with',
    });
  });
});

describe('distributionDrift', () => {
  const number = 'logicalType: integer';
  const text = 'logicalType: string';
  const values = (sql: string, type = 'BIGINT') => `SELECT CAST(${sql} AS ${type}) AS v FROM range(1000) t(i)`;

  it.each([
    ['numbers that are the same', number, values('i'), values('999 - i'), 'passed'],
    ['numbers that moved', number, values('i'), values('i + 400'), 'failed'],
    [
      'numbers half of which are zero now',
      number,
      values('i'),
      values('CASE WHEN i % 2 = 0 THEN 0 ELSE i END'),
      'failed',
    ],
    [
      'days that moved on by a tenth',
      'logicalType: date',
      values("DATE '2025-01-01' + (i % 100)::INT", 'DATE'),
      values("DATE '2025-01-11' + (i % 100)::INT", 'DATE'),
      'passed',
    ],
    [
      'days of another year',
      'logicalType: date',
      values("DATE '2025-01-01' + (i % 100)::INT", 'DATE'),
      values("DATE '2026-01-01' + (i % 100)::INT", 'DATE'),
      'failed',
    ],
    [
      'words as often as before',
      text,
      values("['a','b','c'][i % 3 + 1]", 'VARCHAR'),
      values("['c','a','b'][i % 3 + 1]", 'VARCHAR'),
      'passed',
    ],
    [
      'a word that is new',
      text,
      values("['a','b'][i % 2 + 1]", 'VARCHAR'),
      values("['a','b','x'][i % 3 + 1]", 'VARCHAR'),
      'failed',
    ],
    [
      'nulls that are new',
      text,
      values("['a','b'][i % 2 + 1]", 'VARCHAR'),
      values("['a','b',NULL][i % 3 + 1]", 'VARCHAR'),
      'failed',
    ],
    ['words of which each occurs once', text, values("'x' || i", 'VARCHAR'), values("'y' || i", 'VARCHAR'), 'passed'],
  ])('of %s', async (_, type, before, now, status) => {
    const contract = distributed(type);
    const history = [await earlier(contract, before)];
    expect(await judge(contract, now, history)).toMatchObject({ status });
  });

  it('looks at runs that saved a profile of the column alone', async () => {
    expect(await judge(distributed(number), values('i'), past(1000, 1000))).toMatchObject({ status: 'no_history' });
  });

  it('could not be judged where there are no values', async () => {
    const contract = distributed(number);
    const history = [await earlier(contract, values('i'))];
    expect(await judge(contract, 'SELECT NULL::BIGINT AS v', history)).toMatchObject({ status: 'not_evaluated' });
  });

  it('is nothing between a profile and itself, the same in both directions, and at most 1 between numbers', () => {
    const column = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 21, maxLength: 21 }).map((quantiles) => ({
      rows: 100,
      profile: {
        ...{ name: 'v', type: 'BIGINT', nulls: 0, distinct: 21, distinctIsApproximate: false },
        quantiles: quantiles.toSorted((one, other) => one - other),
      },
    }));
    fc.assert(
      fc.property(column, column, (one, other) => {
        const [there, back] = [distanceOf(one, [other])?.value ?? -1, distanceOf(other, [one])?.value ?? -1];
        expect(distanceOf(one, [one])?.value).toBe(0);
        expect(there).toBeCloseTo(back, 12);
        expect(there).toBeGreaterThanOrEqual(0);
        expect(there).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('a rule on drift', () => {
  it.each([
    ['{ type: rowCountDrif, maxChange: 1 }', 'did you mean `rowCountDrift`?'],
    ['{ type: rowCountDrift }', 'maxChange'],
    ['{ type: rowCountDrift, maxChange: 0.3, runs: 2, minimumRuns: 3 }', 'must be at most runs, 2, got 3'],
    ['{ type: distributionDrift, maxDistance: 0.2 }', 'stands under a property, or names its column'],
    ['{ type: distributionDrift, maxDistance: 0.2, column: nam }', 'did you mean `name`?'],
    ['{ type: distributionDrift, maxDistance: 0.2, column: name }', 'name is personal'],
  ])('is refused as %s', (implementation, expected) => {
    const columns = '      - { name: name, logicalType: string, classification: personal }';
    expect(problemsIn(columns, `    ${quality(implementation)}`).join('\n')).toContain(expected);
  });
});

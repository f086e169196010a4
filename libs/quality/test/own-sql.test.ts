import { describe, expect, it } from 'vitest';
import { contractOf, problemsIn, useBench } from './support.ts';

const bench = useBench();
const columns = '      - { name: n, logicalType: integer }';
const own = (query: string, operator: string) =>
  contractOf(columns, `    quality: [{ type: sql, query: ${JSON.stringify(query)}, ${operator} }]`);
const rows = 'SELECT i AS n FROM range(4) t(i)';

describe('type: sql', () => {
  it.each([
    ['SELECT count(*) FROM {object} WHERE n > 1', 'mustBe: 2', 'mustBe: 3', '2'],
    ['SELECT count(*) FROM ${table};', 'mustBeBetween: [1, 4]', 'mustBeBetween: [5, 9]', '4'],
    ['WITH t AS (FROM ${object}) SELECT sum(n) / 4 FROM t', 'mustBeLessThan: 2', 'mustBeLessThan: 1', '1.5'],
    ["SELECT 'a;b' -- not two statements;", "mustBe: 'a;b'", "mustNotBe: 'a;b'", 'a;b'],
    ['SELECT bool_and(n < 9) FROM {object}', 'mustBe: true', 'mustBe: false', 'true'],
  ])('%s', async (query, kept, broken, observed) => {
    expect(await bench.check(own(query, kept), 'sql', rows)).toMatchObject({ status: 'passed', observed });
    expect(await bench.check(own(query, broken), 'sql', rows)).toMatchObject({ status: 'failed', observed });
  });

  it('of a column fills in its name', async () => {
    const contract = contractOf(
      "      - { name: n, logicalType: integer, quality: [{ type: sql, query: 'SELECT max({property}) - min(${column}) FROM {object}', mustBe: 3 }] }",
    );
    expect(await bench.check(contract, 'n.sql', rows)).toMatchObject({
      status: 'passed',
      sql: 'SELECT max("n") - min("n") FROM silver.orders',
    });
  });

  it.each([
    ['SELECT n FROM {object}', 'the query must give one row, got several'],
    ['SELECT n FROM {object} WHERE n > 9', 'the query must give one row, got none'],
    ['SELECT 1, 2', 'the query must give one column'],
    ['SELECT max(n) FROM {object} WHERE n > 9', 'the query gave null'],
    ['SELECT nn FROM {object}', 'nn'],
    ['SELECT FROM WHERE', 'syntax error'],
    ["SELECT error('stop')", 'stop'],
  ])('%s is not evaluated', async (query, reason) => {
    const result = await bench.check(own(query, 'mustBe: 1'), 'sql', rows);
    expect(result.status).toBe('not_evaluated');
    expect(result.reason).toContain(reason);
  });

  it.each([
    ['DROP TABLE orders', 'expected a statement that only reads (SELECT, WITH or FROM), got DROP'],
    ['SELECT 1; DROP TABLE orders', 'expected one statement, got several'],
    ['', 'got nothing'],
    ['SELECT {property} FROM {object}', 'only in the quality of a column'],
  ])('%s is refused', (query, expected) => {
    const table = `    quality: [{ type: sql, query: ${JSON.stringify(query)}, mustBe: 1 }]`;
    expect(problemsIn(columns, table).join()).toContain(expected);
  });
});

describe('unexpected_rows_expectation', () => {
  it('counts the rows that the query finds and shows five', async () => {
    const contract = contractOf(
      columns,
      `    quality:
      - type: custom
        engine: greatExpectations
        description: no n is odd
        implementation: { type: unexpected_rows_expectation, kwargs: { unexpected_rows_query: 'SELECT n FROM {batch} WHERE n % 2 = 1 ORDER BY n' } }`,
    );
    const result = await bench.check(contract, 'unexpected_rows_expectation', 'SELECT i AS n FROM range(20) t(i)');
    expect(result).toMatchObject({
      status: 'failed',
      unexpectedCount: 10,
      observed: '10 unexpected row(s)',
      expected: 'no n is odd',
    });
    expect(result.examples).toEqual([1, 3, 5, 7, 9].map((value) => ({ n: value })));
  });
});

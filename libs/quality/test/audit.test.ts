import { describe, expect, it } from 'vitest';
import { audit } from '../src/index.ts';
import { contractOf, useBench } from './support.ts';

const bench = useBench();
const contract = contractOf(
  `
      - { name: id, logicalType: integer, primaryKey: true }
      - { name: n, logicalType: integer, required: true, logicalTypeOptions: { minimum: 1 } }
      - { name: word, logicalType: string, logicalTypeOptions: { maxLength: 3, pattern: '^[a-z]*$' } }`,
  "    quality: [{ type: sql, query: 'SELECT count(*) FROM {object}', mustBeGreaterThan: 0 }]",
);
const context = { asOf: '2026-01-01', relationOf: () => undefined };

describe('audit', () => {
  it('gives one result per rule, in the order of the contract, with its place, its SQL and plain JSON', async () => {
    const results = await bench.judge(contract, "SELECT 1::BIGINT AS id, 2::BIGINT AS n, 'abc' AS word");
    expect(results.map(({ rule }) => rule)).toEqual(contract.rules.map(({ id }) => id));
    expect(results.every(({ status }) => status === 'passed')).toBe(true);
    for (const result of results) {
      expect(result).toMatchObject({ table: 'silver.orders', elementCount: 1, examples: [] });
      expect(result.location.line).toBeGreaterThan(0);
      expect(result.seconds).toBeGreaterThanOrEqual(0);
      expect(result.sql).toContain('silver.orders');
    }
    expect(JSON.parse(JSON.stringify(results))).toEqual(results);
  });

  it('judges the other rules where a column is missing', async () => {
    const results = await bench.judge(contract, "SELECT 1::BIGINT AS id, 'ABCD' AS word");
    const judged = Object.fromEntries(results.map(({ rule, status, reason }) => [rule, reason ?? status]));
    expect(judged).toEqual({
      'id.type': 'passed',
      'id.required': 'passed',
      'n.type': 'the table has no column n',
      'n.required': 'the table has no column n',
      'n.minimum': 'the table has no column n',
      'word.type': 'passed',
      'word.maxLength': 'failed',
      'word.pattern': 'failed',
      primaryKey: 'passed',
      sql: 'passed',
      rowCount: 'passed',
    });
  });

  it('judges the other rules where one cannot be judged', async () => {
    const rows = "SELECT 1::BIGINT AS id, 'no number' AS n, 'ABC' AS word";
    const results = await bench.judge(contract, rows);
    const minimum = results.find(({ rule }) => rule === 'n.minimum');
    expect(minimum).toMatchObject({ status: 'not_evaluated', unexpectedCount: 0 });
    expect(minimum?.reason).toContain('Cannot compare values of type VARCHAR');
    expect(results.filter(({ status }) => status === 'failed').map(({ rule }) => rule)).toEqual([
      'n.type',
      'word.pattern',
    ]);
    expect(results.filter(({ status }) => status === 'not_evaluated').map(({ rule }) => rule)).toEqual(['n.minimum']);
  });

  it('has no verdict at all on a table that cannot be read', async () => {
    const table = { table: 'silver.orders', relation: "read_parquet('nothing/here.parquet')", rows: 5 };
    const results = await audit(bench.session, table, contract, context);
    expect(results).toHaveLength(contract.rules.length);
    for (const result of results) {
      expect(result.status).toBe('not_evaluated');
      expect(result.reason).toContain('the table cannot be read');
    }
  });

  it('counts a pattern that RE2 refuses as no verdict', async () => {
    const large = contractOf(
      "      - { name: word, logicalType: string, logicalTypeOptions: { pattern: '((a{100}){100}){100}', minLength: 1 } }",
    );
    const results = await bench.judge(large, "SELECT 'abc' AS word");
    expect(results.map(({ rule, status }) => [rule, status])).toEqual([
      ['word.type', 'passed'],
      ['word.minLength', 'passed'],
      ['word.pattern', 'not_evaluated'],
      ['rowCount', 'passed'],
    ]);
  });

  it('names columns and values that need quoting', async () => {
    const odd = contractOf(
      `      - { name: 'a "b" {object}', logicalType: string, required: true, unique: true, quality: [{ metric: invalidValues, arguments: { validValues: ["it's", '?'] }, mustBe: 0 }] }`,
    );
    const results = await bench.judge(odd, `SELECT 'it''s' AS "a ""b"" {object}" UNION ALL SELECT '!'`);
    expect(results.map(({ status }) => status)).toEqual(['passed', 'passed', 'passed', 'failed', 'passed']);
    expect(results[3]?.examples).toEqual([{ 'a "b" {object}': '!' }]);
  });
});

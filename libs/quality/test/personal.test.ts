import { describe, expect, it } from 'vitest';
import { contractOf, useBench } from './support.ts';

const bench = useBench();
const secret = 'ann@example.org';
const rows = `SELECT 1::BIGINT AS id, '${secret}' AS email, 7::BIGINT AS n UNION ALL SELECT 2, '${secret}', 8`;
const sql = (query: string) => `{ type: sql, query: ${JSON.stringify(query)}, mustBe: x }`;
const custom = (type: string, kwargs: string) =>
  `{ type: custom, engine: greatExpectations, implementation: { type: ${type}, kwargs: { ${kwargs} } } }`;

const contract = contractOf(
  `
      - { name: id, logicalType: integer, primaryKey: true }
      - name: email
        logicalType: string
        classification: personal
        unique: true
        logicalTypeOptions: { maxLength: 3 }
        quality: [{ metric: nullValues, mustBe: 1 }]
      - { name: n, logicalType: integer, quality: [{ metric: invalidValues, arguments: { validValues: [1] }, mustBe: 0 }] }`,
  `    quality:
      - ${custom('expect_column_max_to_be_between', 'column: email, max_value: a')}
      - ${custom('unexpected_rows_expectation', "unexpected_rows_query: 'SELECT id, email AS contact FROM {batch}'")}
      - ${sql('SELECT CAST(email AS INTEGER) FROM {object}')}
      - ${sql('SELECT max(email) FROM {object}')}
    relationships: [{ from: orders.email, to: people.email }]`,
);

describe('classification: personal', () => {
  it('keeps every value of the column out of every result', async () => {
    const results = await bench.judge(contract, rows, { others: { 'silver.people': "(SELECT '' AS email)" } });
    expect(contract.columns.map(({ personal }) => personal)).toEqual([false, true, false]);
    expect(JSON.stringify(results)).not.toContain(secret);
    expect(
      results.filter(({ columns, status }) => columns.includes('email') && status === 'failed').map(({ rule }) => rule),
    ).toEqual([
      'email.unique',
      'email.maxLength',
      'email.nullValues',
      'email.expect_column_max_to_be_between',
      'email.references(people.email)',
    ]);
  });

  it('masks values, and shows keys, counts and other columns', async () => {
    const results = await bench.judge(contract, rows, { others: { 'silver.people': "(SELECT '' AS email)" } });
    const of = (rule: string) => results.find((result) => result.rule === rule);
    expect(of('email.maxLength')?.examples).toEqual([
      { id: 1, email: '•••' },
      { id: 2, email: '•••' },
    ]);
    expect(of('email.unique')?.examples).toEqual([{ email: '•••', copies: 2 }]);
    expect(of('email.nullValues')).toMatchObject({ observed: '0' });
    expect(of('email.expect_column_max_to_be_between')).toMatchObject({ observed: '•••' });
    expect(of('n.invalidValues')?.examples).toEqual([
      { id: 1, n: 7 },
      { id: 2, n: 8 },
    ]);
    expect(of('unexpected_rows_expectation')?.examples).toEqual([
      { id: 1, contact: '•••' },
      { id: 2, contact: '•••' },
    ]);
    expect(of('sql')).toMatchObject({ status: 'not_evaluated' });
    expect(of('sql#2')).toMatchObject({ status: 'failed', observed: '•••' });
  });
});

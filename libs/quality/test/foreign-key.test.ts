import { beforeAll, describe, expect, it } from 'vitest';
import { violationPredicate, type Rule } from '../src/index.ts';
import { contractOf, problemsIn, useBench } from './support.ts';

const bench = useBench();
const columns = (to: string) => `
      - { name: id, logicalType: integer, primaryKey: true }
      - { name: customer_id, logicalType: integer, relationships: [{ to: ${to} }] }`;
const contract = contractOf(columns('bronze.customers.customer_id'));
const rule = 'customer_id.references(bronze.customers.customer_id)';
const others = { 'bronze.customers': 'customers', 'silver.customers': 'customers' };
const orders = (customers: string) =>
  `SELECT i AS id, ([${customers}])[i]::BIGINT AS customer_id FROM range(1, 4) t(i)`;

beforeAll(() =>
  bench.session.execute('CREATE TABLE customers AS SELECT 10 AS customer_id, 1 AS region UNION ALL SELECT 20, 2'),
);

describe('a foreign key', () => {
  it('passes where every value occurs in the other table; nulls pass', async () => {
    const result = await bench.check(contract, rule, orders('10, 20, NULL'), { others });
    expect(result).toMatchObject({ status: 'passed', kind: 'row', type: 'foreignKey', unexpectedCount: 0 });
  });

  it('counts the rows without a counterpart and shows them', async () => {
    const result = await bench.check(contract, rule, orders('10, 30, 40'), { others });
    expect(result).toMatchObject({
      status: 'failed',
      unexpectedCount: 2,
      expected: 'customer_id is in bronze.customers (customer_id)',
    });
    expect(result.examples).toEqual([
      { id: 2, customer_id: 30 },
      { id: 3, customer_id: 40 },
    ]);
    expect(result.sql).toContain('FROM silver.orders AS mine ANTI JOIN bronze.customers AS theirs');
  });

  it('is not misled by nulls in the other table', async () => {
    await bench.session.execute('CREATE OR REPLACE TABLE holed AS SELECT 10 AS customer_id UNION ALL SELECT NULL');
    const result = await bench.check(contract, rule, orders('10, 30, NULL'), {
      others: { 'bronze.customers': 'holed' },
    });
    expect(result).toMatchObject({ status: 'failed', unexpectedCount: 1 });
  });

  it('is not evaluated where the other table, or its column, is not there', async () => {
    const missing = await bench.check(contract, rule, orders('10, 20, 10'));
    expect(missing).toMatchObject({
      status: 'not_evaluated',
      reason: 'bronze.customers is not there to be compared with',
    });
    const without = await bench.check(contract, rule, orders('10, 20, 10'), {
      others: { 'bronze.customers': '(SELECT 1 AS x)' },
    });
    expect(without.status).toBe('not_evaluated');
    expect(without.reason).toContain('customer_id');
  });

  it.each([
    ['customers.customer_id', 'silver.customers', 'a table of the same layer'],
    ['bronze.customers.customer_id', 'bronze.customers', 'a table of another layer'],
    [
      '../bronze/customers.odcs.yaml#/schema/customers/properties/customer_id',
      'bronze.customers',
      'the contract of another layer',
    ],
    ['customers.odcs.yaml#/schema/customers/properties/customer_id', 'silver.customers', 'a contract beside it'],
  ])('to %s names %s: %s', async (to, table) => {
    const results = await bench.judge(contractOf(columns(`'${to}'`)), orders('10, 20, 30'), {
      others: { [table]: 'customers' },
    });
    expect(results.find(({ type }) => type === 'foreignKey')).toMatchObject({ status: 'failed', unexpectedCount: 1 });
  });

  it('may point into its own table', async () => {
    const own = contractOf(columns('orders.id'));
    const result = await bench.check(own, 'customer_id.references(orders.id)', orders('1, 9, 3'));
    expect(result).toMatchObject({ status: 'failed', unexpectedCount: 1, examples: [{ id: 2, customer_id: 9 }] });
  });

  it('of several columns needs a row that has them all', async () => {
    const composite = contractOf(
      `
      - { name: id, logicalType: integer, primaryKey: true }
      - { name: customer_id, logicalType: integer }
      - { name: region, logicalType: integer }`,
      '    relationships: [{ from: [orders.customer_id, orders.region], to: [customers.customer_id, customers.region] }]',
    );
    const rows =
      'SELECT * FROM (VALUES (1::BIGINT, 10::BIGINT, 1::BIGINT), (2, 10, 2), (3, NULL, 2)) AS t(id, customer_id, region)';
    const id = 'customer_id+region.references(customers.customer_id+region)';
    const result = await bench.check(composite, id, rows, { others });
    expect(result).toMatchObject({
      status: 'failed',
      unexpectedCount: 1,
      examples: [{ id: 2, customer_id: 10, region: 2 }],
    });
  });

  it.each([
    ['customers', 'expected a reference such as customers.customer_id'],
    ["''", 'expected a reference such as'],
    ['[a.b, a.c]', 'expected 1 columns, as in the key, got 2'],
    ['[a.b, c.d]', 'all columns of a key must be of one table'],
  ])('to %s is refused', (to, expected) => {
    expect(problemsIn(columns(to)).join()).toContain(expected);
  });
});

describe('violationPredicate', () => {
  const offending = async (candidate: Rule | undefined): Promise<number> => {
    const predicate =
      candidate && violationPredicate(candidate, (table) => (table === 'bronze.customers' ? 'customers' : undefined));
    const [row] = await bench.session.query(`SELECT count(*) AS rows FROM orders WHERE ${predicate ?? 'NULL'}`);
    return Number(row?.['rows']);
  };

  it('finds the rows that break a foreign key, given the other table', async () => {
    await bench.session.execute(`CREATE OR REPLACE TABLE orders AS ${orders('10, 30, NULL')}`);
    expect(await offending(contract.rules.find(({ id }) => id === rule))).toBe(1);
  });

  it('takes a key without a layer for one of the judged table', () => {
    const [sibling] = contractOf(columns('customers.customer_id')).rules.filter(({ form }) => form === 'reference');
    const asked: string[] = [];
    const relationOf = (table: string) => {
      asked.push(table);
      return 'customers';
    };
    expect(sibling && violationPredicate(sibling, relationOf, 'silver.orders')).toContain('FROM customers');
    expect(asked).toEqual(['silver.customers']);
  });

  it('finds the rows that break a rule on their own values', async () => {
    await bench.session.execute(
      'CREATE OR REPLACE TABLE orders AS SELECT NULL::BIGINT AS id, 10::BIGINT AS customer_id',
    );
    expect(await offending(contract.rules.find(({ id }) => id === 'id.required'))).toBe(1);
  });

  it('is undefined for rules that no row breaks by itself', () => {
    const key = contract.rules.filter(({ kind }) => kind === 'table');
    expect(key.map((candidate) => violationPredicate(candidate))).toEqual(key.map(() => undefined));
    expect(contract.rules.filter(({ id }) => id === rule).map((candidate) => violationPredicate(candidate))).toEqual([
      undefined,
    ]);
  });
});

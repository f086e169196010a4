import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { layoutOf, readRecord, run } from '../src/index.ts';
import { ask, asideOf, tableOf, withBudget } from './quarantined.ts';
import { contract, options, Workspace } from './workspace.ts';

let shop: Workspace;
beforeEach(() => {
  shop = new Workspace();
});
afterEach(() => {
  shop[Symbol.dispose]();
});

const BAD = options({ parameters: { bad: 2, rows: 40 } });

describe('the budget of the quarantine', () => {
  it.each([
    [{ 'quarantine.maxFraction': 0.05 }, 'succeeded'],
    [{ 'quarantine.maxFraction': 0.049 }, 'failed'],
    [{ 'quarantine.maxRows': 2 }, 'succeeded'],
    [{ 'quarantine.maxRows': 1 }, 'failed'],
    [{ 'quarantine.maxFraction': 0.05, 'quarantine.maxRows': 1 }, 'failed'],
    [{ 'quarantine.maxFraction': 0, 'quarantine.maxRows': 2 }, 'failed'],
    [{}, 'failed'],
  ])('of %j lets a run with 2 bad rows of 40 be %s', async (budget, status) => {
    withBudget(shop, 'bronze/orders.odcs.yaml', budget);
    const record = await run(shop.context(), shop.pipeline(), BAD);
    expect(record.status).toBe(status);
    expect(tableOf(record, 'bronze.orders').rows).toEqual({
      staged: 40,
      published: status === 'succeeded' ? 38 : 0,
      quarantined: 2,
    });
    expect(await asideOf(shop, record, 'bronze.orders')).toHaveLength(2);
  });
});

describe('a run that sets rows aside', () => {
  it('publishes the rest, warns, and says in the record what was set aside and why', async () => {
    withBudget(shop, 'bronze/orders.odcs.yaml', { 'quarantine.maxFraction': 0.1 });
    const record = await run(shop.context(), shop.pipeline(), BAD);
    const orders = tableOf(record, 'bronze.orders');
    expect(orders.state).toBe('published');
    expect(orders.warnings).toEqual([
      'bronze.orders: 2 of 40 rows were set aside, 5 % (amount.minimum 2); its budget is at most 10 %.',
    ]);
    expect(orders.quarantine).toEqual({
      path: `shop/_quarantine/bronze/orders/${record.runId}.parquet`,
      budget: 'at most 10 %',
      reasons: [{ rule: 'amount.minimum', columns: ['amount'], expected: 'amount >= 0', rows: 2 }],
    });
    expect(orders.checks.find(({ rule }) => rule === 'amount.minimum')).toMatchObject({
      status: 'quarantined',
      severity: 'error',
      unexpectedCount: 2,
      elementCount: 40,
    });
    expect(await readRecord(layoutOf(shop.lake, 'shop'), record.runId)).toEqual(record);
    const [first] = await asideOf(shop, record, 'bronze.orders');
    expect(first).toEqual({
      quarantine_id: null,
      run_id: record.runId,
      table: 'bronze.orders',
      file: null,
      line: null,
      record: null,
      reasons: [{ rule: 'amount.minimum', columns: ['amount'], expected: 'amount >= 0' }],
      row: { order_id: 1, customer: 'c1', amount: '-1.00' },
      raw: null,
    });
  });

  it('lets tables further down read the rows that are left', async () => {
    withBudget(shop, 'bronze/orders.odcs.yaml', { 'quarantine.maxFraction': 0.1 });
    const record = await run(
      shop.context(),
      shop.pipeline(),
      options({ parameters: { bad: 2, rows: 40, threshold: -100 } }),
    );
    expect(tableOf(record, 'silver.big').rows).toEqual({ staged: 38, published: 38, quarantined: 0 });
    const file = join(shop.lake, 'shop/bronze/orders.parquet');
    expect(await ask(shop, `SELECT count(*) AS n, min(amount) AS least FROM '${file}'`)).toEqual([
      { n: 38, least: '3.00' },
    ]);
  });

  it('writes the same bytes each time, in the order in which the rows were staged', async () => {
    withBudget(shop, 'bronze/orders.odcs.yaml', { 'quarantine.maxFraction': 0.1 });
    const first = await run(shop.context(), shop.pipeline(), BAD);
    const again = await run(shop.context(), shop.pipeline(), { ...BAD, fullRefresh: true });
    expect(again.tables.map(({ sha256 }) => sha256)).toEqual(first.tables.map(({ sha256 }) => sha256));
    const file = join(shop.lake, 'shop/bronze/orders.parquet');
    const [order] = await ask(shop, `SELECT list(order_id) = list_sort(list(order_id)) AS kept FROM '${file}'`);
    expect(order).toEqual({ kept: true });
  });

  it('tells of an unchanged table how many rows were set aside of the version that is published', async () => {
    withBudget(shop, 'bronze/orders.odcs.yaml', { 'quarantine.maxFraction': 0.1 });
    await run(shop.context(), shop.pipeline(), BAD);
    const again = await run(shop.context(), shop.pipeline(), BAD);
    expect(tableOf(again, 'bronze.orders')).toMatchObject({
      state: 'skipped',
      rows: { staged: 0, published: 38, quarantined: 2 },
    });
  });

  it('keeps the rows of a run that failed as evidence, and says how many are too many', async () => {
    withBudget(shop, 'bronze/orders.odcs.yaml', { 'quarantine.maxFraction': 0.01 });
    const record = await run(shop.context(), shop.pipeline(), BAD);
    expect(record.error?.code).toBe('AUDIT_FAILED');
    expect(record.error?.message).toContain(
      'bronze.orders: 2 of 40 rows were set aside, 5 % (amount.minimum 2); its budget is at most 1 %. ' +
        '`sluice quarantine show bronze.orders` shows them.',
    );
    expect(shop.aside()).toEqual([`shop/_quarantine/bronze/orders/${record.runId}.parquet`]);
    expect(shop.published().size).toBe(0);
  });

  it('shows nothing of a dry run', async () => {
    withBudget(shop, 'bronze/orders.odcs.yaml', { 'quarantine.maxFraction': 0.1 });
    const record = await run(shop.context(), shop.pipeline(), { ...BAD, dryRun: true });
    expect(tableOf(record, 'bronze.orders').rows).toEqual({ staged: 40, published: 0, quarantined: 2 });
    expect(tableOf(record, 'bronze.orders').quarantine?.path).toBeUndefined();
    expect(shop.aside()).toEqual([]);
  });

  it('fails where no row is left, whatever the budget', async () => {
    withBudget(shop, 'bronze/orders.odcs.yaml', { 'quarantine.maxFraction': 1 });
    const record = await run(shop.context(), shop.pipeline(), options({ parameters: { bad: 40, rows: 40 } }));
    expect(record.error?.message).toContain('the table is empty');
  });

  it('fails on it where warnings are to fail', async () => {
    withBudget(shop, 'bronze/orders.odcs.yaml', { 'quarantine.maxFraction': 0.1 });
    const record = await run(shop.context(), shop.pipeline(), { ...BAD, failOn: 'warning' });
    expect(record.error?.message).toContain('2 of 40 rows break it, set aside in quarantine');
  });

  it('names the file and the record of a row that was read from a file', async () => {
    withBudget(shop, 'bronze/orders.odcs.yaml', { 'quarantine.maxFraction': 0.5 });
    const folder = join(shop.root, 'extracts');
    mkdirSync(folder);
    const file = join(folder, 'orders.csv');
    writeFileSync(file, 'order_id,customer,amount\n3,c1,1\n2,"c\n2",-5\n1,,-7\n4,c4,2\n');
    const record = await run(
      shop.context(),
      shop.pipeline(),
      options({ inputDir: folder, parameters: { threshold: 0 } }),
    );
    expect(tableOf(record, 'bronze.orders').rows).toEqual({ staged: 4, published: 2, quarantined: 2 });
    const rows = await asideOf(shop, record, 'bronze.orders');
    expect(rows.map((row) => [row['file'], row['record'], row['row']])).toEqual([
      [file, 2, { order_id: 2, customer: 'c\n2', amount: '-5.00' }],
      [file, 3, { order_id: 1, customer: null, amount: '-7.00' }],
    ]);
    expect(rows[1]?.['reasons']).toEqual([
      { rule: 'customer.required', columns: ['customer'], expected: 'customer is not null' },
      { rule: 'amount.minimum', columns: ['amount'], expected: 'amount >= 0' },
    ]);
    expect(rows[0]?.['quarantine_id']).toMatch(/^[0-9a-f]{12}-2$/u);
  });
});

describe('records that are no rows', () => {
  const FILE = 'order_id,customer,amount\n1,c1,1\n2,c2\n3,c3,many\n4,,x\n5,c5,-5\n6,c6,6\n';

  async function runFile(budget: number) {
    withBudget(shop, 'bronze/orders.odcs.yaml', { 'quarantine.maxRows': budget });
    const folder = join(shop.root, 'extracts');
    mkdirSync(folder);
    writeFileSync(join(folder, 'orders.csv'), FILE);
    return run(shop.context(), shop.pipeline(), options({ inputDir: folder, parameters: { threshold: 0 } }));
  }

  it('are set aside as they came, with the rows that break a rule, and count as read', async () => {
    const record = await runFile(4);
    const orders = tableOf(record, 'bronze.orders');
    expect(orders.rows).toEqual({ staged: 6, published: 2, quarantined: 4 });
    const rows = await asideOf(shop, record, 'bronze.orders');
    const rules = await ask(
      shop,
      `SELECT list_transform(reasons, lambda r: concat_ws(' ', r."rule", r."columns"[1])) AS rules
       FROM '${join(shop.lake, orders.quarantine?.path ?? '')}'`,
    );
    expect(
      rows.map(({ line, record: number, raw, row }, at) => [line, number, raw, row, rules[at]?.['rules']]),
    ).toEqual([
      [3, 2, '2,c2', null, ['structure.cells']],
      [4, 3, '{"order_id":"3","customer":"c3","amount":"many"}', null, ['types amount']],
      [5, 4, '{"order_id":"4","customer":null,"amount":"x"}', null, ['types amount']],
      [6, 5, null, { order_id: 5, customer: 'c5', amount: '-5.00' }, ['amount.minimum amount']],
    ]);
    expect(
      orders.checks
        .filter(({ status }) => status === 'quarantined')
        .map(({ rule, unexpectedCount }) => [rule, unexpectedCount]),
    ).toEqual([
      ['structure', 1],
      ['types', 2],
      ['amount.minimum', 1],
    ]);
    expect(orders.checks[1]?.examples[0]).toEqual({
      $line: 4,
      column: 'amount',
      value: 'many',
      expected: orders.checks[1]?.examples[0]?.['expected'],
    });
  });

  it('are judged by the same budget', async () => {
    const record = await runFile(3);
    expect(record.error?.message).toMatch(
      /to be whole: 1 of 6 rows break it, first line 3, problem = "cells", got = "2"/u,
    );
    expect(tableOf(record, 'bronze.orders').rows).toEqual({ staged: 6, published: 0, quarantined: 4 });
  });
});

describe('set rules', () => {
  const DOUBLED = contract('things', [
    '{ name: id, logicalType: integer, physicalType: INTEGER, primaryKey: true }',
    '{ name: n, logicalType: integer, physicalType: INTEGER, logicalTypeOptions: { minimum: 0 } }',
  ]);

  it('judge the rows that are left: of two rows with one key the bad one goes', async () => {
    shop.write('silver/things.sql', 'SELECT * FROM (VALUES (1, 1), (1, -1), (2, 2)) AS things(id, n)');
    shop.write('silver/things.odcs.yaml', DOUBLED);
    withBudget(shop, 'silver/things.odcs.yaml', { 'quarantine.maxRows': 1 });
    const record = await run(shop.context(), shop.pipeline(), options());
    expect(record.status).toBe('succeeded');
    expect(tableOf(record, 'silver.things').rows).toEqual({ staged: 3, published: 2, quarantined: 1 });
  });

  it('fail the table although the rows that were set aside are within the budget', async () => {
    shop.write('silver/things.sql', 'SELECT * FROM (VALUES (1, 1), (1, 3), (2, -2)) AS things(id, n)');
    shop.write('silver/things.odcs.yaml', DOUBLED);
    withBudget(shop, 'silver/things.odcs.yaml', { 'quarantine.maxRows': 1 });
    const record = await run(shop.context(), shop.pipeline(), options());
    expect(record.error?.message).toMatch(/id is unique: 2 of 2 rows/u);
  });
});

describe('foreign keys', () => {
  it('let the children of a row that was set aside follow it', async () => {
    withBudget(shop, 'bronze/orders.odcs.yaml', { 'quarantine.maxFraction': 0.1 });
    shop.write('silver/lines.sql', 'SELECT i::BIGINT AS order_id FROM range(1, 11) AS numbers(i)');
    const key = "relationships: [{ to: '../bronze/orders.odcs.yaml#/schema/orders/properties/order_id' }]";
    shop.write(
      'silver/lines.odcs.yaml',
      contract('lines', [`{ name: order_id, logicalType: integer, primaryKey: true, ${key} }`]),
    );
    withBudget(shop, 'silver/lines.odcs.yaml', { 'quarantine.maxRows': 2 });
    const record = await run(shop.context(), shop.pipeline(), BAD);
    expect(record.status).toBe('succeeded');
    const rows = await asideOf(shop, record, 'silver.lines');
    expect(rows.map((row) => row['row'])).toEqual([{ order_id: 1 }, { order_id: 2 }]);
  });

  it('into the table itself are judged until none offends, and each row is set aside once', async () => {
    const tree = '(VALUES (1, NULL, 1), (2, 1, -1), (3, 2, 1), (4, 3, 1), (5, 1, 1)) AS tree(id, parent, n)';
    shop.write('silver/tree.sql', `SELECT id, parent, n FROM ${tree}`);
    const properties = [
      '{ name: id, logicalType: integer, physicalType: INTEGER, primaryKey: true }',
      '{ name: parent, logicalType: integer, physicalType: INTEGER, relationships: [{ to: tree.id }] }',
      '{ name: n, logicalType: integer, physicalType: INTEGER, logicalTypeOptions: { minimum: 0 } }',
    ];
    shop.write('silver/tree.odcs.yaml', contract('tree', properties));
    withBudget(shop, 'silver/tree.odcs.yaml', { 'quarantine.maxRows': 3 });
    const record = await run(shop.context(), shop.pipeline(), options());
    const rows = await asideOf(shop, record, 'silver.tree');
    expect(rows.map(({ row, reasons }) => [row, reasons])).toMatchObject([
      [{ id: 2 }, [{ rule: 'n.minimum' }]],
      [{ id: 3 }, [{ rule: 'parent.references(tree.id)' }]],
      [{ id: 4 }, [{ rule: 'parent.references(tree.id)' }]],
    ]);
    expect(tableOf(record, 'silver.tree').rows).toEqual({ staged: 5, published: 2, quarantined: 3 });
    expect(
      tableOf(record, 'silver.tree').checks.find(({ rule }) => rule === 'parent.references(tree.id)'),
    ).toMatchObject({
      status: 'quarantined',
      unexpectedCount: 2,
    });
  });
});

describe('rules of severity warning', () => {
  it('report and set nothing aside', async () => {
    const path = 'bronze/orders.odcs.yaml';
    const rule =
      '{ type: library, metric: invalidValues, arguments: { validValues: [c0] }, mustBe: 0, severity: warning }';
    shop.write(path, shop.read(path).replace('name: customer,', `name: customer, quality: [${rule}],`));
    const record = await run(shop.context(), shop.pipeline(), options());
    expect(record.status).toBe('succeeded');
    expect(tableOf(record, 'bronze.orders').rows.quarantined).toBe(0);
    expect(existsSync(join(shop.lake, 'shop/_quarantine'))).toBe(false);
  });
});

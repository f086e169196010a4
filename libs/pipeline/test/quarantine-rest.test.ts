import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../src/index.ts';
import { ask, tableOf, withBudget } from './quarantined.ts';
import { options, Workspace } from './workspace.ts';

let shop: Workspace;
beforeEach(() => {
  shop = new Workspace();
});
afterEach(() => {
  shop[Symbol.dispose]();
});

describe('the rows that are left', () => {
  it('are the same bytes with one thread and with two, and so is the order of those set aside', async () => {
    const customer = "CASE WHEN order_id % 100 = 7 THEN 'nobody' ELSE customer END AS customer";
    shop.write(
      'silver/big.sql',
      `-- Orders.\n-- grain: order_id\nSELECT order_id, ${customer}, amount FROM bronze.orders\n`,
    );
    const rule = "name: customer, logicalTypeOptions: { pattern: '^c' }";
    shop.write('silver/big.odcs.yaml', shop.read('silver/big.odcs.yaml').replace('name: customer', rule));
    withBudget(shop, 'silver/big.odcs.yaml', { 'quarantine.maxFraction': 0.1 });
    const many = options({ parameters: { rows: 300_000 }, select: ['+silver.big'], fullRefresh: true });
    const runs = [];
    for (const threads of [1, 2]) {
      const record = await run({ ...shop.context(), limits: { threads } }, shop.pipeline(), many);
      const [aside] = await ask(
        shop,
        `SELECT count(*) AS n, md5(string_agg(CAST("row" AS VARCHAR), '|' ORDER BY file_row_number)) AS lines
         FROM read_parquet('${join(shop.lake, tableOf(record, 'silver.big').quarantine?.path ?? '')}', file_row_number = true)`,
      );
      runs.push({ sha256: tableOf(record, 'silver.big').sha256, aside });
    }
    expect(runs[0]?.aside).toMatchObject({ n: 3_000 });
    expect(runs[1]).toEqual(runs[0]);
  });

  it('have a unique key where all rows have one', async () => {
    withBudget(shop, 'bronze/orders.odcs.yaml', { 'quarantine.maxFraction': 0.1 });
    const record = await run(shop.context(), shop.pipeline(), options({ parameters: { bad: 2, rows: 40 } }));
    const unique = tableOf(record, 'bronze.orders').checks.find(({ type }) => type === 'primaryKey');
    expect(unique).toMatchObject({ status: 'passed', elementCount: 38, unexpectedCount: 0 });
  });
});

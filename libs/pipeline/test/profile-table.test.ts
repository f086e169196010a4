import { readFileSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findTable, lakeTables, layoutOf, profileTable, run } from '../src/index.ts';
import { options, Workspace } from './workspace.ts';

let shop: Workspace;
beforeEach(() => {
  shop = new Workspace();
});
afterEach(() => {
  shop[Symbol.dispose]();
});

const profiled = (table: string): ReturnType<typeof profileTable> =>
  profileTable(shop.context(), shop.pipeline(), findTable(lakeTables(shop.lake, ['shop']), table));

describe(profileTable, () => {
  it('is saved beside the record of the run that published the file', async () => {
    const first = await run(shop.context(), shop.pipeline(), options());
    await run(shop.context(), shop.pipeline(), options());
    const profile = await profiled('silver.big');
    expect(profile.saved?.runId).toBe(first.runId);
    const document: unknown = JSON.parse(readFileSync(profile.saved?.path ?? '', 'utf8'));
    expect(document).toMatchObject({
      table: 'silver.big',
      rows: 21,
      columns: [{ name: 'order_id', distinct: 21 }, {}, {}],
    });
  });

  it('is shown, not saved, where no record names the file', async () => {
    await run(shop.context(), shop.pipeline(), options());
    rmSync(layoutOf(shop.lake, 'shop').runs, { recursive: true });
    const profile = await profiled('bronze.orders');
    expect(profile.rows).toBe(30);
    expect(profile.saved).toBeUndefined();
  });

  it('holds no value of a personal column', async () => {
    const contract = 'bronze/orders.odcs.yaml';
    shop.write(contract, shop.read(contract).replace('name: customer,', 'name: customer, classification: personal,'));
    await run(shop.context(), shop.pipeline(), options());
    const { columns } = await profiled('bronze.orders');
    expect(columns[1]).toEqual({
      name: 'customer',
      type: 'VARCHAR',
      nulls: 0,
      distinct: 3,
      distinctIsApproximate: false,
    });
  });
});

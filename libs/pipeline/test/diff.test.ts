import { cpSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { FileCorruptError } from '@sluice/engine';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diff, LakeUnknownError, layoutOf, run, SelectorInvalidError, TableUnknownError } from '../src/index.ts';
import { Lakes } from './lakes.ts';
import { options } from './workspace.ts';

let lakes: Lakes;
beforeEach(async () => {
  lakes = await Lakes.open();
});
afterEach(() => {
  lakes[Symbol.dispose]();
});

/** Runs the shop into the new lake and keeps a copy of it as the old one. */
async function both(): Promise<void> {
  await run(lakes.shop.context(), lakes.shop.pipeline(), options({ exclude: ['things'] }));
  cpSync(lakes.shop.lake, lakes.old, { recursive: true });
}

const again = (changes: Parameters<typeof options>[0] = {}): Promise<unknown> =>
  run(lakes.shop.context(), lakes.shop.pipeline(), options({ exclude: ['things'], ...changes }));

describe(diff, () => {
  it('does not compare files with the same bytes', async () => {
    await both();
    const report = await lakes.report();
    expect(report.different).toBe(false);
    expect(report.tables.map(({ name, status, values }) => [name, status, values])).toEqual([
      ['bronze.orders', 'identical', undefined],
      ['silver.big', 'identical', undefined],
      ['gold.spending', 'identical', undefined],
    ]);
  });

  it('says of a refactoring that no value changed, and what it was', async () => {
    await both();
    lakes.shop.write('gold/spending.sql', lakes.shop.read('gold/spending.sql').replace('GROUP BY', 'GROUP  BY'));
    await again();
    const { different, tables } = await lakes.report(['gold.*']);
    expect(different).toBe(false);
    expect(tables).toMatchObject([
      {
        status: 'equal',
        rows: { old: 3, new: 3 },
        definition: ['its SQL changed'],
        values: { key: ['customer'], added: 0, removed: 0, changed: 0, columns: [] },
      },
    ]);
  });

  it('shows what a changed rule does, table by table, without touching either lake', async () => {
    await both();
    await again({ parameters: { threshold: 28 } });
    const before = lakes.shop.published();
    const { different, tables } = await lakes.report();
    expect(different).toBe(true);
    expect(tables).toMatchObject([
      { name: 'bronze.orders', status: 'identical' },
      {
        name: 'silver.big',
        status: 'different',
        rows: { old: 21, new: 3 },
        definition: ['parameter threshold changed'],
        values: {
          added: 0,
          removed: 18,
          changed: 0,
          removedSamples: [{ order_id: '10' }, { order_id: '11' }, {}, {}, {}],
        },
      },
      {
        name: 'gold.spending',
        values: {
          changed: 3,
          columns: [
            { name: 'total', changed: 3, samples: [{ key: { customer: 'c0' }, old: '147.00', new: '30.00' }, {}, {}] },
          ],
        },
      },
    ]);
    expect(lakes.shop.published()).toEqual(before);
  });

  it('says that a contract changed', async () => {
    await both();
    const file = 'gold/spending.odcs.yaml';
    lakes.shop.write(file, lakes.shop.read(file).replace('version: 1.0.0', 'version: 1.1.0'));
    await again();
    const { tables } = await lakes.report(['spending']);
    expect(tables).toMatchObject([{ status: 'equal', definition: ['its contract changed'] }]);
  });

  it('says which promises of a contract are broken, loosened and tightened, where no value changed', async () => {
    await both();
    const file = 'bronze/orders.odcs.yaml';
    const looser = lakes.shop
      .read(file)
      .replace('name: customer, logicalType: string, required: true', 'name: customer, logicalType: string')
      .replace('minimum: 0', 'minimum: -1, maximum: 99');
    lakes.shop.write(file, looser);
    await again();
    const { different, tables } = await lakes.report(['orders']);
    expect(different).toBe(true);
    expect(tables).toMatchObject([{ name: 'bronze.orders', status: 'equal', different: true }]);
    expect(tables[0]?.contract).toEqual({
      known: true,
      changes: [
        { kind: 'broken', rule: 'customer.required', before: 'customer is not null' },
        { kind: 'loosened', rule: 'amount.minimum', before: 'amount >= 0', after: 'amount >= -1' },
        { kind: 'tightened', rule: 'amount.maximum', after: 'amount <= 99' },
      ],
    });
  });

  it('does not count a contract that only promises more', async () => {
    await both();
    const file = 'bronze/orders.odcs.yaml';
    lakes.shop.write(file, lakes.shop.read(file).replace('minimum: 0', 'minimum: 1'));
    await again();
    const { different, tables } = await lakes.report(['orders']);
    expect(different).toBe(false);
    expect(tables).toMatchObject([{ contract: { changes: [{ kind: 'tightened', rule: 'amount.minimum' }] } }]);
  });

  it('knows no contract of a file that does not hold one', async () => {
    const table = await lakes.things("SELECT 1 AS id, 'x' AS a", "SELECT 1 AS id, 'y' AS a");
    expect(table.contract).toEqual({ known: false, changes: [] });
  });

  it('shows nothing of a column that was personal in one of the lakes', async () => {
    const file = 'gold/spending.odcs.yaml';
    const open = lakes.shop.read(file);
    lakes.shop.write(file, open.replace('name: total,', 'name: total, classification: personal,'));
    await both();
    lakes.shop.write(file, open);
    await again({ parameters: { threshold: 28 } });
    const { tables } = await lakes.report(['spending']);
    expect(tables).toMatchObject([
      {
        contract: { changes: [{ kind: 'loosened', rule: 'total.classification' }] },
        values: { columns: [{ name: 'total', samples: [{ old: '•••', new: '•••' }, {}, {}] }] },
      },
    ]);
  });

  it('names tables that came and tables that went', async () => {
    await both();
    await lakes.publish(lakes.shop.lake, 'SELECT 1 AS id');
    await lakes.publish(lakes.old, 'SELECT 1 AS x', 'gold.former');
    const report = await lakes.report(['things', 'gold.former']);
    expect(report.different).toBe(true);
    expect(report.tables).toMatchObject([
      { name: 'silver.things', status: 'added', rows: { old: undefined, new: 1 } },
      { name: 'gold.former', status: 'removed', rows: { old: 1, new: undefined } },
    ]);
  });

  it.each([['spending'], ['gold.spending'], ['shop.gold.spending'], ['shop.gold.*'], ['state:modified']])(
    'selects by %s',
    async (selector) => {
      await both();
      const file = 'gold/spending.sql';
      lakes.shop.write(file, `${lakes.shop.read(file)} `);
      await again();
      expect((await lakes.report([selector])).tables.map(({ name }) => name)).toEqual(['gold.spending']);
    },
  );

  it('refuses a lake that is not there, is the same, or holds nothing of the pipeline', async () => {
    await both();
    const { shop, old } = lakes;
    const against = (folder: string): Promise<unknown> =>
      diff(shop.context(), shop.pipeline(), { against: folder, select: [], exclude: [], samples: 5 });
    await expect(against(join(shop.root, 'none'))).rejects.toThrow(LakeUnknownError);
    await expect(against(shop.lake)).rejects.toThrow('is the data folder itself');
    await expect(against(shop.models)).rejects.toThrow(/Nothing of shop is published in .*models/u);
    await expect(lakes.report(['gold.spendin'])).rejects.toThrow(SelectorInvalidError);
    await expect(lakes.report(['things'])).rejects.toThrow(TableUnknownError);
    truncateSync(layoutOf(old, 'shop').table('gold', 'spending'), 100);
    await expect(lakes.report(['spending'])).rejects.toThrow(FileCorruptError);
    rmSync(shop.lake, { recursive: true });
    await expect(against(old)).rejects.toThrow(`There is no data folder ${shop.lake}`);
  });
});

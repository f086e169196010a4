import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { layoutOf } from '@sluice/pipeline';
import { temporaryFolder } from '@sluice/testing';
import { describe, expect, it } from 'vitest';
import { expectedGold } from './expected.ts';
import { published, readTable, runMedallion } from './support.ts';

const tables = [
  'bronze/customers.parquet',
  'bronze/products.parquet',
  'bronze/transactions.parquet',
  'gold/category_analytics.parquet',
  'gold/customer_analytics.parquet',
  'gold/device_analytics.parquet',
  'gold/payment_analytics.parquet',
  'gold/product_analytics.parquet',
  'silver/customers_enriched.parquet',
  'silver/products_active.parquet',
  'silver/transactions_clean.parquet',
];

describe('medallion on generated data', () => {
  it('publishes a gold layer that a second computation, in whole cents, agrees with', async () => {
    const lake = temporaryFolder();
    const record = await runMedallion(lake, { parameters: { customers: 2_000, transactions: 10_000, products: 150 } });

    expect(record.error).toBeUndefined();
    expect(record.status).toBe('succeeded');
    const [customers, transactions, products] = await Promise.all([
      readTable(lake, 'bronze.customers'),
      readTable(lake, 'bronze.transactions'),
      readTable(lake, 'bronze.products'),
    ]);
    expect([customers.length, transactions.length, products.length]).toEqual([2_000, 10_000, 150]);
    for (const [table, rows] of Object.entries(expectedGold({ customers, transactions, products }))) {
      expect(rows.length, table).toBeGreaterThan(0);
      expect(await readTable(lake, `gold.${table}`), table).toEqual(rows);
    }
  });

  it('writes the same bytes with one thread and with two, over several row groups', async () => {
    const parameters = { transactions: 150_000 };
    const [one, two] = [temporaryFolder(), temporaryFolder()];
    await runMedallion(one, { parameters, threads: 1 });
    await runMedallion(two, { parameters, threads: 2 });

    expect(Object.keys(published(one))).toEqual(tables);
    expect(published(two)).toEqual(published(one));
  });

  it.each([
    { customers: 1, transactions: 1, products: 1 },
    { customers: 1, transactions: 3, products: 2 },
    { customers: 5, transactions: 40, products: 3 },
  ])(
    'keeps every contract at $customers customers, $transactions transactions, $products products',
    async (parameters) => {
      for (const seed of [1, 2, 3]) {
        const lake = temporaryFolder();
        const record = await runMedallion(lake, { parameters: { ...parameters, seed } });

        expect(record.error, `seed ${seed}`).toBeUndefined();
        expect(Object.keys(published(lake)), `seed ${seed}`).toEqual(tables);
      }
    },
  );

  it('records rows, bytes and SHA-256 of what it published, and that every check held', async () => {
    const lake = temporaryFolder();
    const record = await runMedallion(lake, { parameters: { transactions: 500 } });

    const sums = published(lake);
    for (const { name, layer, state, sha256, bytes, rows, checks } of record.tables) {
      const file = join(layer, `${name.slice(layer.length + 1)}.parquet`);
      expect({ name, state, sha256 }).toEqual({ name, state: 'published', sha256: sums[file] });
      expect(bytes, name).toBe(readFileSync(join(layoutOf(lake, 'medallion').root, file)).length);
      expect(rows, name).toEqual({ staged: rows.published, published: rows.published, quarantined: 0 });
      expect(checks.filter(({ status }) => status !== 'passed')).toEqual([]);
      expect(checks.length, name).toBeGreaterThan(0);
    }
  });
});

import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@sluice/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { published, runMedallion, samples } from './support.ts';

/** The samples, with one text of one file replaced. */
function spoiled(file: string, from: string, to: string): string {
  const folder = temporaryFolder();
  for (const name of ['customers.csv', 'transactions.csv', 'products.csv'])
    copyFileSync(join(samples, name), join(folder, name));
  const text = readFileSync(join(folder, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(folder, file), text.replace(from, to));
  return folder;
}

describe('medallion refuses', () => {
  const lake = temporaryFolder();
  beforeAll(async () => {
    await runMedallion(lake, { parameters: { customers: 20, transactions: 60, products: 8 } });
  });

  it.each([
    [
      'a status that does not exist',
      'transactions.csv',
      'cash,pending',
      'cash,pendng',
      'bronze.transactions',
      'pendng',
      7,
    ],
    [
      'a sale to an unknown customer',
      'transactions.csv',
      'TXN_0000005,4,',
      'TXN_0000005,99,',
      'bronze.transactions',
      '99',
      6,
    ],
    [
      'a sale of an unknown product',
      'transactions.csv',
      '5,PROD_0003',
      '5,PROD_0009',
      'bronze.transactions',
      'PROD_0009',
      7,
    ],
    ['an id that is cut', 'transactions.csv', 'TXN_0000012', 'TXN_000012', 'bronze.transactions', 'TXN_000012', 13],
    [
      'an instant that cannot be read',
      'transactions.csv',
      '2025-12-24 18:30:00',
      '2025-12-24 25:30:00',
      'bronze.transactions',
      '2025-12-24 25:30:00',
      6,
    ],
    ['an amount that is no number', 'transactions.csv', '199.00', 'n/a', 'bronze.transactions', 'n/a', 6],
    ['an amount with a third decimal', 'transactions.csv', '199.00', '199.001', 'bronze.transactions', '199.001', 6],
    ['a child', 'customers.csv', ',28,Porto', ',17,Porto', 'bronze.customers', '17', 4],
    ['spending below zero', 'customers.csv', ',500.01', ',-500.01', 'bronze.customers', '-500.01', 6],
    ['a day that no calendar has', 'customers.csv', '2024-02-29', '2023-02-29', 'bronze.customers', '2023-02-29', 6],
    ['a missing city', 'customers.csv', '61,Osaka', '61,', 'bronze.customers', '5', 6],
    ['a product that costs nothing', 'products.csv', '89.00', '0.00', 'bronze.products', '0.00', 4],
    ['an unknown supplier', 'products.csv', 'Supplier D', 'Supplier F', 'bronze.products', 'Supplier F', 6],
  ])('%s, names it, and leaves the lake as it was', async (_, file, from, to, table, value, line) => {
    const before = published(lake);

    const record = await runMedallion(lake, { inputDir: spoiled(file, from, to) });

    expect(record.status).toBe('failed');
    expect(record.error).toMatchObject({ code: 'AUDIT_FAILED', exitCode: 1 });
    expect(record.error?.message).toContain(table);
    expect(record.error?.message).toContain(value);
    const failed = record.tables
      .flatMap(({ checks }) => checks)
      .filter(({ status, severity }) => status === 'failed' && severity === 'error');
    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatchObject({ table, unexpectedCount: 1, examples: [{ $line: line }] });
    expect(record.tables.filter(({ state }) => state === 'published')).toEqual([]);
    expect(published(lake)).toEqual(before);
  });

  it('the same customer twice, though no row is bad by itself', async () => {
    const folder = spoiled('customers.csv', '\n2,Owen', '\n1,Owen');
    const record = await runMedallion(temporaryFolder(), { inputDir: folder });

    expect(record.error).toMatchObject({ code: 'AUDIT_FAILED', exitCode: 1 });
    expect(record.tables.find(({ name }) => name === 'bronze.customers')?.state).toBe('failed');
  });

  it('a file without any row', async () => {
    const folder = temporaryFolder();
    for (const name of ['customers.csv', 'products.csv']) copyFileSync(join(samples, name), join(folder, name));
    const [header = ''] = readFileSync(join(samples, 'transactions.csv'), 'utf8').split('\n');
    writeFileSync(join(folder, 'transactions.csv'), `${header}\n`);
    const record = await runMedallion(temporaryFolder(), { inputDir: folder });

    expect(record.error).toMatchObject({ code: 'AUDIT_FAILED', exitCode: 1 });
    expect(record.error?.message).toContain('bronze.transactions');
  });

  it('never shows a name or an address of a person', async () => {
    const folder = spoiled('customers.csv', 'maya.trent@example.com', 'maya.trent at example.com');
    const record = await runMedallion(temporaryFolder(), { inputDir: folder });

    expect(record.error).toMatchObject({ code: 'AUDIT_FAILED' });
    expect(JSON.stringify(record)).toContain('•••');
    expect(JSON.stringify(record)).not.toContain('maya.trent');
  });
});

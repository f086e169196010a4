import { temporaryFolder } from '@sluice/testing';
import { describe, expect, it } from 'vitest';
import { expectedGold } from './expected.ts';
import { extracts, output, published, readTable, runInvoices } from './support.ts';

describe('invoices on generated extracts', () => {
  it.each([
    { asOf: '2021-04-01', paymentTermDays: 30 },
    { asOf: '2026-01-01', paymentTermDays: 0 },
  ])('publishes what a second computation, in whole units, agrees with, as of $asOf', async (parameters) => {
    const lake = temporaryFolder();
    const record = await runInvoices(lake, { parameters: { accounts: 120, invoices: 900, ...parameters } });

    expect(record.error).toBeUndefined();
    const [accounts = [], invoices = [], lineItems = [], skus = []] = await Promise.all(
      extracts.map((table) => readTable(lake, `raw.${table}`)),
    );
    const raw = { accounts, invoices, lineItems, skus };
    for (const [table, rows] of Object.entries(expectedGold(raw, parameters.asOf, parameters.paymentTermDays))) {
      expect(await readTable(lake, `gold.${table}`), table).toEqual(rows);
    }
  });

  it('looks like a real extract', async () => {
    const lake = temporaryFolder();
    await runInvoices(lake);
    const [accounts = [], invoices = [], , skus = []] = await Promise.all(
      extracts.map((table) => readTable(lake, `raw.${table}`)),
    );
    const invoiced = new Set(invoices.map((invoice) => invoice['account_id']));
    const names = skus.map((sku) => sku['item_name']);

    expect(accounts.some((account) => account['company_address']?.includes('\n'))).toBe(true);
    expect(accounts.some((account) => !invoiced.has(account['account_id'] ?? null))).toBe(true);
    expect(new Set(names).size).toBeLessThan(names.length);
    expect(accounts.every((account) => /^\d{1,2}\/\d{1,2}\/\d{4}$/u.test(account['joining_date'] ?? ''))).toBe(true);
  });

  it('writes the same bytes, CSV included, with one thread and with two', async () => {
    const [one, two] = [temporaryFolder(), temporaryFolder()];
    await runInvoices(one, { threads: 1 });
    await runInvoices(two, { threads: 2 });

    expect(published(two)).toEqual(published(one));
  });

  it.each([1, 2, 3])('keeps every contract with one account and one invoice, seed %i', async (seed) => {
    const lake = temporaryFolder();
    const record = await runInvoices(lake, { parameters: { accounts: 1, invoices: 1, seed } });

    expect(record.error).toBeUndefined();
    expect(output(lake, 'late_payment').split('\n')).toHaveLength(3);
  });
});

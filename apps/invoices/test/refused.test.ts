import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@sluice/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { extracts, published, runInvoices, samples } from './support.ts';

/** The samples, with one text of one file replaced. */
function spoiled(file: string, from: string, to: string): string {
  const folder = temporaryFolder();
  for (const table of extracts) copyFileSync(join(samples, `${table}.csv`), join(folder, `${table}.csv`));
  const content = readFileSync(join(folder, file), 'utf8');
  expect(content).toContain(from);
  writeFileSync(join(folder, file), content.replace(from, to));
  return folder;
}

describe('invoices refuses', () => {
  const lake = temporaryFolder();
  beforeAll(async () => {
    await runInvoices(lake, { parameters: { accounts: 5, invoices: 10 } });
  });

  it.each([
    ['a day that no calendar has', 'accounts.csv', '29/2/2020', '29/2/2021', 'raw.accounts', '29/2/2021', 12],
    ['a day in ISO where d/m/yyyy is meant', 'accounts.csv', '1/1/2020', '2020-01-01', 'raw.accounts', '2020-01-01', 8],
    ['a company without a name', 'accounts.csv', 'Blue Door Books', '', 'raw.accounts', '1003', 8],
    [
      'a date of issue that cannot be read',
      'invoices.csv',
      '2020-12-31',
      '2020-13-31',
      'raw.invoices',
      '2020-13-31',
      4,
    ],
    ['an invoice to an unknown account', 'invoices.csv', '6,1003', '6,1009', 'raw.invoices', '1009', 7],
    ['a line of an unknown invoice', 'invoice_line_items.csv', '5,A-5', '99,A-5', 'raw.invoice_line_items', '99', 9],
    ['a line of an unknown item', 'invoice_line_items.csv', '5,A-5', '5,A-9', 'raw.invoice_line_items', 'A-9', 9],
    ['a quantity of nothing', 'invoice_line_items.csv', 'A-5,1000', 'A-5,0', 'raw.invoice_line_items', '0', 9],
    ['half a piece', 'invoice_line_items.csv', 'A-5,1000', 'A-5,0.5', 'raw.invoice_line_items', '0.5', 9],
    ['a price below zero', 'skus.csv', '7,15.00000001', '-7,15.00000001', 'raw.skus', '-7.00000000', 7],
    ['a price with nine decimals', 'skus.csv', '15.00000001', '15.000000001', 'raw.skus', '15.000000001', 7],
  ])('%s, names it, and leaves tables and outputs as they were', async (_, file, from, to, table, value, line) => {
    const before = published(lake);

    const record = await runInvoices(lake, { inputDir: spoiled(file, from, to) });

    expect(record.status).toBe('failed');
    expect(record.error).toMatchObject({ code: 'AUDIT_FAILED', exitCode: 1 });
    expect(record.error?.message).toContain(table);
    expect(record.error?.message).toContain(value);
    const failed = record.tables
      .flatMap(({ checks }) => checks)
      .filter(({ status, severity }) => status === 'failed' && severity === 'error');
    expect(failed[0]).toMatchObject({ table, unexpectedCount: 1, examples: [{ $line: line }] });
    expect(record.sinks).toEqual([]);
    expect(published(lake)).toEqual(before);
  });

  it('an invoice id that occurs twice', async () => {
    const record = await runInvoices(temporaryFolder(), { inputDir: spoiled('invoices.csv', '2,1001', '1,1001') });

    expect(record.error).toMatchObject({ code: 'AUDIT_FAILED', exitCode: 1 });
    expect(record.error?.message).toContain('raw.invoices');
  });

  it('an extract that lacks a column, by its name', async () => {
    const folder = spoiled('skus.csv', 'item_cost_price', 'item_cost');
    const failure = runInvoices(temporaryFolder(), { inputDir: folder });

    await expect(failure.then(({ error }) => error?.message)).resolves.toContain('item_cost_price');
    await expect(failure.then(({ error }) => error?.exitCode)).resolves.toBe(3);
  });

  it('but only warns of an item that stands twice on one invoice', async () => {
    const record = await runInvoices(temporaryFolder(), { inputDir: samples });

    const found = record.tables
      .flatMap(({ checks }) => checks)
      .filter(({ status }) => status !== 'passed' && status !== 'no_history');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ table: 'raw.invoice_line_items', severity: 'warning', unexpectedCount: 2 });
    expect(record.status).toBe('succeeded');
  });
});

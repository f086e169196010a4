import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@sluice/testing';
import { describe, expect, it } from 'vitest';
import { runTransactions } from './run-transactions.ts';
import { changedModels, published, samples } from './support.ts';

/** The samples, with one text replaced. */
function spoiled(from: string, to: string): string {
  const folder = temporaryFolder();
  const text = readFileSync(join(samples, 'customer_transactions.csv'), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(folder, 'customer_transactions.csv'), text.replace(from, to));
  return folder;
}

describe('transactions refuses', () => {
  it.each([
    ['a customer that is none', ',C1002,', ',D1002,', 'D1002', 9],
    ['an amount with a third decimal', ',19.99,', ',19.999,', '19.999', 2],
    ['an amount that is no number', ',19.99,', ',n/a,', 'n/a', 2],
    ['an instant that cannot be read', '2025-12-31 23:59:59', '2025-12-31 24:59:59', '2025-12-31 24:59:59', 2],
    ['a payment without a merchant', '2026-01-01 00:00:00,ONLINE_SHOP', '2026-01-01 00:00:00,', 'merchant', 3],
  ])('%s, names it, and leaves the lake as it was', async (_, from, to, value, line) => {
    const lake = temporaryFolder();
    await runTransactions(lake, { parameters: { rows: 50 } });
    const before = published(lake);

    const record = await runTransactions(lake, { inputDir: spoiled(from, to) });

    expect(record.error).toMatchObject({ code: 'AUDIT_FAILED', exitCode: 1 });
    const failed = record.tables
      .flatMap(({ checks }) => checks)
      .filter(({ status, severity }) => status === 'failed' && severity === 'error');
    expect(failed).toMatchObject([
      { table: 'raw.customer_transactions', unexpectedCount: 1, examples: [{ $line: line }] },
    ]);
    expect(JSON.stringify(failed[0]?.examples) + String(record.error?.message)).toContain(value);
    expect(published(lake)).toEqual(before);
  });
});

describe('the contracts of transactions stop a model that', () => {
  it.each([
    ['keeps the latest', 'silver.customer_transactions', 'ORDER BY "timestamp"', 'ORDER BY "timestamp" DESC'],
    ['keeps the largest amount', 'silver.customer_transactions', '"timestamp", amount,', '"timestamp", amount DESC,'],
    ['keeps every delivery', 'silver.customer_transactions', 'WHERE delivery = 1', ''],
    ['loses refunds', 'silver.customer_transactions', 'delivery = 1', 'delivery = 1 AND amount >= 0'],
    ['takes refunds off', 'gold.customer_daily_aggregates', 'amount > 0', 'amount <> 0'],
    ['counts only large payments', 'gold.customer_daily_aggregates', 'amount > 0', 'amount > 10'],
    ['drops the cents', 'gold.customer_daily_aggregates', 'sum(amount)', 'sum(floor(amount))'],
    [
      'books on the day after',
      'gold.customer_daily_aggregates',
      'utc_date("timestamp")              AS',
      'utc_date("timestamp") + 1          AS',
    ],
  ])('%s', async (_, model, from, to) => {
    const record = await runTransactions(temporaryFolder(), {
      inputDir: samples,
      models: changedModels(model, from, to),
    });

    expect(record.error).toMatchObject({ code: 'AUDIT_FAILED', exitCode: 1 });
    expect(record.tables.filter(({ state }) => state === 'failed').map(({ name }) => name)).toEqual([model]);
    expect(record.tables.filter(({ state }) => state === 'published')).toEqual([]);
  });
});

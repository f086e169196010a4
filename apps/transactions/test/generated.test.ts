import { temporaryFolder } from '@sluice/testing';
import { describe, expect, it } from 'vitest';
import { expectedTables } from './expected.ts';
import { runTransactions } from './run-transactions.ts';
import { contents, readTable } from './support.ts';

describe('transactions on generated data', () => {
  it('publishes what a second computation, in whole cents, agrees with', async () => {
    const lake = temporaryFolder();
    const record = await runTransactions(lake, { parameters: { rows: 5_000 } });

    expect(record.error).toBeUndefined();
    const raw = await readTable(lake, 'raw.customer_transactions');
    expect(raw).toHaveLength(5_000);
    for (const [table, rows] of Object.entries(expectedTables(raw))) {
      expect(rows.length, table).toBeGreaterThan(0);
      expect(await readTable(lake, table), table).toEqual(rows);
    }
  });

  it('holds repeated ids, refunds and zeros in raw, and each id once in silver', async () => {
    const lake = temporaryFolder();
    await runTransactions(lake);
    const raw = await readTable(lake, 'raw.customer_transactions');
    const ids = new Set(raw.map(({ transaction_id }) => transaction_id));

    expect(raw).toHaveLength(1_200);
    expect(raw.length - ids.size).toBeGreaterThan(40);
    expect(raw.some(({ amount }) => amount?.startsWith('-'))).toBe(true);
    expect(raw.some(({ amount }) => amount === '0.00')).toBe(true);
    expect(await readTable(lake, 'silver.customer_transactions')).toHaveLength(ids.size);
  });

  it('writes the same bytes with one thread and with two, over several row groups', async () => {
    const parameters = { rows: 150_000 };
    const [one, two] = [temporaryFolder(), temporaryFolder()];
    await runTransactions(one, { parameters, threads: 1 });
    await runTransactions(two, { parameters, threads: 2 });

    expect(contents(two)).toEqual(contents(one));
  });

  it.each([1, 2, 7, 40])('keeps every contract with %i rows', async (rows) => {
    for (const seed of [1, 2, 3]) {
      const record = await runTransactions(temporaryFolder(), { parameters: { rows, seed } });
      expect(record.error, `seed ${seed}`).toBeUndefined();
    }
  });
});

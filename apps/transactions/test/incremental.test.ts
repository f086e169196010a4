import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunRecord } from '@sluice/pipeline';
import { temporaryFolder } from '@sluice/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asRows, batch, type Delivery, first, second } from './batches.ts';
import { expectedTables } from './expected.ts';
import { isKilledAt } from './killed.ts';
import { runTransactions } from './run-transactions.ts';
import { changedModels, published, readServed, readTable, versionsOf } from './support.ts';

const SILVER = 'silver.customer_transactions';
const GOLD = 'gold.customer_daily_aggregates';

const stateOf = (record: RunRecord, table: string) => record.tables.find(({ name }) => name === table);

describe('transactions in batches', () => {
  it('keep what earlier batches brought, and let an earlier delivery win wherever it comes from', async () => {
    const lake = temporaryFolder();
    await runTransactions(lake, { inputDir: batch(first) });
    const record = await runTransactions(lake, { inputDir: batch(second) });

    expect(record.error).toBeUndefined();
    expect(stateOf(record, SILVER)).toMatchObject({ version: 1, rows: { staged: 3, published: 4, quarantined: 0 } });
    expect(await readTable(lake, GOLD)).toEqual([
      { customer_id: 'C1000', transaction_date: '2026-01-01', total_amount: '15.00', transaction_count: '2' },
      { customer_id: 'C1001', transaction_date: '2026-01-01', total_amount: '6.00', transaction_count: '1' },
      { customer_id: 'C1001', transaction_date: '2026-01-03', total_amount: '1.50', transaction_count: '1' },
    ]);
  });

  it('make only the days anew that a batch touches', async () => {
    const lake = temporaryFolder();
    await runTransactions(lake, { parameters: { asOf: '2026-01-05', rows: 600 } });
    const record = await runTransactions(lake, { parameters: { asOf: '2026-01-06', rows: 600 } });

    const days = new Set((await readTable(lake, GOLD)).map(({ transaction_date }) => transaction_date));
    expect(days.size).toBe(6);
    const { staged, published: all } = stateOf(record, GOLD)?.rows ?? { staged: 0, published: 0 };
    expect(staged).toBeLessThan(all / 2);
    expect(stateOf(record, GOLD)?.reason).toContain('of transaction_date only what changed is made anew');
  });

  it('change nothing when the same batch comes again, or another file with its rows', async () => {
    const lake = temporaryFolder();
    await runTransactions(lake, { inputDir: batch(first) });
    const before = published(lake);
    const again = await runTransactions(lake, { inputDir: batch(first) });
    expect(again.tables.map(({ state }) => state)).toEqual(['skipped', 'skipped', 'skipped']);
    expect(published(lake)).toEqual(before);

    const shuffled = await runTransactions(lake, { inputDir: batch(first.toReversed()) });
    expect(shuffled.error).toBeUndefined();
    expect([versionsOf(lake, SILVER), versionsOf(lake, GOLD)]).toEqual([1, 1]);
  });

  it('are folded again from the table itself when the model changes', async () => {
    const lake = temporaryFolder();
    await runTransactions(lake, { inputDir: batch(first) });
    await runTransactions(lake, { inputDir: batch(second) });
    const models = changedModels(SILVER, '"timestamp", amount,', '"timestamp" DESC, amount,');
    const contract = join(fileURLToPath(models), 'silver/customer_transactions.odcs.yaml');
    writeFileSync(contract, readFileSync(contract, 'utf8').replace('"timestamp" < kept', '"timestamp" > kept'));
    const record = await runTransactions(lake, { inputDir: batch(second), models });

    expect(record.error).toBeUndefined();
    expect(stateOf(record, SILVER)?.reason).toContain('earlier batches are folded again from the table itself');
    expect((await readTable(lake, SILVER)).map(({ transaction_id, amount }) => [transaction_id, amount])).toEqual([
      ['a', '10.00'],
      ['b', '9.00'],
      ['c', '6.00'],
      ['d', '1.50'],
    ]);
    expect(versionsOf(lake, SILVER)).toBe(3);
  });

  it('are forgotten but for the newest where the operator asks for a full refresh', async () => {
    const lake = temporaryFolder();
    await runTransactions(lake, { inputDir: batch(first) });
    await runTransactions(lake, { inputDir: batch(second) });
    const rebuilt = await runTransactions(lake, { inputDir: batch(second), fullRefresh: true });

    expect(rebuilt.error).toBeUndefined();
    expect(await readTable(lake, SILVER)).toEqual(expectedTables(asRows(second))[SILVER]);
    expect(await readTable(lake, GOLD)).toEqual(expectedTables(asRows(second))[GOLD]);
    expect(versionsOf(lake, SILVER)).toBe(3);
  });

  const delivery: fc.Arbitrary<Delivery> = fc.tuple(
    fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    fc.constantFrom('C1000', 'C1001'),
    fc.constantFrom('-3.00', '0.00', '0.01', '2.50', '40.00'),
    fc
      .constantFrom('2026-01-01', '2026-01-02', '2026-01-03')
      .chain((day) => fc.constantFrom('00:00:00', '12:30:00', '23:59:59').map((time) => `${day} ${time}`)),
    fc.constantFrom('STORE_01', 'RESTAURANT'),
  );
  const step = fc.record({
    deliveries: fc.array(delivery, { minLength: 1, maxLength: 6 }),
    /** Before which step of its publication the process is killed. */
    dies: fc.option(fc.integer({ min: 1, max: 24 })),
    again: fc.boolean(),
  });

  it(
    'come to what one run over all of them makes, whatever they hold and wherever the process dies',
    { timeout: 600_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 4 }), async (steps) => {
          const lake = temporaryFolder();
          for (const { deliveries, dies, again } of steps) {
            const inputDir = batch(deliveries);
            if (dies !== null) await isKilledAt(dies, lake, inputDir);
            const record = await runTransactions(lake, { inputDir });
            expect(record.error).toBeUndefined();
            const versions = [versionsOf(lake, SILVER), versionsOf(lake, GOLD)];
            if (again) await runTransactions(lake, { inputDir });
            expect([versionsOf(lake, SILVER), versionsOf(lake, GOLD)]).toEqual(versions);
          }
          const whole = expectedTables(asRows(steps.flatMap(({ deliveries }) => deliveries)));
          expect(await readTable(lake, SILVER)).toEqual(whole[SILVER]);
          expect(await readTable(lake, GOLD)).toEqual(whole[GOLD]);
          expect(await readServed(lake)).toEqual(whole[GOLD]);
        }),
        { numRuns: 8 },
      );
    },
  );
});

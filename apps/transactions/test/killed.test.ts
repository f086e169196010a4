import { cpSync } from 'node:fs';
import { temporaryFolder } from '@sluice/testing';
import { expect, it } from 'vitest';
import { asRows, batch, first, second, third } from './batches.ts';
import { expectedTables } from './expected.ts';
import { isKilledAt } from './killed.ts';
import { runTransactions } from './run-transactions.ts';
import { readServed, readTable, versionsOf } from './support.ts';

const SILVER = 'silver.customer_transactions';
const GOLD = 'gold.customer_daily_aggregates';

it(
  'take a batch in once it is in the journal, before whichever step after it the process is killed',
  { timeout: 400_000 },
  async () => {
    const before = temporaryFolder();
    await runTransactions(before, { inputDir: batch(first) });
    const [killed, next] = [batch(second), batch(third)];
    let step = 0;
    for (let isKilled = true; isKilled;) {
      step += 1;
      const lake = temporaryFolder();
      cpSync(before, lake, { recursive: true });
      isKilled = await isKilledAt(step, lake, killed);
      // The batch that the process died with is not delivered again.
      const record = await runTransactions(lake, { inputDir: next });

      const came = step === 1 ? [...first, ...third] : [...first, ...second, ...third];
      const whole = expectedTables(asRows(came));
      const found = {
        error: record.error,
        silver: await readTable(lake, SILVER),
        gold: await readTable(lake, GOLD),
        served: await readServed(lake),
        versions: [versionsOf(lake, SILVER), versionsOf(lake, GOLD)],
      };
      const versions = step === 1 ? 2 : 3;
      const expected = {
        silver: whole[SILVER],
        gold: whole[GOLD],
        served: whole[GOLD],
        versions: [versions, versions],
      };
      expect(found, `killed before step ${String(step)}`).toEqual(expected);
    }
    // The journal; of each Delta table a file and a log entry; the raw file; the journal goes.
    expect(step).toBeGreaterThan(7);
  },
);

import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '@sluice/pipeline';
import { temporaryFolder } from '@sluice/testing';
import { describe, expect, it } from 'vitest';
import { runTransactions } from './run-transactions.ts';

function batch(...rows: readonly string[]): string {
  const folder = join(temporaryFolder(), 'batch');
  mkdirSync(folder);
  const lines = ['transaction_id,customer_id,amount,timestamp,merchant', ...rows, ''];
  writeFileSync(join(folder, 'customer_transactions.csv'), lines.join('\n'));
  return folder;
}

const first = batch(
  'a,C1000,10.00,2026-01-01 10:00:00,STORE_01',
  'c,C1001,7.00,2026-01-02 09:00:00,STORE_02',
  'e,C1002,3.00,2026-01-02 09:00:00,STORE_02',
);
/** The payment `c` is known to have been made a day earlier. */
const second = batch('d,C1001,1.50,2026-01-03 08:00:00,RESTAURANT', 'c,C1001,6.00,2026-01-01 09:00:00,STORE_02');

const served = ({ error, sinks }: RunRecord) => {
  expect(error).toBeUndefined();
  return sinks.map((sink) => (sink.kind === 'cql' ? [sink.rows, sink.written, sink.removed, sink.compared] : []));
};

describe('the serving store of transactions', () => {
  it('gets the days that changed, loses those that vanished, and is left alone where nothing did', async () => {
    const lake = temporaryFolder();
    expect(served(await runTransactions(lake, { inputDir: first }))).toEqual([[3, 3, 0, 3]]);
    // Of C1001 two days come and one goes; the rows of other customers are not looked at.
    expect(served(await runTransactions(lake, { inputDir: second }))).toEqual([[4, 2, 1, 2]]);
    expect(served(await runTransactions(lake, { inputDir: second }))).toEqual([[4, 0, 0, 0]]);
  });

  it('is compared as a whole with a lake that was wiped and has come further than the old one', async () => {
    const [lake, kept] = [temporaryFolder(), join(temporaryFolder(), 'store')];
    const root = join(lake, 'transactions');
    await runTransactions(lake, { inputDir: first });
    cpSync(join(root, '_serving'), kept, { recursive: true });
    rmSync(root, { recursive: true });
    // The new lake is at a higher version than the store's, and no change since that one names C1000 or C1002.
    for (const inputDir of [
      batch('x,C1001,9.00,2026-01-02 09:00:00,STORE_02'),
      batch('y,C1001,2.00,2026-01-03 09:00:00,STORE_02'),
      batch('z,C1001,2.00,2026-01-04 09:00:00,STORE_02'),
    ]) {
      await runTransactions(lake, { inputDir });
    }
    rmSync(join(root, '_serving'), { recursive: true });
    cpSync(kept, join(root, '_serving'), { recursive: true });
    const last = batch('w,C1001,1.00,2026-01-05 08:00:00,STORE_02');
    expect(served(await runTransactions(lake, { inputDir: last }))).toEqual([[4, 4, 2, 4]]);
    expect(served(await runTransactions(lake, { inputDir: last }))).toEqual([[4, 0, 0, 0]]);
  });

  it('is written and compared as a whole where that is asked for', async () => {
    const lake = temporaryFolder();
    await runTransactions(lake, { inputDir: first });
    await runTransactions(lake, { inputDir: second });
    expect(served(await runTransactions(lake, { inputDir: second, fullRefresh: true }))).toEqual([[2, 2, 2, 2]]);
  });
});

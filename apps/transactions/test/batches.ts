import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder, type TextRow } from '@sluice/testing';

/** A delivery: id, customer, amount, instant, merchant. */
export type Delivery = readonly [id: string, customer: string, amount: string, timestamp: string, merchant: string];

/** A folder with one batch. */
export function batch(deliveries: readonly Delivery[]): string {
  const folder = temporaryFolder();
  const lines = ['transaction_id,customer_id,amount,timestamp,merchant', ...deliveries.map((row) => row.join(','))];
  writeFileSync(join(folder, 'customer_transactions.csv'), `${lines.join('\n')}\n`);
  return folder;
}

export function asRows(deliveries: readonly Delivery[]): readonly TextRow[] {
  return deliveries.map(([transaction_id, customer_id, amount, timestamp, merchant]) => ({
    ...{ transaction_id, customer_id, amount, timestamp: `${timestamp}+00`, merchant },
  }));
}

export const first: readonly Delivery[] = [
  ['a', 'C1000', '10.00', '2026-01-01 10:00:00', 'STORE_01'],
  ['b', 'C1000', '5.00', '2026-01-01 11:00:00', 'STORE_01'],
  ['c', 'C1001', '7.00', '2026-01-02 09:00:00', 'STORE_02'],
];
export const second: readonly Delivery[] = [
  ['d', 'C1001', '1.50', '2026-01-03 08:00:00', 'RESTAURANT'],
  ['c', 'C1001', '6.00', '2026-01-01 09:00:00', 'STORE_02'],
  ['b', 'C1000', '9.00', '2026-01-04 11:00:00', 'STORE_01'],
];
export const third: readonly Delivery[] = [
  ['e', 'C1002', '4.00', '2026-01-02 08:00:00', 'RESTAURANT'],
  ['a', 'C1000', '11.00', '2026-01-01 09:00:00', 'STORE_01'],
];

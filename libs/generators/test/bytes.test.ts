import { describe, expect, it } from 'vitest';
import {
  customerTransactions,
  invoiceAccounts,
  invoiceInvoices,
  invoiceLineItems,
  invoiceSkus,
  retailCustomers,
  retailProducts,
  retailTransactions,
} from '../src/index.ts';
import { bytesOn, machines } from './support.ts';

const ROWS = 300_000;
const sizes = {
  ...{ customers: ROWS, products: ROWS, transactions: ROWS },
  ...{ accounts: ROWS, invoices: ROWS, skus: ROWS, rows: ROWS },
  ...{ seed: 42, asOf: '2026-01-01' },
};

const generators = [
  retailCustomers,
  retailProducts,
  retailTransactions,
  invoiceAccounts,
  invoiceInvoices,
  invoiceLineItems,
  invoiceSkus,
  customerTransactions,
];

describe('300,000 rows written as Parquet', () => {
  it.each(generators.map((generator) => [generator.name, generator] as const))(
    '%s: the same bytes with one, two and four threads, and with little memory',
    async (_, generator) => {
      const hashes = new Set<string>();
      for (const machine of machines) hashes.add(await bytesOn(machine, (scratch) => generator.emit(sizes, scratch)));
      expect([...hashes]).toHaveLength(1);
    },
    120_000,
  );
});

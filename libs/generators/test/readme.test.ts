import { readFileSync } from 'node:fs';
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
import { workbench } from './support.ts';

const { scratch, session } = workbench();
const retail = { customers: 10, products: 10, transactions: 10, seed: 42, asOf: '2026-01-01' };
const invoices = { accounts: 10, invoices: 10, skus: 10, seed: 42, asOf: '2026-01-01' };

describe('README.md', () => {
  it('lists every generator with its columns and their types', async () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const listed = readme
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .map(([, name, , columns]) => [name, columns]);
    const emitted = [
      ...[retailCustomers, retailProducts, retailTransactions].map(
        (each) => [each.name, each.emit(retail, scratch())] as const,
      ),
      ...[invoiceAccounts, invoiceInvoices, invoiceLineItems, invoiceSkus].map(
        (each) => [each.name, each.emit(invoices, scratch())] as const,
      ),
      [
        customerTransactions.name,
        customerTransactions.emit({ rows: 10, seed: 42, asOf: '2026-01-01' }, scratch()),
      ] as const,
    ];
    const bound: unknown[] = [];
    for (const [name, { select }] of emitted) {
      const columns = await session().describe(select);
      bound.push([`\`${name}\``, columns.map((column) => `${column.name} ${column.type}`).join(', ')]);
    }
    expect(listed).toEqual(bound);
  });
});

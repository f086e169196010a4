import { EXIT } from '@sluice/core';
import { describe, expect, it } from 'vitest';
import { GeneratorParameterError, invoiceLineItems, retailCustomers, retailTransactions } from '../src/index.ts';

const sizes = { customers: 10, products: 5, transactions: 20, seed: 1, asOf: '2026-01-01' };

describe('a generator', () => {
  it.each([
    [{ transactions: 0 }, 'transactions must be a whole number from 1 to 1,000,000,000, got 0.'],
    [{ transactions: 2.5 }, 'transactions must be a whole number from 1 to 1,000,000,000, got 2.5.'],
    [{ products: 2_000_000_000 }, 'products must be a whole number from 1 to 1,000,000,000, got 2000000000.'],
    [{ seed: 0.5 }, 'seed must be a whole number up to 2^53 - 1, got 0.5.'],
    [{ asOf: '2001-12-30' }, 'asOf must be a day from 2001-12-31 on, written YYYY-MM-DD, got "2001-12-30".'],
    [{ asOf: '2026-02-29' }, 'asOf must be a day from 2001-12-31 on, written YYYY-MM-DD, got "2026-02-29".'],
    [{ asOf: '1/1/2026' }, 'asOf must be a day from 2001-12-31 on, written YYYY-MM-DD, got "1/1/2026".'],
  ])('refuses %j', (changed, message) => {
    const emit = (): unknown => retailTransactions.emit({ ...sizes, ...changed }, 'scratch');
    expect(emit).toThrow(GeneratorParameterError);
    expect(emit).toThrow(message);
    expect(new GeneratorParameterError('seed', 0.5, 'whole')).toMatchObject({
      exitCode: EXIT.usage,
      code: 'GENERATOR_PARAMETER_INVALID',
    });
  });

  it('emits the same text for the same parameters, other text for others', () => {
    const text = (changed: Partial<typeof sizes> = {}): string =>
      JSON.stringify(retailTransactions.emit({ ...sizes, transactions: 2_000, ...changed }, 'scratch'));
    expect(text()).toBe(text());
    expect(text({ seed: 2 })).not.toBe(text());
    expect(text({ asOf: '2026-01-02' })).not.toBe(text());
    expect(text({ customers: 11 })).not.toBe(text());
  });

  it('needs a file for its row numbers only where there are many rows', () => {
    expect(retailCustomers.emit(sizes, 'scratch').setup).toEqual([]);
    expect(retailCustomers.emit({ ...sizes, customers: 300_000 }, "it's").setup).toEqual([
      "COPY (SELECT i::INTEGER AS i FROM range(300000) AS numbers(i)) TO 'it''s/retail_customers-rows.parquet' (FORMAT parquet, PARQUET_VERSION v2, ROW_GROUP_SIZE 30720)",
    ]);
  });

  it('counts lines as invoices ask for them', () => {
    const invoices = { invoices: 16, skus: 100, seed: 1, asOf: '2026-01-01' };
    expect(invoiceLineItems.emit(invoices, 'scratch').rows).toBe(40);
  });
});

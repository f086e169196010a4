import { dateAt } from '../day.ts';
import type { Generator, Origin } from '../generator.ts';
import { asOfDay, count, seedLiteral } from '../parameters.ts';
import { BILLING, CYCLE } from '../seasons.ts';
import { sequence } from '../sequence.ts';
import { shuffled, skewedRank } from '../skew.ts';
import { bits, slice } from '../sql.ts';
import { timeOfRow, windowStart } from '../window.ts';
import { accountId, invoiceId } from './ids.ts';

export interface InvoiceInvoicesParameters extends Origin {
  readonly invoices: number;
  readonly accounts: number;
}

/** Columns and order: README. A day's rows depend on the seed, both counts and that day. */
export const invoiceInvoices: Generator<InvoiceInvoicesParameters> = {
  name: 'invoice_invoices',
  describe: 'Invoices issued in the 365 days up to the as-of day, in the order of their issue.',
  emit(parameters, scratch) {
    const rows = count('invoices', parameters.invoices);
    const accounts = count('accounts', parameters.accounts);
    const seed = seedLiteral(parameters.seed);
    const first = windowStart(BILLING, rows, asOfDay(parameters.asOf));
    const time = timeOfRow(BILLING, rows, 'cycle_row');
    // Every tenth account never draws an invoice.
    const invoiced = Math.max(1, Math.floor(accounts * 0.9));
    const { setup, relation } = sequence(this.name, rows, scratch);
    const select = `SELECT
  ${invoiceId('g + 1', rows, first + 1)} AS invoice_id,
  ${accountId('account', accounts)} AS account_id,
  ${dateAt(`cycle * ${String(CYCLE)} + ${time.day}`)} AS date_issued
FROM (
  SELECT
    g,
    g // ${String(rows)} AS cycle,
    g % ${String(rows)} AS cycle_row,
    ${time.stretch} AS stretch,
    ${shuffled(skewedRank(slice(bits('g', seed, 51), 0, 31), invoiced), accounts, parameters.seed)} + 1 AS account
  FROM (SELECT i::BIGINT + ${String(first)} AS g FROM ${relation})
)`;
    return { setup, select, rows };
  },
};

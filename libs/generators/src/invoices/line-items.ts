import type { Generator, Origin } from '../generator.ts';
import { asOfDay, count, seedLiteral } from '../parameters.ts';
import { BILLING } from '../seasons.ts';
import { sequence } from '../sequence.ts';
import { skewed, skewedRank } from '../skew.ts';
import { bits, pick, slice } from '../sql.ts';
import { windowStart } from '../window.ts';
import { invoiceId, itemId } from './ids.ts';
import { linesBefore, linesOfTurn, TURN } from './lines.ts';

export interface InvoiceLineItemsParameters extends Origin {
  readonly invoices: number;
  readonly skus: number;
}

/** Columns and order: README. The lines of an invoice depend on the seed, its number and how many items there are. */
export const invoiceLineItems: Generator<InvoiceLineItemsParameters> = {
  name: 'invoice_line_items',
  describe: 'What was invoiced: one to eight items per invoice, none twice on one.',
  emit(parameters, scratch) {
    const invoices = count('invoices', parameters.invoices);
    const items = count('skus', parameters.skus);
    const seed = seedLiteral(parameters.seed);
    const firstInvoice = windowStart(BILLING, invoices, asOfDay(parameters.asOf));
    const first = linesBefore(firstInvoice, items);
    const rows = linesBefore(firstInvoice + invoices, items) - first;
    const turn = linesOfTurn(items);
    const { setup, relation } = sequence(this.name, rows, scratch);
    // Each line draws its item from its own part of the items: they differ, and rise from line to line.
    const select = `SELECT
  ${invoiceId('invoice + 1', invoices, firstInvoice + 1)} AS invoice_id,
  ${itemId('item + 1', items)} AS item_id,
  (1 + ${skewed(slice('h', 31, 31), 24)})::INTEGER AS quantity
FROM (
  SELECT
    invoice,
    h,
    lowest + ${skewedRank(slice('h', 0, 31), '(highest - lowest)')} AS item
  FROM (
    SELECT
      l // ${String(turn.length)} * ${String(TURN)} + ${pick(
        turn.map(({ invoice }) => invoice),
        'turn',
      )} AS invoice,
      ${pick(
        turn.map(({ line, lines }) => Math.floor((line * items) / lines)),
        'turn',
      )} AS lowest,
      ${pick(
        turn.map(({ line, lines }) => Math.floor(((line + 1) * items) / lines)),
        'turn',
      )} AS highest,
      h
    FROM (
      SELECT l, l % ${String(turn.length)} AS turn, ${bits('l', seed, 61)} AS h
      FROM (SELECT i::BIGINT + ${String(first)} AS l FROM ${relation})
    )
  )
)`;
    return { setup, select, rows };
  },
};

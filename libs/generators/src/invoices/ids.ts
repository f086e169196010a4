import { digitsFor, paddedId } from '../sql.ts';

/** Invoice ids have digits for a hundred cycles, so that they sort as their numbers do until the end of 2099. */
const CYCLES_IN_DIGITS = 100;

/** SQL: `ACC-0001`, with as many digits as the last account needs, so that ids sort as their numbers do. */
export function accountId(accountNumber: string, accounts: number): string {
  return paddedId('ACC-', accountNumber, digitsFor(accounts, 4), 1, accounts);
}

/** SQL: `SKU-0001`, likewise. */
export function itemId(itemNumber: string, items: number): string {
  return paddedId('SKU-', itemNumber, digitsFor(items, 4), 1, items);
}

/** SQL: `INV-0000001`, for a window of invoices. @param first  The number of the window's first invoice, from 1. */
export function invoiceId(invoiceNumber: string, invoices: number, first: number): string {
  const digits = digitsFor(invoices * CYCLES_IN_DIGITS, 7);
  return paddedId('INV-', invoiceNumber, digits, first, first + invoices - 1);
}

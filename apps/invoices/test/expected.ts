import { cell, type TextRow } from '@sluice/testing';

/** The raw layer, every cell as text or null. */
export interface Raw {
  readonly accounts: readonly TextRow[];
  readonly invoices: readonly TextRow[];
  readonly lineItems: readonly TextRow[];
  readonly skus: readonly TextRow[];
}

const BREAKS = /[ \t]*[\r\n]\s*/gu;

/** The gold layer, computed a second time: plain TypeScript over whole units of 0.00000001, and no line of it from the models. */
export function expectedGold(
  { accounts, invoices, lineItems, skus }: Raw,
  asOf: string,
  termDays: number,
): Readonly<Record<string, readonly TextRow[]>> {
  const skuOf = new Map(skus.map((sku) => [cell(sku, 'item_id'), sku]));
  const linesOf = groupBy(lineItems, 'invoice_id');
  const issued = invoices.filter((invoice) => cell(invoice, 'date_issued') <= asOf);
  const invoicesOf = groupBy(issued, 'account_id');
  const skusOn = (invoice: TextRow): { readonly sku: TextRow; readonly quantity: bigint }[] =>
    (linesOf.get(cell(invoice, 'invoice_id')) ?? []).map((line) => ({
      sku: skuOf.get(cell(line, 'item_id')) ?? {},
      quantity: BigInt(cell(line, 'quantity')),
    }));
  const costOf = (invoice: TextRow): bigint =>
    sum(skusOn(invoice).map(({ sku, quantity }) => quantity * units(cell(sku, 'item_cost_price'))));
  const sorted = accounts.toSorted((a, b) => byBytes(cell(a, 'account_id'), cell(b, 'account_id')));
  return {
    late_payment: sorted.map((account) => {
      const own = (invoicesOf.get(cell(account, 'account_id')) ?? []).map((invoice) => ({
        days: daysBefore(cell(invoice, 'date_issued'), asOf),
        cost: costOf(invoice),
      }));
      const late = own.filter(({ days }) => days > termDays);
      const address = account['company_address'];
      return {
        total_late_invoices: String(late.length),
        total_days_since_issue: String(late.reduce((total, { days }) => total + days, 0)),
        ...account,
        company_address: typeof address === 'string' ? address.replaceAll(BREAKS, ' ').trim() : null,
        total_invoices: String(own.length),
        total_invoiced_cost: money(sum(own.map(({ cost }) => cost))),
        late_invoiced_cost: money(sum(late.map(({ cost }) => cost))),
        oldest_late_days: String(Math.max(0, ...late.map(({ days }) => days))),
      };
    }),
    product_mix: sorted.map((account) => {
      const own = invoicesOf.get(cell(account, 'account_id')) ?? [];
      const names = new Set(own.flatMap((invoice) => skusOn(invoice).map(({ sku }) => cell(sku, 'item_name'))));
      return {
        account_id: cell(account, 'account_id'),
        company_name: cell(account, 'company_name'),
        sku_types_purchased: [...names].sort(byBytes).join(','),
      };
    }),
  };
}

function groupBy(rows: readonly TextRow[], column: string): ReadonlyMap<string, readonly TextRow[]> {
  const groups = new Map<string, TextRow[]>();
  for (const row of rows) {
    const key = cell(row, column);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function daysBefore(date: string, asOf: string): number {
  return (Date.parse(asOf) - Date.parse(date)) / 86_400_000;
}

function units(price: string): bigint {
  const [whole = '', decimals = ''] = price.split('.');
  return BigInt(whole + decimals.padEnd(8, '0'));
}

/** Nothing here is below zero, so half up is half away from zero. */
function money(amount: bigint): string {
  const cents = String((amount + 500_000n) / 1_000_000n).padStart(3, '0');
  return `${cents.slice(0, -2)}.${cents.slice(-2)}`;
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

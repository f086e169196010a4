import { cell, type TextRow } from '@sluice/testing';

/** The bronze layer, every cell as text. */
export interface Bronze {
  readonly customers: readonly TextRow[];
  readonly transactions: readonly TextRow[];
  readonly products: readonly TextRow[];
}

/** The gold layer, computed a second time: plain TypeScript over whole cents, and no line of it from the models. */
export function expectedGold({ customers, transactions, products }: Bronze): Readonly<Record<string, TextRow[]>> {
  const enriched = customers.map((customer) => {
    const spent = cents(customer, 'total_spent');
    const orders = whole(customer, 'total_orders');
    return { customer, spent, segment: segmentOf(spent), order: orders === 0n ? 0n : halfUp(spent, orders) };
  });
  const sales = transactions
    .filter((transaction) => cell(transaction, 'status') === 'completed' && cents(transaction, 'amount') > 0n)
    .map((transaction) => ({ transaction, amount: cents(transaction, 'amount') }));
  const active = products.filter(
    (product) => cell(product, 'is_active') === 'true' && whole(product, 'stock_quantity') > 0n,
  );
  return {
    customer_analytics: grouped(enriched, ({ segment, customer }) => [segment, cell(customer, 'city')]).map(
      ([[customer_segment = '', city = ''], rows]) => ({
        customer_segment,
        city,
        customer_count: String(rows.length),
        avg_age: decimal(halfUp(10n * sum(rows.map(({ customer }) => whole(customer, 'age'))), BigInt(rows.length)), 1),
        avg_total_spent: mean(rows.map(({ spent }) => spent)),
        avg_order_value: mean(rows.map(({ order }) => order)),
        segment_revenue: decimal(sum(rows.map(({ spent }) => spent)), 2),
      }),
    ),
    category_analytics: grouped(sales, ({ transaction }) => [cell(transaction, 'product_category')]).map(
      ([[product_category = ''], rows]) => ({ product_category, ...totals(rows.map(({ amount }) => amount)) }),
    ),
    payment_analytics: grouped(sales, ({ transaction }) => [cell(transaction, 'payment_method')]).map(
      ([[payment_method = ''], rows]) => {
        const amounts = rows.map(({ amount }) => amount);
        return {
          payment_method,
          usage_count: String(rows.length),
          total_amount: decimal(sum(amounts), 2),
          avg_amount: mean(amounts),
        };
      },
    ),
    device_analytics: grouped(sales, ({ transaction }) => [
      cell(transaction, 'device'),
      cell(transaction, 'browser'),
    ]).map(([[device = '', browser = ''], rows]) => ({
      device,
      browser,
      transaction_count: String(rows.length),
      total_revenue: decimal(sum(rows.map(({ amount }) => amount)), 2),
    })),
    product_analytics: grouped(active, (product) => [cell(product, 'category'), cell(product, 'supplier')]).map(
      ([[category = '', supplier = ''], rows]) => ({
        category,
        supplier,
        product_count: String(rows.length),
        avg_price: mean(rows.map((product) => cents(product, 'price'))),
        total_stock: String(sum(rows.map((product) => whole(product, 'stock_quantity')))),
      }),
    ),
  };
}

function totals(amounts: readonly bigint[]): TextRow {
  const sorted = amounts.toSorted((a, b) => Number(a - b));
  return {
    transaction_count: String(amounts.length),
    total_revenue: decimal(sum(amounts), 2),
    avg_transaction_value: mean(amounts),
    min_transaction: decimal(sorted.at(0) ?? 0n, 2),
    max_transaction: decimal(sorted.at(-1) ?? 0n, 2),
  };
}

function segmentOf(spent: bigint): string {
  if (spent > 300_000n) return 'Premium';
  if (spent > 150_000n) return 'Gold';
  return spent > 50_000n ? 'Silver' : 'Bronze';
}

/** Groups in the order of the bytes of their keys. */
function grouped<T>(
  rows: readonly T[],
  keyOf: (row: T) => readonly string[],
): (readonly [readonly string[], readonly T[]])[] {
  const groups = new Map<string, readonly [readonly string[], T[]]>();
  for (const row of rows) {
    const key = keyOf(row);
    const name = key.join('\0');
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [key, [row]]);
    else group[1].push(row);
  }
  const bytes = ([key]: readonly [readonly string[], unknown]): Buffer => Buffer.from(key.join('\0'));
  return [...groups.values()].sort((a, b) => Buffer.compare(bytes(a), bytes(b)));
}

/** Nothing here is below zero, so half up is half away from zero. */
function halfUp(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor);
}

function mean(amounts: readonly bigint[]): string {
  return decimal(halfUp(sum(amounts), BigInt(amounts.length)), 2);
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

function decimal(units: bigint, places: number): string {
  const digits = String(units).padStart(places + 1, '0');
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

function cents(row: TextRow, column: string): bigint {
  return BigInt(cell(row, column).replace('.', ''));
}

function whole(row: TextRow, column: string): bigint {
  return BigInt(cell(row, column));
}

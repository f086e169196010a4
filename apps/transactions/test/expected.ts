import { cell, type TextRow } from '@sluice/testing';

/** Silver and gold, computed a second time: plain TypeScript over whole cents, and no line of it from the models. */
export function expectedTables(raw: readonly TextRow[]): Readonly<Record<string, readonly TextRow[]>> {
  const kept = new Map<string, TextRow>();
  for (const row of raw) {
    const id = cell(row, 'transaction_id');
    const other = kept.get(id);
    if (other === undefined || comesBefore(row, other)) kept.set(id, row);
  }
  const silver = [...kept.values()].sort((a, b) => byText(cell(a, 'transaction_id'), cell(b, 'transaction_id')));
  const days = new Map<string, { cents: bigint; count: number }>();
  for (const row of silver) {
    const cents = centsOf(row);
    if (cents <= 0n) continue;
    const key = `${cell(row, 'customer_id')} ${cell(row, 'timestamp').slice(0, 10)}`;
    const day = days.get(key) ?? { cents: 0n, count: 0 };
    days.set(key, { cents: day.cents + cents, count: day.count + 1 });
  }
  const gold = [...days]
    .sort(([a], [b]) => byText(a, b))
    .map(([key, { cents, count }]) => {
      const [customer_id = '', transaction_date = ''] = key.split(' ');
      const digits = String(cents).padStart(3, '0');
      const total_amount = `${digits.slice(0, -2)}.${digits.slice(-2)}`;
      return { customer_id, transaction_date, total_amount, transaction_count: String(count) };
    });
  return { 'silver.customer_transactions': silver, 'gold.customer_daily_aggregates': gold };
}

function comesBefore(row: TextRow, other: TextRow): boolean {
  const order =
    byText(cell(row, 'timestamp'), cell(other, 'timestamp')) ||
    Number(centsOf(row) - centsOf(other)) ||
    byText(cell(row, 'customer_id'), cell(other, 'customer_id')) ||
    byText(cell(row, 'merchant'), cell(other, 'merchant'));
  return order < 0;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function centsOf(row: TextRow): bigint {
  return BigInt(cell(row, 'amount').replace('.', ''));
}

import { quoteLiteral } from '@sluice/engine';
import type { CqlRequest } from '../src/index.ts';

/** What customers spent on days. */
export const DAILY: Pick<CqlRequest, 'columns' | 'key'> = {
  columns: [
    { name: 'customer_id', type: 'VARCHAR', cqlType: 'text', personal: false },
    { name: 'day', type: 'DATE', cqlType: 'date', personal: false },
    { name: 'total', type: 'DECIMAL(12,2)', cqlType: 'decimal', personal: false },
    { name: 'number', type: 'INTEGER', cqlType: 'int', personal: false },
  ],
  key: { partition: ['customer_id'], clustering: ['day'] },
};

/** Rows as SQL: `['C1', '2026-01-01', 12.5, 1]`. */
export function rows(...all: readonly (readonly [string, string, number, number])[]): string {
  const values = all.map(
    ([id, day, total, number]) => `(${quoteLiteral(id)}, DATE '${day}', ${total}::DECIMAL(12,2), ${number})`,
  );
  const empty = all.length === 0 ? ' WHERE false' : '';
  const some = values.length === 0 ? "('', DATE '2026-01-01', 0::DECIMAL(12,2), 0)" : values.join(', ');
  return `(SELECT * FROM (VALUES ${some}) AS t(customer_id, day, total, number)${empty})`;
}

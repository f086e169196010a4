import { quoteIdentifier } from '@sluice/engine';
import type { Kwargs } from './definition.ts';

/** SQL that is true for the rows that count, by `ignore_row_if`; `otherwise` is what holds where it is left out. */
export function consideredRows(kwargs: Kwargs, columns: readonly string[], otherwise?: string): string {
  const present = columns.map((name) => `${quoteIdentifier(name)} IS NOT NULL`);
  switch (kwargs['ignore_row_if'] ?? otherwise) {
    case 'neither':
    case 'never':
      return 'TRUE';
    case 'either_value_is_missing':
    case 'any_value_is_missing':
      return `(${present.join(' AND ')})`;
    default:
      return `(${present.join(' OR ')})`;
  }
}

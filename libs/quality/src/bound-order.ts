import { instantCell, timeCell } from './schema/calendar-cells.ts';
import { compareTexts } from './schema/text-order.ts';
import type { Family } from './types.ts';

const zonedCell = instantCell('TIMESTAMP WITH TIME ZONE');

/** True where the smallest is beyond the largest as values of a column of that family: instants by time, however each is written. */
export function isWrongWayRound(low: unknown, high: unknown, family: Family | 'other'): boolean {
  if (typeof low === 'number' && typeof high === 'number') return low > high;
  if (typeof low !== 'string' || typeof high !== 'string') return false;
  return (orderOf(low, high, family) ?? 0) > 0;
}

function orderOf(low: string, high: string, family: Family | 'other'): number | undefined {
  if (family === 'date' || family === 'timestamp') return zonedCell.compareOperands(low, high);
  return family === 'time' ? timeCell.compareOperands(low, high) : compareTexts(low, high);
}

import type { Value } from '@sluice/engine';
import type { CqlConnection } from './connection.ts';
import type { CqlType } from './column-types.ts';

/** What the driver takes for a cell that was selected by `cellForDriver`. */
export function toDriver({ types }: CqlConnection['driver'], type: CqlType, cell: Value): unknown {
  if (cell === null) return null;
  switch (type) {
    case 'bigint':
    case 'varint':
      return BigInt(cellText(cell));
    case 'float':
    case 'double':
      return Number(cellText(cell));
    case 'decimal':
      return types.BigDecimal.fromString(cellText(cell));
    case 'date':
      return types.LocalDate.fromString(cellText(cell));
    case 'time':
      return types.LocalTime.fromString(cellText(cell));
    case 'timestamp':
      return new Date(Number(cellText(cell)));
    case 'text':
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'boolean':
      return cell;
  }
}

/** A cell of the driver's as text that the engine casts back to the same value; null stays null. */
export function fromDriver({ types }: CqlConnection['driver'], cell: unknown): string | null {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number' || typeof cell === 'bigint' || typeof cell === 'boolean') return String(cell);
  if (cell instanceof Date) return cell.toISOString();
  if (cell instanceof types.LocalDate || cell instanceof types.LocalTime) return cell.toString();
  if (cell instanceof types.BigDecimal) return cell.toString();
  throw new TypeError(`The driver gives a ${typeof cell} that no column of a CQL sink can hold.`);
}

/** A cell of the engine's in words. */
export function cellText(cell: Value | undefined): string {
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

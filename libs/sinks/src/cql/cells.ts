import type { AppendedCell, Value } from '@sluice/engine';
import type { CqlConnection } from './connection.ts';
import type { CqlType } from './column-types.ts';

const REMEMBERED = 10_000;
/** CQL counts days from 2^31 before 1970 (CQL binary protocol v4, "6.6 date"). */
const FIRST_DAY = 2 ** 31;

/** Makes what the driver takes of the cells of one column that was selected by `cellForDriver`. */
export function driverCells({ types }: CqlConnection['driver'], type: CqlType): (cell: Value) => unknown {
  const orNull = (make: (text: string) => unknown) => (cell: Value) => (cell === null ? null : make(cellText(cell)));
  switch (type) {
    case 'bigint':
    case 'varint':
      return orNull(BigInt);
    case 'float':
    case 'double':
      return (cell) => (typeof cell === 'string' ? Number(cell) : cell);
    case 'decimal':
      return orNull((text) => types.BigDecimal.fromString(text));
    case 'date':
      // The driver takes a microsecond to read a day, and few days stand in many rows.
      return orNull(remembering((text) => types.LocalDate.fromString(text)));
    case 'time':
      return orNull((text) => types.LocalTime.fromString(text));
    case 'timestamp':
      return orNull((text) => new Date(Number(text)));
    case 'text':
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'boolean':
      return (cell) => cell;
  }
}

function remembering<T>(make: (text: string) => T): (text: string) => T {
  const made = new Map<string, T>();
  return (text) => {
    const known = made.get(text);
    if (known !== undefined) return known;
    const fresh = make(text);
    if (made.size >= REMEMBERED) made.clear();
    made.set(text, fresh);
    return fresh;
  };
}

/** A cell that the driver read, for a column of `landingType`. */
export function landed({ types }: CqlConnection['driver'], type: CqlType, cell: unknown): AppendedCell {
  if (cell === null || cell === undefined) return null;
  switch (typeof cell) {
    case 'string':
    case 'number':
    case 'boolean':
      return cell;
    case 'bigint':
      return type === 'bigint' ? cell : String(cell);
    default:
      if (cell instanceof types.LocalDate) return cell.toBuffer().readUInt32BE() - FIRST_DAY;
      if (cell instanceof Date) return BigInt(cell.getTime());
      if (cell instanceof types.BigDecimal || cell instanceof types.LocalTime) return cell.toString();
      throw new TypeError(`The driver gives a ${typeof cell} that no column of a CQL sink can hold.`);
  }
}

/** A cell of the engine's in words. */
export function cellText(cell: Value | undefined): string {
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

import {
  DuckDBArrayValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBUnionValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { Row, Value } from './engine.ts';

/** Rows of a result as JSON-safe cells under their column names. A name that occurs twice was made unique by the caller. */
export function toRows(names: readonly string[], rows: readonly (readonly DuckDBValue[])[]): Row[] {
  return rows.map((cells) => Object.fromEntries(names.map((name, index) => [name, toValue(cells[index] ?? null)])));
}

/** One cell, JSON-safe (see Value). A MAP is a list of `{ key, value }`, a UNION `{ tag, value }`; NaN and infinities, intervals, times and blobs are text as DuckDB prints them. */
export function toValue(value: DuckDBValue): Value {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return fromBigint(value);
  if (value instanceof DuckDBTimestampTZValue) return toIso(new DuckDBTimestampValue(value.micros).toString(), 'Z');
  if (isTimestamp(value)) return toIso(value.toString(), '');
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(toValue);
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, entry]) => [name, toValue(entry)]));
  }
  if (value instanceof DuckDBMapValue)
    return value.entries.map((entry) => ({ key: toValue(entry.key), value: toValue(entry.value) }));
  if (value instanceof DuckDBUnionValue) return { tag: value.tag, value: toValue(value.value) };
  return value.toString();
}

/** A cell that is known to be text; empty otherwise. */
export function toText(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}

function fromBigint(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

function isTimestamp(value: DuckDBValue) {
  return (
    value instanceof DuckDBTimestampValue ||
    value instanceof DuckDBTimestampSecondsValue ||
    value instanceof DuckDBTimestampMillisecondsValue ||
    value instanceof DuckDBTimestampNanosecondsValue
  );
}

/** `2026-01-01 00:00:00.5` as ISO 8601; `infinity` and years before Christ stay as DuckDB prints them. */
function toIso(text: string, zone: string): string {
  return /^\d+-\d\d-\d\d \d/.test(text) ? `${text.replace(' ', 'T')}${zone}` : text;
}

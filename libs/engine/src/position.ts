import type { Location } from '@sluice/core';
import type { SqlText } from './engine.ts';

/** DuckDB counts code points in errors of its parser, and UTF-8 bytes in all others and in its syntax tree. */
export interface Offset {
  readonly value: number;
  readonly unit: 'code points' | 'bytes';
}

/** A place in what the user wrote: `line` and `column` count from 1 within the SQL, `text` is that line. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** Where an offset into the whole statement lies in what the user wrote; undefined when it lies outside. */
export function placeOf(statement: SqlText, offset: Offset): Place | undefined {
  const { sql } = statement;
  const index = offset.unit === 'bytes' ? indexOfByte(sql, offset.value) : indexOfCodePoint(sql, offset.value);
  const { start, end } = statement.written ?? { start: 0, end: sql.length };
  if (index === undefined || index < start || index > end) return undefined;
  const before = sql.slice(start, index);
  const lineStart = start + before.lastIndexOf('\n') + 1;
  const lineEnd = sql.slice(index, end).search(/\r?\n/);
  return {
    line: before.split('\n').length,
    column: index - lineStart + 1,
    text: sql.slice(lineStart, lineEnd < 0 ? end : index + lineEnd),
  };
}

/** The user's file and line for a place, or the file alone where no place is known; undefined for SQL without a file. */
export function locationOf(statement: SqlText, place: Place | undefined): Location | undefined {
  const { location } = statement;
  if (location === undefined) return undefined;
  if (place === undefined) return { file: location.file };
  const firstColumn = place.line === 1 ? (location.column ?? 1) : 1;
  return {
    file: location.file,
    line: (location.line ?? 1) + place.line - 1,
    column: firstColumn + place.column - 1,
  };
}

/** The user's line of a UTF-8 byte offset; the first line where there is none, or where it lies outside of what the user wrote. */
export function lineOf(statement: SqlText, offset: number | undefined): number {
  const first = statement.location?.line ?? 1;
  const place = offset === undefined ? undefined : placeOf(statement, { value: offset, unit: 'bytes' });
  return place === undefined ? first : first + place.line - 1;
}

function indexOfByte(sql: string, byte: number): number | undefined {
  const bytes = Buffer.from(sql);
  return byte >= 0 && byte <= bytes.length ? bytes.subarray(0, byte).toString().length : undefined;
}

function indexOfCodePoint(sql: string, codePoint: number): number | undefined {
  if (codePoint < 0) return undefined;
  let index = 0;
  for (let left = codePoint; left > 0; left -= 1) {
    const code = sql.codePointAt(index);
    if (code === undefined) return undefined;
    index += code > 0xffff ? 2 : 1;
  }
  return index;
}

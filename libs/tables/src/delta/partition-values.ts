import { quoteLiteral } from '@sluice/engine';

/** A partition value as DuckDB's literal of the column's type. An empty text stands for null, whatever the type ("Partition Value Serialization"). */
export function partitionLiteral(value: string | null | undefined, type: string): string {
  if (value === null || value === undefined || value === '') return `CAST(NULL AS ${type})`;
  if (type === 'BLOB') return `unhex('${bytesOf(value).toString('hex')}')`;
  return `CAST(${textLiteral(isInstant(type) && !hasZone(value) ? `${value}+00` : value)} AS ${type})`;
}

/**
 * What the log holds of a value in a partition column.
 * @param value  as DuckDB casts it to text.
 * @param type   of the column, as DuckDB prints it.
 * @returns      null for a missing value, and for an empty text, which no partition can hold; undefined for bytes that are no UTF-8, which the log cannot hold.
 */
export function partitionText(value: string | null, type: string): string | null | undefined {
  if (value === null || value === '') return null;
  if (type === 'BLOB') return textOfBytes(value);
  if (type === 'FLOAT' || type === 'DOUBLE') return floatText(value);
  if (isInstant(type)) return isoInstant(value);
  return value;
}

/** The folder of a partition's files, named as Hive names it; only for people to find their way, since values are read from the log. */
export function partitionFolder(values: ReadonlyMap<string, string | null>): string {
  return [...values]
    .map(([column, value]) => `${escaped(column)}=${value === null ? '__HIVE_DEFAULT_PARTITION__' : escaped(value)}`)
    .join('/');
}

/** No SQL can hold a NUL. */
function textLiteral(text: string): string {
  return text.includes('\0') ? `(${text.split('\0').map(quoteLiteral).join(' || chr(0) || ')})` : quoteLiteral(text);
}

/** Spark writes the bytes as they are, as UTF-8; delta-rs writes an escape of six characters for each. */
function bytesOf(value: string): Buffer {
  if (!/^(?:\\u00[\da-f]{2})+$/i.test(value)) return Buffer.from(value);
  return Buffer.from(value.replaceAll('\\u00', ''), 'hex');
}

/** Spark writes instants without a zone in the zone of its session; for want of a better one, it is UTC. */
function hasZone(value: string): boolean {
  return /(?:[Zz]|[+-]\d\d(?::?\d\d)?)$/.test(value.replace(/^[+-]?\d+-\d\d-\d\d/, ''));
}

function isInstant(type: string): boolean {
  return type === 'TIMESTAMP WITH TIME ZONE';
}

/** `2026-01-01 00:00:00.5+00` as `2026-01-01T00:00:00.500000Z`. */
function isoInstant(value: string): string {
  const [, day, second, fraction = ''] = /^(\S+) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(value) ?? [];
  if (day === undefined || second === undefined) return value;
  return `${day}T${second}.${fraction.padEnd(6, '0')}Z`;
}

function floatText(value: string): string {
  return value.replace('inf', 'Infinity').replace('nan', 'NaN');
}

/** DuckDB prints what is not ASCII as `\x0A`. */
function textOfBytes(value: string): string | undefined {
  const bytes = [...value.matchAll(/\\x([0-9A-F]{2})|([^\\])/g)].map(([, hex, character]) =>
    hex === undefined ? (character ?? '').charCodeAt(0) : Number.parseInt(hex, 16),
  );
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}

/** With control characters, those that Spark escapes in the names of partition folders. */
const ESCAPED = new Set('"#%\'*/:=?\\{[]^\u007f');

function escaped(text: string): string {
  return [...text]
    .map((character) =>
      character < ' ' || ESCAPED.has(character)
        ? `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
        : character,
    )
    .join('');
}

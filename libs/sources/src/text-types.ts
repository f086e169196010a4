import { quoteLiteral } from '@sluice/engine';

/** How text becomes one type without loss: `pattern` (RE2, the whole text) and then the cast decide together; `expected` says it in words. */
export interface TextType {
  readonly pattern: string;
  readonly expected: string;
}

const DAY = '[0-9]{4}-[0-9]{2}-[0-9]{2}';
const MINUTE = '([01][0-9]|2[0-3]):[0-5][0-9]';
const ZONE = '(Z|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)?';
const INTEGERS: ReadonlySet<string> = new Set([
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'HUGEINT',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
  'UBIGINT',
  'UHUGEINT',
]);

/** Digits of a second's fraction that a timestamp type keeps. */
const FRACTION_DIGITS: ReadonlyMap<string, number> = new Map([
  ['TIMESTAMP', 6],
  ['TIMESTAMP_S', 0],
  ['TIMESTAMP_MS', 3],
  ['TIMESTAMP_NS', 9],
  ['TIMESTAMP WITH TIME ZONE', 6],
]);

const FIXED: ReadonlyMap<string, TextType> = new Map([
  ['BOOLEAN', { pattern: '(?i:true|false|t|f|1|0)', expected: 'BOOLEAN: true or false' }],
  ['DATE', { pattern: DAY, expected: 'DATE: a day of the calendar as YYYY-MM-DD' }],
  ['TIME', { pattern: `${MINUTE}(:[0-5][0-9](\\.[0-9]{1,6}0*)?)?`, expected: 'TIME as HH:MM:SS' }],
  [
    'UUID',
    { pattern: '(?i:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})', expected: 'UUID: 8-4-4-4-12 hexadecimal digits' },
  ],
]);

/** @param type  as DuckDB's DESCRIBE prints it. @returns undefined for a type that has no text form here. */
export function textType(type: string): TextType | undefined {
  const digits = FRACTION_DIGITS.get(type);
  if (digits !== undefined) return timestampType(type, digits);
  const decimal = parseDecimal(type);
  if (decimal !== undefined) return decimalType(type, decimal);
  if (isInteger(type)) return { pattern: '[+-]?[0-9]+(\\.0+)?', expected: `${type}: a whole number` };
  if (isFloat(type)) {
    const number = '[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?';
    return { pattern: number, expected: `${type}: a finite number with a decimal point` };
  }
  return FIXED.get(type);
}

/** SQL: the value of a text expression as `type`, null where it does not fit. */
export function castText(text: string, type: string, { pattern }: TextType): string {
  const cast = `TRY_CAST(${text} AS ${type})`;
  const value = isFloat(type) ? `CASE WHEN isfinite(${cast}) THEN ${cast} END` : cast;
  return `CASE WHEN regexp_full_match(${text}, ${quoteLiteral(pattern)}) THEN ${value} END`;
}

export function isInteger(type: string): boolean {
  return INTEGERS.has(type);
}

export function isFloat(type: string): boolean {
  return type === 'DOUBLE' || type === 'FLOAT';
}

export function isTimestamp(type: string): boolean {
  return FRACTION_DIGITS.has(type);
}

export function parseDecimal(type: string): { readonly precision: number; readonly scale: number } | undefined {
  const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)$/u.exec(type) ?? [];
  return precision === undefined ? undefined : { precision: Number(precision), scale: Number(scale) };
}

/** The type's name as DESCRIBE prints it. */
export function canonicalType(type: string): string {
  const upper = type
    .trim()
    .toUpperCase()
    .replace(/\s*([(),])\s*/gu, '$1');
  return SYNONYMS.get(upper) ?? upper;
}

const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['TIMESTAMPTZ', 'TIMESTAMP WITH TIME ZONE'],
  ['TEXT', 'VARCHAR'],
  ['STRING', 'VARCHAR'],
  ['INT', 'INTEGER'],
  ['REAL', 'FLOAT'],
]);

function timestampType(type: string, digits: number): TextType {
  const fraction = digits === 0 ? '(\\.0*)?' : `(\\.[0-9]{1,${digits}}0*)?`;
  const zone = type === 'TIMESTAMP WITH TIME ZONE' ? ZONE : '';
  const example =
    zone === '' ? '2026-01-31T23:59:59, without a zone' : '2026-01-31T23:59:59Z, UTC where no zone is given';
  return {
    pattern: `${DAY}([ T]${MINUTE}(:[0-5][0-9]${fraction})?${zone})?`,
    expected: `${type} such as ${example}`,
  };
}

function decimalType(type: string, { precision, scale }: { precision: number; scale: number }): TextType {
  const fraction = scale === 0 ? '(\\.0*)?' : `(\\.[0-9]{0,${scale}}0*)?`;
  const bare = scale === 0 ? '' : `|\\.[0-9]{1,${scale}}0*`;
  return {
    pattern: `[+-]?([0-9]+${fraction}${bare})`,
    expected: `${type}: a plain decimal with at most ${precision - scale} digits before the point and ${scale} after it`,
  };
}

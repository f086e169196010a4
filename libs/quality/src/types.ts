import type { LogicalType } from './odcs/table.ts';
import { didYouMean } from './problems.ts';

/** The families of column types that rules tell apart. */
export type Family = 'text' | 'integer' | 'decimal' | 'float' | 'boolean' | 'date' | 'timestamp' | 'time';

const scalars: Readonly<Record<string, { readonly type: string; readonly family: Family }>> = {
  VARCHAR: { type: 'VARCHAR', family: 'text' },
  TEXT: { type: 'VARCHAR', family: 'text' },
  STRING: { type: 'VARCHAR', family: 'text' },
  TINYINT: { type: 'TINYINT', family: 'integer' },
  SMALLINT: { type: 'SMALLINT', family: 'integer' },
  INTEGER: { type: 'INTEGER', family: 'integer' },
  INT: { type: 'INTEGER', family: 'integer' },
  BIGINT: { type: 'BIGINT', family: 'integer' },
  UTINYINT: { type: 'UTINYINT', family: 'integer' },
  USMALLINT: { type: 'USMALLINT', family: 'integer' },
  UINTEGER: { type: 'UINTEGER', family: 'integer' },
  UBIGINT: { type: 'UBIGINT', family: 'integer' },
  DOUBLE: { type: 'DOUBLE', family: 'float' },
  FLOAT: { type: 'FLOAT', family: 'float' },
  REAL: { type: 'FLOAT', family: 'float' },
  BOOLEAN: { type: 'BOOLEAN', family: 'boolean' },
  BOOL: { type: 'BOOLEAN', family: 'boolean' },
  DATE: { type: 'DATE', family: 'date' },
  TIMESTAMP: { type: 'TIMESTAMP', family: 'timestamp' },
  DATETIME: { type: 'TIMESTAMP', family: 'timestamp' },
  TIMESTAMPTZ: { type: 'TIMESTAMP WITH TIME ZONE', family: 'timestamp' },
  'TIMESTAMP WITH TIME ZONE': { type: 'TIMESTAMP WITH TIME ZONE', family: 'timestamp' },
  TIME: { type: 'TIME', family: 'time' },
};

const refused: Readonly<Record<string, string>> = {
  HUGEINT: 'Parquet holds it as DOUBLE; use BIGINT or DECIMAL(38,0)',
  UHUGEINT: 'Parquet holds it as DOUBLE; use UBIGINT or DECIMAL(38,0)',
  UUID: 'identifiers are text; use VARCHAR',
};

const logicalOf: Readonly<Record<Family, LogicalType>> = {
  text: 'string',
  integer: 'integer',
  decimal: 'number',
  float: 'number',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
  time: 'time',
};

const defaults: Readonly<Record<LogicalType, string>> = {
  string: 'VARCHAR',
  integer: 'BIGINT',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMP WITH TIME ZONE',
  time: 'TIME',
};

export interface ColumnType {
  /** As DESCRIBE prints it. */
  readonly type: string;
  readonly family: Family;
  readonly logicalType: LogicalType;
}

/** The type of a column from what its property says; a text is the reason why it cannot be told. */
export function columnType(logical: LogicalType | undefined, physical: string | undefined): ColumnType | string {
  if (physical === undefined) {
    if (logical === undefined) return 'must say its `logicalType`';
    return columnType(logical, defaults[logical]);
  }
  const parsed = parsePhysical(physical);
  if (typeof parsed === 'string') return parsed;
  const fits = logicalOf[parsed.family];
  if (logical !== undefined && logical !== fits)
    return `physicalType ${physical} does not fit logicalType ${logical}; expected logicalType: ${fits}`;
  return { ...parsed, logicalType: fits };
}

function parsePhysical(physical: string): { readonly type: string; readonly family: Family } | string {
  const text = physical.trim().toUpperCase().replace(/\s+/g, ' ');
  const decimal = /^(?:DECIMAL|NUMERIC) ?\( ?(\d+)(?: ?, ?(\d+))? ?\)$/.exec(text);
  if (decimal !== null) {
    const precision = Number(decimal[1]);
    const scale = Number(decimal[2] ?? '0');
    if (precision < 1 || precision > 38 || scale > precision)
      return `physicalType ${physical} is not a DECIMAL: expected a precision of 1 to 38 and a scale up to it`;
    return { type: `DECIMAL(${String(precision)},${String(scale)})`, family: 'decimal' };
  }
  if (text === 'DECIMAL' || text === 'NUMERIC') return `physicalType ${physical} must say its digits: DECIMAL(12,2)`;
  if (/^(?:VARCHAR|TEXT|CHAR)\(/.test(text))
    return `physicalType ${physical} would not limit anything; use VARCHAR and logicalTypeOptions.maxLength`;
  return scalars[text] ?? reasonAgainst(physical, text);
}

function reasonAgainst(physical: string, text: string): string {
  const reason = refused[text];
  if (reason !== undefined) return `physicalType ${physical} is refused: ${reason}`;
  const hint = didYouMean(text, Object.keys(scalars));
  return `physicalType ${physical} is not a type of the engine's${hint}`;
}

export function isFloat(family: Family): boolean {
  return family === 'float';
}

export function isNumeric(family: Family): boolean {
  return family === 'integer' || family === 'decimal' || family === 'float';
}

/** The least and the greatest value of an integer type. */
export function integerRange(type: string): { readonly least: bigint; readonly most: bigint } {
  const unsigned = type.startsWith('U');
  const bits = BigInt(bitsOf[type.replace(/^U/, '')] ?? 64);
  return unsigned
    ? { least: 0n, most: 2n ** bits - 1n }
    : { least: -(2n ** (bits - 1n)), most: 2n ** (bits - 1n) - 1n };
}

const bitsOf: Readonly<Record<string, number>> = { TINYINT: 8, SMALLINT: 16, INTEGER: 32, BIGINT: 64 };

/** Digits in all, and behind the point, of a type such as `DECIMAL(12,2)`. */
export function decimalShape(type: string): { readonly precision: number; readonly scale: number } {
  const found = /^DECIMAL\((\d+),(\d+)\)$/.exec(type);
  return { precision: Number(found?.[1] ?? 18), scale: Number(found?.[2] ?? 3) };
}

/** The family of a type that DESCRIBE prints. */
export function familyOf(type: string): Family {
  return type.startsWith('DECIMAL') ? 'decimal' : (scalars[type]?.family ?? 'text');
}

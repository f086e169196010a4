import { quoteIdentifier } from '@sluice/engine';
import type { DeltaType, StructField } from './types.ts';
import { VOID } from './types.ts';

const PRIMITIVES: ReadonlyMap<string, string> = new Map([
  ['string', 'VARCHAR'],
  ['long', 'BIGINT'],
  ['integer', 'INTEGER'],
  ['short', 'SMALLINT'],
  ['byte', 'TINYINT'],
  ['float', 'FLOAT'],
  ['double', 'DOUBLE'],
  ['boolean', 'BOOLEAN'],
  ['binary', 'BLOB'],
  ['date', 'DATE'],
  ['timestamp', 'TIMESTAMP WITH TIME ZONE'],
  ['timestamp_ntz', 'TIMESTAMP'],
]);

/** Without `timestamp_ntz`: a table must ask for its feature first. */
const DELTA_NAMES = new Map(
  [...PRIMITIVES].filter(([delta]) => delta !== 'timestamp_ntz').map(([delta, duckdb]) => [duckdb, delta]),
);

const DECIMAL = /^decimal\(\s*(\d+)\s*,\s*(-?\d+)\s*\)$/;

/**
 * The DuckDB type of a Delta type. Names of struct fields are quoted always. Void fields of structs are left out.
 * @returns undefined for a type that it does not know.
 */
export function duckdbType(type: DeltaType): string | undefined {
  if (typeof type === 'string') return primitive(type);
  switch (type.type) {
    case 'struct':
      return struct(type.fields);
    case 'array':
      return around(duckdbType(type.elementType), (element) => `${element}[]`);
    case 'map':
      return around(duckdbType(type.keyType), (key) =>
        around(duckdbType(type.valueType), (value) => `MAP(${key}, ${value})`),
      );
  }
}

/** The name in Delta of a DuckDB type without parts; undefined where Delta has none. */
export function deltaPrimitive(name: string): string | undefined {
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(name);
  return decimal === null ? DELTA_NAMES.get(name) : `decimal(${String(decimal[1])},${String(decimal[2])})`;
}

function primitive(type: string): string | undefined {
  // Spark writes `decimal` alone for its default.
  const [, precision, scale] = type === 'decimal' ? [type, '10', '0'] : (DECIMAL.exec(type) ?? []);
  if (precision !== undefined && scale !== undefined) return `DECIMAL(${precision},${scale})`;
  return PRIMITIVES.get(type);
}

function struct(fields: readonly StructField[]): string | undefined {
  const kept = fields.filter(({ type }) => type !== VOID);
  const parts = kept.map(({ name, type }) => around(duckdbType(type), (inner) => `${quoteIdentifier(name)} ${inner}`));
  if (parts.length === 0 || parts.includes(undefined)) return undefined;
  return `STRUCT(${parts.join(', ')})`;
}

function around(inner: string | undefined, make: (inner: string) => string | undefined): string | undefined {
  return inner === undefined ? undefined : make(inner);
}

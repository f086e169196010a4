import { decimalShape } from '../types.ts';

export const dialects = ['duckdb', 'postgres', 'cql', 'spark'] as const;
export type Dialect = (typeof dialects)[number];

/** By the type as DESCRIBE prints it: PostgreSQL, CQL, Spark SQL. What they lack gets the next wider type that holds every value. */
const others: Readonly<Record<string, readonly [postgres: string, cql: string, spark: string]>> = {
  VARCHAR: ['text', 'text', 'STRING'],
  TINYINT: ['smallint', 'tinyint', 'TINYINT'],
  SMALLINT: ['smallint', 'smallint', 'SMALLINT'],
  INTEGER: ['integer', 'int', 'INT'],
  BIGINT: ['bigint', 'bigint', 'BIGINT'],
  UTINYINT: ['smallint', 'smallint', 'SMALLINT'],
  USMALLINT: ['integer', 'int', 'INT'],
  UINTEGER: ['bigint', 'bigint', 'BIGINT'],
  UBIGINT: ['numeric(20,0)', 'varint', 'DECIMAL(20,0)'],
  DOUBLE: ['double precision', 'double', 'DOUBLE'],
  FLOAT: ['real', 'float', 'FLOAT'],
  BOOLEAN: ['boolean', 'boolean', 'BOOLEAN'],
  DATE: ['date', 'date', 'DATE'],
  // CQL keeps milliseconds.
  TIMESTAMP: ['timestamp', 'timestamp', 'TIMESTAMP_NTZ'],
  'TIMESTAMP WITH TIME ZONE': ['timestamptz', 'timestamp', 'TIMESTAMP'],
  // Spark has had times of day only since 4.1; as text they still sort.
  TIME: ['time', 'time', 'STRING'],
};

/** The type of a column in a dialect. */
export function columnTypeIn(dialect: Dialect, type: string): string {
  if (dialect === 'duckdb') return type;
  if (type.startsWith('DECIMAL')) {
    const { precision, scale } = decimalShape(type);
    if (dialect === 'cql') return 'decimal';
    return `${dialect === 'postgres' ? 'numeric' : 'DECIMAL'}(${String(precision)},${String(scale)})`;
  }
  const [postgres, cql, spark] = others[type] ?? ['text', 'text', 'STRING'];
  return { postgres, cql, spark }[dialect];
}

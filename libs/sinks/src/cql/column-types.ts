/** The types of CQL that a column can be handed on as. */
export const cqlTypes = [
  'text',
  'tinyint',
  'smallint',
  'int',
  'bigint',
  'varint',
  'float',
  'double',
  'boolean',
  'decimal',
  'date',
  'time',
  'timestamp',
] as const;

export type CqlType = (typeof cqlTypes)[number];

const SAME: Readonly<Record<Exclude<CqlType, 'varint' | 'decimal'>, string>> = {
  text: 'VARCHAR',
  tinyint: 'TINYINT',
  smallint: 'SMALLINT',
  int: 'INTEGER',
  bigint: 'BIGINT',
  float: 'FLOAT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  time: 'TIME',
  timestamp: 'TIMESTAMP WITH TIME ZONE',
};

export function isCqlType(type: string): type is CqlType {
  return cqlTypes.some((known) => known === type);
}

/** The engine's type that holds just the values of a CQL type. `varint` and `decimal` have no limits of their own. */
export function engineType(type: CqlType, source: string): string {
  if (type === 'varint') return /^U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?$/.test(source) ? source : 'HUGEINT';
  if (type === 'decimal') return source.startsWith('DECIMAL') ? source : 'DECIMAL(38,9)';
  return SAME[type];
}

/** A column as the store keeps it. CQL keeps milliseconds: what is finer is cut. */
export function castForStore(column: string, type: CqlType, source: string): string {
  const cast = `CAST(${column} AS ${engineType(type, source)})`;
  return type === 'timestamp' ? `date_trunc('millisecond', ${cast})` : cast;
}

/** SQL for a cell that JavaScript can take without loss. */
export function cellForDriver(column: string, type: CqlType): string {
  if (type === 'timestamp') return `epoch_ms(${column})`;
  return ['bigint', 'varint', 'decimal', 'date', 'time'].includes(type) ? `CAST(${column} AS VARCHAR)` : column;
}

/** The engine's type of a column that takes the cells that the driver reads, and SQL that makes the store's value of one. */
export function landing(type: CqlType): { readonly type: string; readonly value: (cell: string) => string } {
  const as = (landingType: string, value = (cell: string): string => cell) => ({ type: landingType, value });
  switch (type) {
    case 'date':
      return as('INTEGER', (cell) => `TRY(make_date(${cell}))`);
    case 'timestamp':
      return as('BIGINT', (cell) => `make_timestamptz(1000 * ${cell})`);
    case 'tinyint':
    case 'smallint':
    case 'int':
      return as('INTEGER');
    case 'bigint':
      return as('BIGINT');
    case 'float':
    case 'double':
      return as('DOUBLE');
    case 'boolean':
      return as('BOOLEAN');
    case 'text':
    case 'varint':
    case 'decimal':
    case 'time':
      return as('VARCHAR');
  }
}

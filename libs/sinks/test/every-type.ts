import { quoteIdentifier } from '@sluice/engine';
import type { ServedColumn } from '../src/index.ts';

const cells = [
  ['text', 'VARCHAR', "'täxt \"\\ \u{1f600}'"],
  ['tinyint', 'TINYINT', '-128'],
  ['smallint', 'SMALLINT', '32767'],
  ['int', 'INTEGER', '-2147483648'],
  ['bigint', 'BIGINT', '9223372036854775807'],
  ['varint', 'UBIGINT', '18446744073709551615'],
  ['float', 'FLOAT', '1.1'],
  ['double', 'DOUBLE', "'nan'"],
  ['double', 'DOUBLE', "'-infinity'"],
  ['boolean', 'BOOLEAN', 'true'],
  ['decimal', 'DECIMAL(38,9)', '-12345678901234567890123456789.000000001'],
  ['date', 'DATE', "'0001-12-31'"],
  ['time', 'TIME', "'23:59:59.999999'"],
  ['timestamp', 'TIMESTAMP WITH TIME ZONE', "'1969-12-31 23:59:59.999Z'"],
  ['text', 'VARCHAR', "''"],
] as const;

/** A row with a value of every type that a CQL sink takes, and a row of nulls, under these ids. */
export function everyType([full, empty]: readonly [number, number]): {
  readonly columns: readonly ServedColumn[];
  readonly relation: string;
} {
  const name = (index: number): string => `c ${index}`;
  const select = (id: number, value: (index: number) => string): string =>
    `SELECT ${[`${id} AS id`, ...cells.map(([, type], index) => `CAST(${value(index)} AS ${type}) AS ${quoteIdentifier(name(index))}`)].join(', ')}`;
  return {
    columns: [
      { name: 'id', type: 'INTEGER', cqlType: 'int', personal: false },
      ...cells.map(([cqlType, type], index) => ({ name: name(index), type, cqlType, personal: false })),
    ],
    relation: `(${select(full, (index) => cells[index]?.[2] ?? 'NULL')} UNION ALL ${select(empty, () => 'NULL')})`,
  };
}

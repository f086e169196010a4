/** Values of partition columns, all of them or some, as the log writes them. */
export type Partition = ReadonlyMap<string, string | null>;

/**
 * Whether a file's partition lies within another one, which may name fewer columns. Engines write one value in several
 * ways ("Partition Value Serialization"): what the column's type makes equal is equal.
 * @param types  of the columns, by name.
 */
export function isWithin(file: Partition, partition: Partition, types: ReadonlyMap<string, string>): boolean {
  return [...partition].every(([column, value]) => {
    const type = types.get(column) ?? 'VARCHAR';
    return canonical(file.get(column) ?? null, type) === canonical(value, type);
  });
}

/** The types of a table's columns, by name. */
export function typesOf(
  columns: readonly { readonly name: string; readonly type: string }[],
): ReadonlyMap<string, string> {
  return new Map(columns.map(({ name, type }) => [name, type]));
}

const EXACT = /^(?:TINYINT|SMALLINT|INTEGER|BIGINT|DECIMAL\(.*\))$/;

/** An empty text is null, whatever the type. */
function canonical(value: string | null, type: string): string | null {
  if (value === null || value === '') return null;
  if (EXACT.test(type)) return plain(value);
  if (type === 'FLOAT' || type === 'DOUBLE') return String(Number(value));
  if (type === 'BOOLEAN') return value.toLowerCase();
  return type.startsWith('TIMESTAMP') ? instant(value) : value;
}

/** A number without the zeros that mean nothing. */
function plain(value: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^([+-]?)0*(\d*?)(?:\.(\d*?)0*)?$/.exec(value) ?? [
    undefined,
    '',
    value,
  ];
  const digits = `${whole || '0'}${fraction === '' ? '' : `.${fraction}`}`;
  return sign === '-' && digits !== '0' ? `-${digits}` : digits;
}

const INSTANT = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/;

function instant(value: string): string {
  const [, day, second, fraction = '', zone = 'Z'] = INSTANT.exec(value) ?? [];
  if (day === undefined || second === undefined) return value;
  const time = Date.parse(`${day}T${second}${zone}`);
  return Number.isNaN(time) ? value : `${String(time / 1000)}.${fraction.padEnd(6, '0')}`;
}

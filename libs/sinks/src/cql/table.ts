import { quoteIdentifier } from '@sluice/engine';
import { CqlSinkInvalidError } from '../errors.ts';
import { castForStore, engineType, isCqlType, type CqlType } from './column-types.ts';
import type { CqlSink } from './cql.ts';

/** A column that is to be handed on. */
export interface ServedColumn {
  readonly name: string;
  /** As DESCRIBE prints it: `DECIMAL(12,2)`. */
  readonly type: string;
  /** The type of CQL that holds every value of it. */
  readonly cqlType: string;
  /** Its values are never shown. */
  readonly personal: boolean;
}

/** Which columns tell the rows apart: those that a partition shares, and those that order its rows. */
export interface ServedKey {
  readonly partition: readonly string[];
  readonly clustering: readonly string[];
}

export interface CqlColumn {
  readonly name: string;
  readonly quoted: string;
  readonly type: CqlType;
  readonly engineType: string;
  /** The cell of the table that is handed on, as the store keeps it. */
  readonly cast: string;
  readonly personal: boolean;
}

/** A table of a CQL store. */
export interface CqlTable {
  readonly keyspace: string;
  readonly table: string;
  readonly columns: readonly CqlColumn[];
  readonly partition: readonly CqlColumn[];
  readonly clustering: readonly CqlColumn[];
  readonly descending: ReadonlySet<string>;
}

/** The table that a sink means. @throws {CqlSinkInvalidError} where it names what the table does not have */
export function cqlTable(sink: CqlSink, columns: readonly ServedColumn[], key: ServedKey): CqlTable {
  const named = new Map(
    columns.map(({ name, type: source, cqlType, personal }): [string, CqlColumn] => {
      const type = sink.types[name] ?? cqlType;
      if (!isCqlType(type)) throw new CqlSinkInvalidError(sink, `${name} has the type ${type}, which it cannot take`);
      const quoted = quoteIdentifier(name);
      const cast = castForStore(quoted, type, source);
      return [name, { name, quoted, type, engineType: engineType(type, source), cast, personal }];
    }),
  );
  const columnsOf = (names: readonly string[]): readonly CqlColumn[] =>
    names.map((name) => {
      const column = named.get(name);
      if (column === undefined) throw new CqlSinkInvalidError(sink, `there is no column ${name}`);
      return column;
    });
  const [partition, clustering] = [columnsOf(key.partition), columnsOf(key.clustering)];
  if (partition.length === 0) throw new CqlSinkInvalidError(sink, 'its contract has no primary key');
  columnsOf(Object.keys(sink.types));
  for (const name of sink.descending) {
    if (!key.clustering.includes(name)) throw new CqlSinkInvalidError(sink, `${name} clusters no rows`);
  }
  return {
    keyspace: sink.keyspace,
    table: sink.table,
    columns: [...named.values()],
    partition,
    clustering,
    descending: new Set(sink.descending),
  };
}

/** Partition and clustering columns. */
export function keyOf({ partition, clustering }: CqlTable): readonly CqlColumn[] {
  return [...partition, ...clustering];
}

/** Names with commas between: `"customer_id", "day"`. */
export function list(columns: readonly CqlColumn[]): string {
  return columns.map(({ quoted }) => quoted).join(', ');
}

/** `analytics.customer_daily_aggregates`, as people read it. */
export function fullName({ keyspace, table }: Pick<CqlTable, 'keyspace' | 'table'>): string {
  return `${keyspace}.${table}`;
}

import { cqlTypes, type CqlType } from './column-types.ts';

/** A table in a store that speaks CQL: ScyllaDB or Apache Cassandra where one is configured, else a DuckDB file. */
export interface CqlSink {
  readonly kind: 'cql';
  readonly keyspace: string;
  readonly table: string;
  /** Columns that the store keeps as another type than the contract's own. */
  readonly types: Readonly<Record<string, CqlType>>;
  /** Clustering columns that are read from the largest value down. */
  readonly descending: readonly string[];
}

/**
 * Hands a table on to a table of a CQL store, which is made where it does not exist. Its partition is the first column of
 * the contract's primary key (or what the contract says is `partitioned`), the other columns of the key cluster its rows.
 * @param options.types       `{ total_amount: 'double' }` keeps a DECIMAL as double; by default a type is kept as it is
 * @param options.descending  clustering columns in falling order: `['transaction_date']` puts the newest first
 * @throws {RangeError} for a name that CQL would fold or quote, or a type that it does not have
 */
export function cql(options: {
  readonly keyspace: string;
  readonly table: string;
  readonly types?: Readonly<Record<string, CqlType>>;
  readonly descending?: readonly string[];
}): CqlSink {
  const { keyspace, table, types = {}, descending = [] } = options;
  for (const name of [keyspace, table]) {
    if (!/^[a-z][a-z0-9_]{0,47}$/u.test(name)) {
      throw new RangeError(
        `A CQL sink takes names of up to 48 lower-case letters, digits and _, a letter first, got ${JSON.stringify(name)}`,
      );
    }
  }
  for (const [column, type] of Object.entries(types)) {
    if (!cqlTypes.includes(type)) {
      throw new RangeError(`${column}: ${JSON.stringify(type)} is none of ${cqlTypes.join(', ')}`);
    }
  }
  return { kind: 'cql', keyspace, table, types, descending };
}

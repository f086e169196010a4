import { quoteIdentifier, quoteLiteral } from '@sluice/engine';
import { CqlRefusedError, CqlSchemaError } from '../errors.ts';
import type { CqlConnection } from './connection.ts';
import { POSITIONS } from './store.ts';
import { type CqlTable, fullName, keyOf, list } from './table.ts';

/**
 * Makes keyspace, ledger and table where they are not there; nothing that is there is changed, and none of the rights to
 * make them is needed then.
 * @throws {CqlSchemaError} where the table that is there is another
 */
export async function createMissing(
  connection: CqlConnection,
  table: CqlTable,
  replication: Readonly<Record<string, number>>,
): Promise<void> {
  const keyspace = quoteIdentifier(table.keyspace);
  const found = await connection.execute('SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = ?', [
    table.keyspace,
  ]);
  if (found.rows.length === 0) await createKeyspace(connection, table.keyspace, replication);
  const create = async (name: string, ddl: string): Promise<void> => {
    const columns = await columnsOf(connection, table.keyspace, name);
    if (columns.length === 0) await connection.execute(ddl, [], { prepare: false });
  };
  await create(
    POSITIONS,
    `CREATE TABLE IF NOT EXISTS ${keyspace}.${POSITIONS} (table_name text PRIMARY KEY, source text, version bigint, written_at bigint, begun_version bigint, complete boolean, identity text, begun_identity text)`,
  );
  await addIdentities(connection, table.keyspace);
  await create(table.table, tableDdl(table));
  const differences = differencesOf(table, await columnsOf(connection, table.keyspace, table.table));
  if (differences.length > 0) throw new CqlSchemaError(fullName(table), connection.location, differences);
}

async function createKeyspace(
  connection: CqlConnection,
  keyspace: string,
  replication: Readonly<Record<string, number>>,
): Promise<void> {
  const copies = Object.entries(replication).map(([name, number]) => `${quoteLiteral(name)}: ${number}`);
  const create = `CREATE KEYSPACE IF NOT EXISTS ${quoteIdentifier(keyspace)} WITH replication = {'class': 'NetworkTopologyStrategy', ${copies.join(', ')}}`;
  try {
    await connection.execute(create, [], { prepare: false });
  } catch (error) {
    if (!(error instanceof CqlRefusedError)) throw error;
    const next =
      `The tables of the lake are published; the keyspace ${keyspace} was not made.\n` +
      'See that SLUICE_CQL_REPLICATION names datacenters that there are and that this user may make a keyspace, ' +
      'or have it made by who may, then run again.';
    throw new CqlRefusedError(connection.location, error.cause, next);
  }
}

/** A ledger of an earlier Sluice has no identities: its positions are then of unknown ones. */
async function addIdentities(connection: CqlConnection, keyspace: string): Promise<void> {
  const missing = async (): Promise<readonly string[]> => {
    const found = (await columnsOf(connection, keyspace, POSITIONS)).map(({ name }) => name);
    return ['identity', 'begun_identity'].filter((name) => !found.includes(name));
  };
  for (const name of await missing()) {
    const add = `ALTER TABLE ${quoteIdentifier(keyspace)}.${POSITIONS} ADD ${name} text`;
    try {
      await connection.execute(add, [], { prepare: false });
    } catch (error) {
      // Another run may have added it meanwhile.
      if ((await missing()).includes(name)) throw error;
    }
  }
}

/** The statement that makes a table. */
export function tableDdl(table: CqlTable): string {
  const { columns, partition, clustering, descending } = table;
  const key = [`(${list(partition)})`, ...clustering.map(({ quoted }) => quoted)].join(', ');
  const order = clustering.map(({ name, quoted }) => `${quoted} ${descending.has(name) ? 'DESC' : 'ASC'}`);
  return [
    `CREATE TABLE IF NOT EXISTS ${quoteIdentifier(table.keyspace)}.${quoteIdentifier(table.table)} (`,
    ...columns.map(({ quoted, type }) => `  ${quoted} ${type},`),
    `  PRIMARY KEY (${key})`,
    `)${order.length === 0 ? '' : ` WITH CLUSTERING ORDER BY (${order.join(', ')})`}`,
  ].join('\n');
}

interface FoundColumn {
  readonly name: string;
  /** `text`, or of a key `text partition_key 0`, `date clustering 0 desc`. */
  readonly shape: string;
}

async function columnsOf(connection: CqlConnection, keyspace: string, table: string): Promise<readonly FoundColumn[]> {
  const { rows } = await connection.execute(
    'SELECT column_name, type, kind, position, clustering_order FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ?',
    [keyspace, table],
  );
  return rows.map((row) => {
    const [name, type, kind, position, order] = row.values().map(String);
    const place = kind === 'regular' ? [] : [kind, position, ...(kind === 'clustering' ? [order] : [])];
    return { name: name ?? '', shape: [type, ...place].join(' ') };
  });
}

function differencesOf(table: CqlTable, found: readonly FoundColumn[]): readonly string[] {
  const shapes = new Map(found.map(({ name, shape }) => [name, shape]));
  const wrong = table.columns.flatMap((column) => {
    const place = table.partition.includes(column)
      ? ['partition_key', table.partition.indexOf(column)]
      : table.clustering.includes(column)
        ? ['clustering', table.clustering.indexOf(column), table.descending.has(column.name) ? 'desc' : 'asc']
        : [];
    const expected = [column.type, ...place].join(' ');
    const got = shapes.get(column.name);
    return got === expected ? [] : [`${column.name}: expected ${expected}, got ${got ?? 'no such column'}`];
  });
  const keys = new Set(keyOf(table).map(({ name }) => name));
  const more = found.filter(({ name, shape }) => shape.includes(' ') && !keys.has(name) && !shape.includes('static'));
  return [...wrong, ...more.map(({ name, shape }) => `${name}: expected not to be of the key, got ${shape}`)];
}

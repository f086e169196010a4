import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { quoteFile, type Session } from '@sluice/engine';
import { installed, Peer } from '@sluice/interop';
import { localStorage, readSnapshot, snapshotRelation } from '@sluice/tables';

/** What a reader found: count and sum of the rows, whatever their order; or what it said. */
export type Reading = { readonly rows: string } | { readonly error: string };

/** Ours, delta-rs and DuckDB's delta extension, which read one table after another. */
export interface Readers {
  read(table: string): Promise<ReadonlyMap<string, Reading>>;
  close(): Promise<void>;
}

/** @param folder  for what they print, and the rows that they read */
export function openReaders(session: Session, folder: string): Readers {
  if (!installed()) throw new Error('The other engines are not installed: run node tools/interop/install.mjs.');
  mkdirSync(folder, { recursive: true });
  const peers = [new Peer('delta-rs', 'delta_rs_peer', [], folder), new Peer('DuckDB', 'duckdb_peer', [], folder)];
  let files = 0;
  const ours = async (table: string): Promise<string> => {
    const storage = localStorage(table);
    return sumOf(session, snapshotRelation(storage, await readSnapshot(session, storage)));
  };
  const theirs = async (peer: Peer, table: string): Promise<string> => {
    // Never under a name that was there before: DuckDB keeps what it has read of files.
    const file = join(folder, `${peer.name}-${String((files += 1))}.parquet`);
    await peer.read(table, file);
    const sum = await sumOf(session, `FROM read_parquet(${quoteFile(file)}, hive_partitioning = false)`);
    rmSync(file);
    return sum;
  };
  return {
    async read(table) {
      const read: readonly (readonly [string, Promise<string>])[] = [
        ['ours', ours(table)],
        ...peers.map((peer) => [peer.name, theirs(peer, table)] as const),
      ];
      const readings = new Map<string, Reading>();
      const settled = read.map(async ([name, rows]) => [name, await rows.then(found, failed)] as const);
      for (const [name, reading] of await Promise.all(settled)) readings.set(name, reading);
      return readings;
    },
    async close() {
      await Promise.all(peers.map((peer) => peer.close()));
    },
  };
}

/** The rows of a SELECT as a bag: how many, and a sum of what they hold, columns by name. */
export async function sumOf(session: Session, rows: string): Promise<string> {
  const columns = (await session.describe(rows)).map(({ name, type }) => `${name} ${type}`).sort();
  const values = columns.map((column) => `"${column.slice(0, column.indexOf(' '))}"::VARCHAR`);
  const [sum] = await session.query(
    `SELECT count(*)::VARCHAR || ' rows, ' || coalesce(sum(hash([${values.join(', ')}])), 0)::VARCHAR AS sum FROM (${rows})`,
  );
  return `${JSON.stringify(sum?.['sum'])} of ${columns.join(', ')}`;
}

function found(rows: string): Reading {
  return { rows };
}

function failed(error: unknown): Reading {
  return { error: error instanceof Error ? error.message : String(error) };
}

import { join } from 'node:path';
import type { CqlSettings } from '@sluice/core';
import type { Session } from '@sluice/engine';
import { CqlConnection, type Patience } from './connection.ts';
import type { CqlSink } from './cql.ts';
import { EmbeddedCqlStore } from './embedded-store.ts';
import { ServerCqlStore } from './server-store.ts';
import type { CqlStore, Position } from './store.ts';
import type { CqlTable } from './table.ts';

export interface StoreOptions {
  /** The server; without it a DuckDB file in `stateDir` stands in for one. */
  readonly settings?: CqlSettings | undefined;
  /** A folder of the pipeline's own. */
  readonly stateDir: string;
  readonly patience?: Patience | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The store that holds a table: the configured server, or the file that stands in for one. It is open, and is to be closed.
 * @throws {CqlUnavailableError} {CqlLoginError} {CqlRefusedError} {CqlSchemaError}
 */
export async function openCqlStore(session: Session, table: CqlTable, options: StoreOptions): Promise<CqlStore> {
  const store = await storeOf(session, table, options);
  try {
    await store.open();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/**
 * How far the table of a sink was brought, as the ledger of its store says. Makes nothing there.
 * @returns undefined where nothing was delivered
 * @throws {CqlUnavailableError} {CqlLoginError} {CqlRefusedError}
 */
export async function cqlPosition(
  session: Session,
  { keyspace, table }: CqlSink,
  options: StoreOptions,
): Promise<Position | undefined> {
  const named = { keyspace, table, columns: [], partition: [], clustering: [], descending: new Set<string>() };
  const store = await storeOf(session, named, options);
  try {
    return await store.peek();
  } finally {
    await store.close();
  }
}

async function storeOf(session: Session, table: CqlTable, options: StoreOptions): Promise<CqlStore> {
  const { settings, stateDir, patience, signal } = options;
  if (settings === undefined) return new EmbeddedCqlStore(session, join(stateDir, 'cql.duckdb'), table);
  const connection = await CqlConnection.open(settings, patience, signal);
  return new ServerCqlStore(session, connection, table, settings.replication);
}

import { join } from 'node:path';
import type { CqlSettings } from '@sluice/core';
import type { Session } from '@sluice/engine';
import { CqlConnection, type Patience } from './connection.ts';
import { EmbeddedCqlStore } from './embedded-store.ts';
import { ServerCqlStore } from './server-store.ts';
import type { CqlStore } from './store.ts';
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
  const { settings, stateDir, patience, signal } = options;
  const store =
    settings === undefined
      ? new EmbeddedCqlStore(session, join(stateDir, 'cql.duckdb'), table)
      : new ServerCqlStore(session, await CqlConnection.open(settings, patience, signal), table, settings.replication);
  try {
    await store.open();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

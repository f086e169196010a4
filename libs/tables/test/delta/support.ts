import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '@sluice/engine';
import type { Session, Value } from '@sluice/engine';
import { afterAll, onTestFinished } from 'vitest';
import { localStorage, openDelta, prepareAppend } from '../../src/index.ts';
import type { DeltaTable, Storage, TableColumn, TableDefinition } from '../../src/index.ts';
import { commitPath } from '../../src/delta/log.ts';

/** A folder of its own for one test; its name would trip whoever does not quote it. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "sluice-delta [o'b] %20 🦆-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A storage for one table that is not there yet. */
export function emptyStorage(): Storage {
  return localStorage(join(scratch(), 'table'));
}

/** One session for all tests of a file. */
export async function connectForFile(): Promise<Session> {
  const spillDirectory = mkdtempSync(join(tmpdir(), 'sluice-delta-spill-'));
  const engine = await openDuckDb({ memoryLimit: 1e9, threads: 2, spillDirectory });
  afterAll(() => {
    engine.close();
    rmSync(spillDirectory, { recursive: true, force: true });
  });
  return engine.connect();
}

/** The rows of a SELECT, each as a list of its values. */
export async function rowsOf(session: Session, sql: string): Promise<readonly (readonly Value[])[]> {
  return (await session.query(sql)).map((row) => Object.values(row));
}

/** A definition of nullable columns, as `{ id: 'INTEGER' }`; a type that ends with `!` must not be null. */
export function define(
  columns: Readonly<Record<string, string>>,
  more: { readonly by?: readonly string[]; readonly properties?: Readonly<Record<string, string>> } = {},
): TableDefinition {
  return {
    columns: Object.entries(columns).map(([name, type]): TableColumn => {
      return { name, type: type.replace('!', ''), nullable: !type.endsWith('!') };
    }),
    partitionedBy: more.by ?? [],
    properties: new Map(Object.entries(more.properties ?? {})),
  };
}

/** A new table with the rows of a SELECT. */
export async function tableOf(
  session: Session,
  sql: string,
  definition?: TableDefinition,
  storage = emptyStorage(),
): Promise<DeltaTable> {
  const table = openDelta(storage);
  const request = { select: { sql }, ...(definition && { definition }) };
  await table.commit(session, await prepareAppend(session, storage, undefined, request));
  return table;
}

/** Appends the rows of a SELECT; the version. */
export async function append(session: Session, table: DeltaTable, sql: string): Promise<number> {
  const snapshot = await table.snapshot(session);
  return table.commit(session, await prepareAppend(session, table.storage, snapshot, { select: { sql } }));
}

/** The lines of a commit, as they are in its file. */
export function linesOf(storage: Storage, version: number): readonly Readonly<Record<string, unknown>>[] {
  const text = readFileSync(storage.locate(commitPath(version)), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line): Readonly<Record<string, unknown>> => {
      const value: unknown = JSON.parse(line);
      return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
    });
}

import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openDuckDb, quoteIdentifier, quoteLiteral } from '@sluice/engine';
import type { Column, Engine, Row, Session } from '@sluice/engine';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { deltaSchema } from '../../src/delta/schema.ts';
import { commitPath, logName } from '../../src/delta/log.ts';
import { snapshotRelation } from '../../src/delta/relation.ts';
import { readSnapshot } from '../../src/delta/snapshot.ts';
import { localStorage } from '../../src/storage/local.ts';
import type { Storage } from '../../src/storage/storage.ts';
import type { At } from '../../src/table.ts';

/** One line of a commit. */
export type Line = Readonly<Record<string, unknown>>;

export const protocol: Line = { protocol: { minReaderVersion: 1, minWriterVersion: 2 } };

/** A table's metadata with nullable columns. */
export function metadata(columns: readonly Column[], more: Line = {}): Line {
  const schemaString = JSON.stringify(deltaSchema(columns.map((column) => ({ ...column, nullable: true }))));
  const format = { provider: 'parquet', options: {} };
  return { metaData: { id: 'table', format, schemaString, partitionColumns: [], configuration: {}, ...more } };
}

export function add(path: string, more: Line = {}): Line {
  return { add: { path, partitionValues: {}, size: 1, modificationTime: 1, dataChange: true, ...more } };
}

export function remove(path: string): Line {
  return { remove: { path, deletionTimestamp: 1, dataChange: true } };
}

/** Writes a commit as another engine may have written it: with whatever lines, at whatever time. */
export function writeCommit(root: string, version: number, lines: readonly (Line | string)[], at?: Date): void {
  const path = join(root, commitPath(version));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''));
  if (at !== undefined) utimesSync(path, at, at);
}

/** The columns of a checkpoint as json_transform takes them. */
const CHECKPOINT = {
  protocol: { minReaderVersion: 'INTEGER', minWriterVersion: 'INTEGER' },
  metaData: {
    id: 'VARCHAR',
    format: { provider: 'VARCHAR', options: 'MAP(VARCHAR, VARCHAR)' },
    schemaString: 'VARCHAR',
    partitionColumns: ['VARCHAR'],
    configuration: 'MAP(VARCHAR, VARCHAR)',
  },
  add: {
    path: 'VARCHAR',
    partitionValues: 'MAP(VARCHAR, VARCHAR)',
    size: 'BIGINT',
    modificationTime: 'BIGINT',
    dataChange: 'BOOLEAN',
    stats: 'VARCHAR',
  },
  remove: { path: 'VARCHAR', deletionTimestamp: 'BIGINT', dataChange: 'BOOLEAN' },
  txn: { appId: 'VARCHAR', version: 'BIGINT' },
};

/** Writes a checkpoint as Spark does: in as many parts as there are lists of lines. */
export async function writeCheckpoint(
  { session, root }: Lake,
  version: number,
  ...parts: readonly (readonly Line[])[]
): Promise<readonly string[]> {
  const paths = parts.map((_, index) => {
    const part = `.${String(index + 1).padStart(10, '0')}.${String(parts.length).padStart(10, '0')}`;
    return join(root, '_delta_log', `${logName(version)}.checkpoint${parts.length > 1 ? part : ''}.parquet`);
  });
  mkdirSync(join(root, '_delta_log'), { recursive: true });
  for (const [index, path] of paths.entries()) {
    const lines = (parts[index] ?? []).map((line) => `(${quoteLiteral(JSON.stringify(line))})`);
    await session.execute(
      `COPY (SELECT unnest(json_transform(line::JSON, ${quoteLiteral(JSON.stringify(CHECKPOINT))}))
       FROM (VALUES ${lines.join(', ')}) lines(line)) TO ${quoteLiteral(path)} (FORMAT parquet)`,
    );
  }
  return paths;
}

/** What the tests of one file stand on: a session, and for each test a folder of its own, whose name is no easy one. */
export interface Lake {
  readonly session: Session;
  readonly root: string;
  readonly storage: Storage;
}

export function useLake(): () => Lake {
  let engine: Engine | undefined;
  let session: Session | undefined;
  let root = '';
  beforeAll(async () => {
    engine = await openDuckDb({ spillDirectory: mkdtempSync(join(tmpdir(), 'sluice-spill-')), threads: 2 });
    session = await engine.connect();
  });
  afterAll(() => {
    engine?.close();
    if (engine !== undefined) rmSync(engine.limits.spillDirectory, { recursive: true, force: true });
  });
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "sluice-delta [o'b]-"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  return () => {
    if (session === undefined) throw new Error('No session: ask within a test.');
    return { session, root, storage: localStorage(root) };
  };
}

/** The rows of a table, in the order of a column. */
export async function rowsOf(
  lake: Pick<Lake, 'session' | 'storage'>,
  orderBy: string,
  at?: At,
): Promise<readonly Row[]> {
  const { session, storage } = lake;
  const relation = snapshotRelation(storage, await readSnapshot(session, storage, at));
  return session.query(`SELECT * FROM (${relation}) ORDER BY ${quoteIdentifier(orderBy)}`);
}

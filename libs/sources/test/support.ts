import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '@sluice/engine';
import type { Engine, Row, Session } from '@sluice/engine';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { openInput } from '../src/index.ts';
import type { InputColumn, InputFormat, InputRelation } from '../src/index.ts';

/** A session and a folder for one test file; both are gone afterwards. */
export interface Bench {
  readonly session: Session;
  readonly folder: string;
  /** Writes a file of the test's folder; its path. */
  file(name: string, content: string | Uint8Array): string;
  /** Opens text as the file of a table; `types` by column name. */
  open(
    format: InputFormat,
    content: string | Uint8Array,
    types: Readonly<Record<string, string>>,
  ): Promise<InputRelation>;
  /** Opens a Parquet file that holds the rows of a SELECT. */
  parquet(select: string, types: Readonly<Record<string, string>>): Promise<InputRelation>;
  rows(relation: InputRelation): Promise<readonly Row[]>;
}

export function useBench(): Bench {
  let engine: Engine;
  let session: Session;
  let spill: string;
  let folder: string;
  beforeAll(async () => {
    spill = mkdtempSync(join(tmpdir(), 'sluice-sources-spill-'));
    engine = await openDuckDb({ spillDirectory: spill, threads: 2 });
    session = await engine.connect();
  });
  afterAll(() => {
    session.close();
    engine.close();
    rmSync(spill, { recursive: true, force: true });
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-sources-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const bench: Bench = {
    get session() {
      return session;
    },
    get folder() {
      return folder;
    },
    file(name, content) {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    open(format, content, types) {
      return openInput(session, { table: 't', path: bench.file(`t.${format}`, content), format }, columnsOf(types));
    },
    async parquet(select, types) {
      const path = join(folder, 't.parquet');
      await session.writeParquet(select, path, {});
      return openInput(session, { table: 't', path, format: 'parquet' }, columnsOf(types));
    },
    rows(relation) {
      return session.query(relation.select);
    },
  };
  return bench;
}

export function columnsOf(types: Readonly<Record<string, string>>): InputColumn[] {
  return Object.entries(types).map(([name, type]) => ({ name, type, required: true }));
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '@sluice/engine';
import type { Row, Session } from '@sluice/engine';
import { afterAll, onTestFinished } from 'vitest';
import { localStorage } from '../../src/index.ts';
import type { Storage } from '../../src/index.ts';

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
export async function rowsOf(session: Session, sql: string): Promise<readonly (readonly Row[string][])[]> {
  return (await session.query(sql)).map((row) => Object.values(row));
}

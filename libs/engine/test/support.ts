import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { openDuckDb, type DuckDbOptions, type Engine, type Session } from '../src/index.ts';

/** A folder of its own for one test. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-engine-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A small DuckDB for one test. */
export async function open(options: Partial<DuckDbOptions> = {}): Promise<Engine> {
  const engine = await openDuckDb({
    memoryLimit: 1e9,
    threads: 2,
    spillDirectory: join(scratch(), 'spill'),
    ...options,
  });
  onTestFinished(() => engine.close());
  return engine;
}

export async function connect(options: Partial<DuckDbOptions> = {}): Promise<Session> {
  return (await open(options)).connect();
}

/** One session for all tests of a file, for what leaves nothing behind in it. */
export async function connectForFile(): Promise<Session> {
  const spillDirectory = join(tmpdir(), 'sluice-engine-spill');
  const engine = await openDuckDb({ memoryLimit: 1e9, threads: 2, spillDirectory });
  afterAll(() => engine.close());
  return engine.connect();
}

/** The error that a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('It should have failed.');
}

/** Runs for minutes unless it is interrupted. */
export const ENDLESS = 'SELECT count(*) FROM range(1000000000) a(i), range(100) b(j) WHERE i * j % 7 = 3';

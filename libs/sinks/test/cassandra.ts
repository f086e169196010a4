import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CqlSettings, resolveSettings } from '@sluice/core';
import { cassandra, type StartOptions } from '@sluice/services';
import { afterAll, beforeAll } from 'vitest';

/** A Cassandra of a test file's own. */
export interface TestCassandra {
  readonly folder: string;
  /** How it is reached: as Sluice reads it from the variables that its service gives. */
  settings(): CqlSettings;
  /** @param changed  over the options that it has else */
  start(changed?: StartOptions): Promise<void>;
  stop(): Promise<void>;
  /** Sends its process a signal. */
  signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): Promise<void>;
}

/** Starts a Cassandra before the tests of this file, and leaves nothing of it behind. */
export function testCassandra(options: StartOptions = {}): TestCassandra {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-cassandra-'));
  let settings: CqlSettings | undefined;
  const server: TestCassandra = {
    folder,
    settings() {
      if (settings === undefined) throw new Error('Cassandra does not run.');
      return settings;
    },
    async start(changed) {
      const env = await cassandra.start(folder, { ...options, ...changed });
      settings = resolveSettings({ flags: {}, env, workspace: folder }).cql;
    },
    stop: () => cassandra.stop(folder),
    async signal(name) {
      const running = await cassandra.status(folder);
      if (running !== undefined) process.kill(running.pid, name);
      if (name === 'SIGKILL') await cassandra.stop(folder);
    },
  };
  beforeAll(() => server.start());
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return server;
}

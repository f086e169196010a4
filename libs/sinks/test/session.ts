import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, openDuckDb, type Session } from '@sluice/engine';
import { afterAll, beforeAll } from 'vitest';

/** An engine of some tests' own. */
export interface TestSession {
  readonly folder: string;
  session(): Session;
}

/** Opens an engine before the tests of this file or group, and leaves nothing of it behind. */
export function testSession(): TestSession {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-cql-'));
  let opened: { readonly engine: Engine; readonly session: Session } | undefined;
  beforeAll(async () => {
    const engine = await openDuckDb({ spillDirectory: join(folder, 'spill'), threads: 2 });
    opened = { engine, session: await engine.connect() };
  });
  afterAll(() => {
    opened?.session.close();
    opened?.engine.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder,
    session() {
      if (opened === undefined) throw new Error('The engine is not open.');
      return opened.session;
    },
  };
}

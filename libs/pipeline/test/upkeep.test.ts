import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixedClock } from '@sluice/core';
import { openDuckDb } from '@sluice/engine';
import { localStorage, openDelta, prepareAppend } from '@sluice/tables';
import { expect, it, onTestFinished } from 'vitest';
import { planUpkeep, upkeep } from '../src/maintain/upkeep.ts';

it('lets no reader whose version is gone keep the log from being cleaned up, and names it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-upkeep-'));
  const engine = await openDuckDb({ spillDirectory: join(folder, 'spill'), threads: 1 });
  onTestFinished(() => {
    engine.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const session = await engine.connect();
  const path = join(folder, 'numbers');
  const table = openDelta(localStorage(path));
  for (let version = 0; version <= 10; version += 1) {
    const snapshot = version === 0 ? undefined : await table.snapshot(session);
    const select = { sql: `SELECT ${String(version)} AS id` };
    await table.commit(session, await prepareAppend(session, table.storage, snapshot, { select }));
  }
  const request = (...readers: [string, number][]) => ({
    table: { pipeline: 'shop', layer: 'silver', table: 'numbers', path },
    snapshot,
    clock: fixedClock('2100-01-01T00:00:00Z'),
    retention: undefined,
    readers: new Map(readers),
  });
  const snapshot = await table.snapshot(session);
  expect(await planUpkeep(session, request(['gone', -1], ['here', 4]))).toMatchObject({
    ...{ late: ['gone'], readers: [{ name: 'here', version: 4 }], log: { files: 0 }, packed: { files: 11, into: 1 } },
  });
  const planned = await planUpkeep(session, request(['gone', -1]));
  expect(planned).toMatchObject({ late: ['gone'], readers: [], log: { files: 10 } });
  const done = await upkeep(session, request(['gone', -1]), planned.late, join(folder, 'staging'));
  expect(done).toMatchObject({ version: 11, late: ['gone'], log: { files: 10 }, packed: { files: 11, rows: 11 } });
});

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { cassandra } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-cassandra-'));

afterAll(async () => {
  await cassandra.stop(folder);
  rmSync(folder, { recursive: true, force: true });
});

it('starts once, stops by its own process, and comes back at the same address', async () => {
  expect(await cassandra.status(folder)).toBeUndefined();
  const environment = await cassandra.start(folder);
  expect(environment).toEqual({
    SLUICE_CQL_CONTACT_POINTS: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    SLUICE_CQL_DATACENTER: 'datacenter1',
  });
  const running = await cassandra.status(folder);
  expect(await cassandra.start(folder)).toEqual(environment);
  expect((await cassandra.status(folder))?.pid).toBe(running?.pid);

  process.kill(running?.pid ?? 0, 'SIGSTOP');
  await cassandra.stop(folder);
  expect(await cassandra.status(folder)).toBeUndefined();
  // Its entry goes once this process, its parent, has heard of the end.
  await vi.waitFor(() => {
    expect(existsSync(`/proc/${running?.pid ?? 0}`)).toBe(false);
  });

  expect(await cassandra.start(folder)).toEqual(environment);
});

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { versionIdentity } from '../../src/index.ts';
import { add, metadata, protocol, useLake, writeCommit } from './lake.ts';

const lake = useLake();

it('tells a version from one of the same number in another history, while its commit is kept', async () => {
  const { root, storage } = lake();
  const at = new Date(0);
  writeCommit(root, 0, [protocol, metadata([{ name: 'id', type: 'BIGINT' }])], at);
  writeCommit(root, 1, [add('a.parquet')], at);
  const before = await versionIdentity(storage, 1);
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  expect(await versionIdentity(storage, 1)).toBe(before);
  expect(await versionIdentity(storage, 0)).not.toBe(before);
  rmSync(join(root, '_delta_log'), { recursive: true });
  expect(await versionIdentity(storage, 1)).toBeUndefined();
  writeCommit(root, 1, [add('b.parquet')], at);
  expect(await versionIdentity(storage, 1)).not.toBe(before);
});

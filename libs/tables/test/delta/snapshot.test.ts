import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '@sluice/engine';
import type { Engine, Session } from '@sluice/engine';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { snapshotRelation } from '../../src/delta/relation.ts';
import { readSnapshot } from '../../src/delta/snapshot.ts';
import { localStorage } from '../../src/storage/local.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { add, metadata, protocol, remove, writeCommit } from './lake.ts';

let engine: Engine;
let session: Session;
let root: string;
let storage: Storage;

beforeAll(async () => {
  engine = await openDuckDb({ spillDirectory: mkdtempSync(join(tmpdir(), 'sluice-spill-')), threads: 2 });
  session = await engine.connect();
});

afterAll(() => {
  engine.close();
  rmSync(engine.limits.spillDirectory, { recursive: true, force: true });
});

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "sluice-delta [o'b]-"));
  storage = localStorage(root);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const ids = [{ name: 'id', type: 'BIGINT' }];

async function writeFile(name: string, select: string): Promise<void> {
  await session.writeParquet(select, join(root, name), {});
}

describe(readSnapshot, () => {
  it('replays the commits: of each file what was said last', async () => {
    writeCommit(root, 0, [protocol, metadata(ids), add('a.parquet'), add('b.parquet')]);
    writeCommit(root, 1, [remove('a.parquet'), add('c.parquet'), { txn: { appId: 'x', version: 7 } }]);
    writeCommit(root, 2, [add('a.parquet'), remove('c.parquet'), { txn: { appId: 'x', version: 8 } }]);
    const snapshot = await readSnapshot(session, storage);
    expect(snapshot.version).toBe(2);
    expect(snapshot.files.map(({ path }) => path)).toEqual(['b.parquet', 'a.parquet']);
    expect(snapshot.tombstones.map(({ path }) => path)).toEqual(['c.parquet']);
    expect(snapshot.positions).toEqual(new Map([['x', 8]]));
    expect(snapshot.columns).toEqual([{ name: 'id', type: 'BIGINT', nullable: true }]);
  });

  it('gives relations that yield the rows of the version', async () => {
    await writeFile('a.parquet', 'SELECT 1::BIGINT AS id');
    await writeFile('b.parquet', "SELECT 'two' AS note, 2::INTEGER AS id");
    writeCommit(root, 0, [protocol, metadata([...ids, { name: 'note', type: 'VARCHAR' }]), add('a.parquet')]);
    writeCommit(root, 1, [add('b.parquet')]);
    const rows = async (version: number) => {
      const snapshot = await readSnapshot(session, storage, { version });
      return session.query(`SELECT * FROM (${snapshotRelation(storage, snapshot)}) ORDER BY id`);
    };
    expect(await rows(0)).toEqual([{ id: 1, note: null }]);
    expect(await rows(1)).toEqual([
      { id: 1, note: null },
      { id: 2, note: 'two' },
    ]);
  });
});

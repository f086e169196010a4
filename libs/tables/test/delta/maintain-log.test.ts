import { mkdirSync, readFileSync, readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixedClock } from '@sluice/core';
import type { Session } from '@sluice/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { localStorage, openDelta, prepareAppend, prepareOverwrite, readSnapshot } from '../../src/index.ts';
import type { DeltaTable, Storage } from '../../src/index.ts';
import { writeCheckpoint } from '../../src/delta/checkpoint-write.ts';
import { cleanLog } from '../../src/delta/clean-log.ts';
import { keepUpLog, planLogUpkeep } from '../../src/delta/log-upkeep.ts';
import { durationOf } from '../../src/delta/retention.ts';
import { append, connectForFile, define, emptyStorage, rowsOf, tableOf } from './support.ts';

let session: Session;

beforeAll(async () => {
  session = await connectForFile();
});

const DAY = 86_400_000;
const LOG = '_delta_log';

function logOf(storage: Storage, ending: string): readonly string[] {
  return readdirSync(storage.locate(LOG)).filter((name) => name.endsWith(ending));
}

/** A table of `versions` appends, each of one row that is its version, with a checkpoint every third. */
async function grown(versions: number, properties: Readonly<Record<string, string>> = {}): Promise<DeltaTable> {
  const definition = define(
    { id: 'INTEGER', p: 'VARCHAR' },
    { by: ['p'], properties: { 'delta.checkpointInterval': '3', ...properties } },
  );
  const table = await tableOf(session, "SELECT 0 AS id, 'a b' AS p", definition);
  for (let version = 1; version < versions; version += 1)
    await append(session, table, `SELECT ${version} AS id, NULL::VARCHAR AS p`);
  return table;
}

async function idsOf(storage: Storage): Promise<readonly unknown[]> {
  const table = openDelta(localStorage(storage.locate('')));
  const relation = table.relation(await table.snapshot(session));
  return (await rowsOf(session, `SELECT id FROM (${relation}) ORDER BY id`)).flat();
}

describe(writeCheckpoint, () => {
  it('is written every so many versions, and holds all that a reader needs when the commits before it are gone', async () => {
    const { storage } = await grown(8);
    const checkpoints = logOf(storage, '.checkpoint.parquet').map((name) => `${LOG}/${name}`);
    for (const path of checkpoints) renameSync(storage.locate(path), storage.locate(`${path}.aside`));
    const whole = await readSnapshot(session, storage);
    for (const path of checkpoints) renameSync(storage.locate(`${path}.aside`), storage.locate(path));
    expect(whole.checkpoint).toBeUndefined();
    expect(logOf(storage, '.checkpoint.parquet').map((name) => Number(name.slice(0, 20)))).toEqual([3, 6]);
    expect(JSON.parse(readFileSync(storage.locate(`${LOG}/_last_checkpoint`), 'utf8'))).toMatchObject({
      version: 6,
      size: 9,
      numOfAddFiles: 7,
    });
    for (const name of logOf(storage, '.json').slice(0, 6)) await storage.remove(`${LOG}/${name}`);
    const cut = await readSnapshot(session, storage);
    expect(cut.checkpoint).toBe(6);
    expect(withoutNulls({ ...cut, files: [], checkpoint: 0 })).toEqual(
      withoutNulls({ ...whole, files: [], checkpoint: 0 }),
    );
    const filesOf = ({ files }: typeof cut) =>
      files.map(({ action }) => ({ ...withoutNulls(action), dataChange: true })).sort(byPath);
    expect(filesOf(cut)).toEqual(filesOf(whole));
    expect(await idsOf(storage)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(readdirSync(storage.locate(LOG)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('keeps positions, and tombstones until they expire', async () => {
    const table = openDelta(emptyStorage());
    const first = await prepareAppend(session, table.storage, undefined, {
      select: { sql: 'SELECT 1 AS id' },
      positions: new Map([['sluice/a', 7]]),
    });
    await table.commit(session, first);
    const second = await prepareOverwrite(session, table.storage, await table.snapshot(session), {
      select: { sql: 'SELECT 2 AS id' },
    });
    await table.commit(session, second);
    const snapshot = await table.snapshot(session);
    const removedAt = snapshot.tombstones[0]?.deletionTimestamp ?? 0;
    for (const [day, kept] of [
      [6.9, 1],
      [7.1, 0],
    ] as const) {
      await writeCheckpoint(session, table.storage, snapshot, new Date(removedAt + day * DAY));
      const name = `${LOG}/00000000000000000000.json`;
      const commit = await table.storage.read(name);
      await table.storage.remove(name);
      const read = await readSnapshot(session, table.storage);
      expect([read.checkpoint, read.tombstones.length, read.positions.get('sluice/a')]).toEqual([1, kept, 7]);
      await table.storage.create(name, commit?.toString() ?? '');
    }
  });

  it('that cannot be written is no failed commit', async () => {
    const troubles: unknown[] = [];
    const { storage } = await grown(3);
    mkdirSync(join(storage.locate(LOG), '00000000000000000003.checkpoint.parquet', 'in the way'), { recursive: true });
    const table = openDelta(storage, { onLogTrouble: (error) => troubles.push(error.code) });
    expect(await append(session, table, "SELECT 3 AS id, 'x' AS p")).toBe(3);
    expect(troubles).toEqual(['LAKE_NOT_WRITABLE']);
    expect(await idsOf(storage)).toEqual([0, 1, 2, 3]);
  });

  it('leaves `_last_checkpoint` at a newer one', async () => {
    const { storage } = await grown(7);
    await writeCheckpoint(session, storage, await readSnapshot(session, storage, { version: 4 }), new Date(0));
    expect(readFileSync(storage.locate(`${LOG}/_last_checkpoint`), 'utf8')).toContain('"version":6,');
    expect(logOf(storage, '.checkpoint.parquet')).toHaveLength(3);
  });

  it('leaves statistics out where the table says so, and writes none of another form', async () => {
    const without = await grown(4, { 'delta.checkpoint.writeStatsAsJson': 'false' });
    await without.storage.remove(`${LOG}/00000000000000000000.json`);
    expect((await readSnapshot(session, without.storage)).files.map(({ rows }) => rows)).toEqual(
      Array(4).fill(undefined),
    );
    const structs = await grown(4, { 'delta.checkpoint.writeStatsAsStruct': 'true' });
    expect(logOf(structs.storage, '.checkpoint.parquet')).toEqual([]);
  });
});

describe(cleanLog, () => {
  const now = new Date('2026-03-01T12:00:00Z');
  const properties = new Map([['delta.logRetentionDuration', 'interval 10 days']]);

  /** Gives the log's files the times at which they would have been written: a version a day, the newest today. */
  function age(storage: Storage, versions: number): void {
    for (const name of readdirSync(storage.locate(LOG))) {
      const time = new Date(now.getTime() - (versions - 1 - Number(name.slice(0, 20))) * DAY);
      if (/^\d/.test(name)) utimesSync(storage.locate(`${LOG}/${name}`), time, time);
    }
  }

  it('removes what is older than the retention, up to a checkpoint, and no more', async () => {
    const { storage } = await grown(20);
    age(storage, 20);
    // Ten days before midnight is the day of version 8; the newest checkpoint up to it is that of version 6.
    expect(await cleanLog(session, storage, properties, { now })).toBe(7);
    expect(logOf(storage, '.json')[0]).toBe('00000000000000000006.json');
    expect(logOf(storage, '.parquet')[0]).toBe('00000000000000000006.checkpoint.parquet');
    expect(await idsOf(storage)).toHaveLength(20);
    expect((await readSnapshot(session, storage, { version: 6 })).files).toHaveLength(7);
    expect(await cleanLog(session, storage, properties, { now })).toBe(0);
  });

  it('removes nothing where the checkpoint cannot be read, where the table says so, and for a duration that is none', async () => {
    const { storage } = await grown(20);
    writeFileSync(storage.locate(`${LOG}/00000000000000000006.checkpoint.parquet`), 'PAR1');
    age(storage, 20);
    expect(await cleanLog(session, storage, properties, { now })).toBe(0);
    const other = new Map([['delta.logRetentionDuration', 'interval 1 month']]);
    expect(await cleanLog(session, storage, other, { now })).toBe(0);
    const off = new Map([...properties, ['delta.enableExpiredLogCleanup', 'false'] as const]);
    expect(await cleanLog(session, storage, off, { now })).toBe(0);
    expect(logOf(storage, '.json')).toHaveLength(20);
  });

  it('removes what killed writers left, after a day', async () => {
    const { storage } = await grown(1);
    for (const [name, hours] of [
      ['.a.tmp', 25],
      ['.b.tmp', 23],
    ] as const) {
      const path = storage.locate(`${LOG}/${name}`);
      writeFileSync(path, '');
      utimesSync(path, now, new Date(now.getTime() - hours * 3_600_000));
    }
    expect(await cleanLog(session, storage, properties, { now })).toBe(1);
    expect(readdirSync(storage.locate(LOG))).toEqual(['.b.tmp', '00000000000000000000.json']);
  });

  it('makes a change that was prepared before it a conflict, and no version of the past', async () => {
    const clock = fixedClock('2100-01-01T00:00:00Z');
    const { storage } = await grown(2, { 'delta.logRetentionDuration': 'interval 1 day' });
    const [one, other] = [openDelta(storage, { clock }), openDelta(storage, { clock })];
    const old = await prepareAppend(session, storage, await one.snapshot(session), {
      select: { sql: 'SELECT 9 AS id' },
    });
    for (let version = 2; version < 7; version += 1) await append(session, other, 'SELECT 5 AS id');
    expect(logOf(storage, '.json')).toEqual(['00000000000000000006.json']);
    await expect(one.commit(session, old)).rejects.toMatchObject({ code: 'COMMIT_CONFLICT' });
    expect(logOf(storage, '.json')).toEqual(['00000000000000000006.json']);
  });
});

describe(keepUpLog, () => {
  const now = new Date('2100-01-01T00:00:00Z');

  it('writes a checkpoint where one is due, removes what it stands in for, and tells both before', async () => {
    const { storage } = await grown(5);
    for (const name of logOf(storage, '.checkpoint.parquet')) await storage.remove(`${LOG}/${name}`);
    const plan = await planLogUpkeep(session, storage, { now });
    expect([plan.checkpoint, plan.files.length]).toEqual([4, 4]);
    expect(logOf(storage, '.checkpoint.parquet')).toEqual([]);
    expect(await keepUpLog(session, storage, { now })).toEqual(plan);
    expect(logOf(storage, '.json')).toEqual(['00000000000000000004.json']);
    expect(readFileSync(storage.locate(`${LOG}/_last_checkpoint`), 'utf8')).toContain('"version":4,');
    expect(await keepUpLog(session, storage, { now })).toEqual({ checkpoint: undefined, files: [], bytes: 0 });
    expect(await idsOf(storage)).toEqual([0, 1, 2, 3, 4]);
  });

  it('leaves the log as it is from the version that somebody has yet to read on from', async () => {
    const { storage } = await grown(8);
    await keepUpLog(session, storage, { now, keepFrom: 4 });
    expect(logOf(storage, '.json')[0]).toBe('00000000000000000003.json');
    expect((await readSnapshot(session, storage, { version: 4 })).files).toHaveLength(5);
    expect((await planLogUpkeep(session, storage, { now, keepFrom: 2 })).files).toEqual([]);
  });
});

describe(durationOf, () => {
  it.each([
    ['interval 1 week', 7 * DAY],
    ['INTERVAL 2 days 12 Hours', 2.5 * DAY],
    ['30 minutes', 1_800_000],
    ['interval 1 month', Infinity],
    ['soon', Infinity],
    ['', Infinity],
  ])('%s', (text, milliseconds) => {
    expect(durationOf(new Map([['k', text]]), 'k', 'interval 1 day')).toBe(milliseconds);
    expect(durationOf(new Map(), 'k', 'interval 1 day')).toBe(DAY);
  });
});

/** A checkpoint has a cell for what a commit does not mention. */
function withoutNulls<T extends object>(value: T): T {
  const text: string = JSON.stringify(value, (_key, inner: unknown) => (inner instanceof Map ? [...inner] : inner));
  const copy: T = JSON.parse(text.replaceAll(/"\w+":null,?/g, '').replaceAll(',}', '}'));
  return copy;
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : 1;
}

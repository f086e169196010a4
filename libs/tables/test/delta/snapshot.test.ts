import { rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSnapshot } from '../../src/delta/snapshot.ts';
import type { At } from '../../src/table.ts';
import { add, metadata, protocol, remove, useLake, writeCheckpoint, writeCommit } from './lake.ts';

const lake = useLake();

const ids = [{ name: 'id', type: 'BIGINT' }];
const start = [protocol, metadata(ids)];

/** A table of one file a version: version 3 has the files 0 to 3. */
function writeVersions(upTo: number): void {
  const { root } = lake();
  writeCommit(root, 0, [...start, add('0.parquet')]);
  for (let version = 1; version <= upTo; version += 1) writeCommit(root, version, [add(`${version}.parquet`)]);
}

function stateAt(version: number) {
  return [...start, ...Array.from({ length: version + 1 }, (_, index) => add(`${index}.parquet`))];
}

async function paths(at?: At): Promise<readonly string[]> {
  const { session, storage } = lake();
  return (await readSnapshot(session, storage, at)).files.map(({ path }) => path).sort();
}

async function problem(at?: At): Promise<{ readonly code: string; readonly message: string }> {
  const { session, storage } = lake();
  try {
    await readSnapshot(session, storage, at);
  } catch (error) {
    if (error instanceof Error) return { code: error.name, message: error.message };
  }
  throw new Error('It was read.');
}

function removeCommits(...versions: readonly number[]): void {
  for (const version of versions) rmSync(join(lake().root, '_delta_log', `${String(version).padStart(20, '0')}.json`));
}

const three = ['0.parquet', '1.parquet', '2.parquet'];

describe('the commits', () => {
  it('are replayed: of each file and source what was said last', async () => {
    const { session, storage, root } = lake();
    writeCommit(root, 0, [...start, add('a.parquet'), add('b.parquet')]);
    writeCommit(root, 1, [remove('a.parquet'), add('c.parquet'), { txn: { appId: 'x', version: 7 } }]);
    writeCommit(root, 2, [add('a.parquet'), remove('c.parquet'), { txn: { appId: 'x', version: 8 } }]);
    const snapshot = await readSnapshot(session, storage);
    expect(snapshot.version).toBe(2);
    expect(snapshot.files.map(({ path }) => path)).toEqual(['b.parquet', 'a.parquet']);
    expect(snapshot.tombstones.map(({ path }) => path)).toEqual(['c.parquet']);
    expect(snapshot.positions).toEqual(new Map([['x', 8]]));
  });

  it('may hold actions, fields and nulls that are not known', async () => {
    const { session, storage, root } = lake();
    const unknown = { domainMetadata: { domain: 'd', configuration: '', removed: false } };
    const file = add('a.parquet', { tags: null, deletionVector: null, stats: null, clusteringProvider: 'x' });
    writeCommit(root, 0, [{ commitInfo: { anything: [1] } }, ...start, unknown, '', file]);
    expect((await readSnapshot(session, storage)).files[0]).toMatchObject({ path: 'a.parquet', bytes: 1 });
  });

  it('keep every digit of a position of others, which is none of ours', async () => {
    const { session, storage, root } = lake();
    writeCommit(root, 0, [
      ...start,
      '{"txn":{"appId":"x","version":9007199254740993}}',
      { txn: { appId: 'y', version: 1 } },
    ]);
    const snapshot = await readSnapshot(session, storage);
    expect(snapshot.transactions).toContainEqual({ appId: 'x', version: '9007199254740993' });
    expect(snapshot.positions).toEqual(new Map([['y', 1]]));
  });

  it.each([
    ['a torn line', '{"add":{"path":"x', 'line 3: it is no JSON'],
    [
      'a file without its size',
      '{"add":{"path":"x","partitionValues":{},"modificationTime":1,"dataChange":true}}',
      'line 3: /add must have the property `size`',
    ],
    ['a line that is no action', '[1]', 'line 3: it must be object'],
  ])('are refused with %s', async (_, line, message) => {
    writeCommit(lake().root, 0, [...start, line]);
    expect(await problem()).toMatchObject({ code: 'LOG_BROKEN', message: expect.stringContaining(message) });
  });

  it.each([
    ['protocol', [metadata(ids)]],
    ['metadata', [protocol]],
  ])('must tell the %s', async (what, lines) => {
    writeCommit(lake().root, 0, lines);
    expect(await problem()).toMatchObject({
      code: 'LOG_BROKEN',
      message: expect.stringContaining(`holds its ${what}`),
    });
  });

  it('must have no gap, but before a checkpoint', async () => {
    writeVersions(4);
    removeCommits(2);
    expect(await problem()).toMatchObject({
      code: 'LOG_BROKEN',
      message: expect.stringContaining('commit 2 is missing'),
    });
    expect(await problem({ version: 2 })).toMatchObject({ code: 'LOG_BROKEN' });
    expect(await paths({ version: 1 })).toEqual(['0.parquet', '1.parquet']);
    await writeCheckpoint(lake(), 2, stateAt(2));
    expect(await paths()).toHaveLength(5);
  });

  it('make a table', async () => {
    expect(await problem()).toMatchObject({ code: 'TABLE_MISSING' });
    writeFileSync(join(lake().root, 'a.parquet'), '');
    expect(await problem()).toMatchObject({ code: 'TABLE_MISSING' });
  });
});

describe('a checkpoint', () => {
  it('stands for the commits up to it, which may be gone', async () => {
    const { session, storage } = lake();
    writeVersions(5);
    await writeCheckpoint(lake(), 3, [...stateAt(3), remove('old.parquet'), { txn: { appId: 'x', version: 5 } }]);
    removeCommits(0, 1, 2, 3);
    const snapshot = await readSnapshot(session, storage);
    expect(snapshot).toMatchObject({ version: 5, checkpoint: 3, positions: new Map([['x', 5]]) });
    expect(snapshot.files).toHaveLength(6);
    expect(snapshot.tombstones).toEqual([expect.objectContaining({ path: 'old.parquet', deletionTimestamp: 1 })]);
    expect(await paths({ version: 3 })).toHaveLength(4);
    expect(await problem({ version: 2 })).toMatchObject({
      code: 'VERSION_MISSING',
      message: expect.stringContaining('it has versions 3 to 5'),
    });
  });

  it('is used when it is the newest that is not newer than what is asked', async () => {
    const { session, storage } = lake();
    writeVersions(6);
    await writeCheckpoint(lake(), 2, stateAt(2));
    await writeCheckpoint(lake(), 4, stateAt(4));
    const used = async (version: number) => (await readSnapshot(session, storage, { version })).checkpoint;
    expect([await used(1), await used(2), await used(3), await used(4), await used(6)]).toEqual([
      undefined,
      2,
      2,
      4,
      4,
    ]);
  });

  it('may come in parts, none of which may lack', async () => {
    const { session, storage } = lake();
    writeVersions(3);
    const state = stateAt(2);
    const [, second = ''] = await writeCheckpoint(lake(), 2, state.slice(0, 1), state.slice(1, 3), state.slice(3));
    expect((await readSnapshot(session, storage)).checkpoint).toBe(2);
    expect(await paths({ version: 2 })).toEqual(three);
    rmSync(second);
    expect((await readSnapshot(session, storage)).checkpoint).toBeUndefined();
    removeCommits(0);
    expect(await problem()).toMatchObject({
      code: 'LOG_BROKEN',
      message: expect.stringContaining('commit 0 is missing'),
    });
  });

  it.each([
    ['torn', (path: string) => truncateSync(path, 100)],
    ['empty', (path: string) => truncateSync(path, 0)],
    ['something else', (path: string) => writeFileSync(path, 'no parquet')],
  ])('that is %s is passed over for an older one, then for the commits', async (_, harm) => {
    const { session, storage } = lake();
    writeVersions(5);
    const [older = ''] = await writeCheckpoint(lake(), 2, stateAt(2));
    const [newer = ''] = await writeCheckpoint(lake(), 4, stateAt(4));
    harm(newer);
    expect((await readSnapshot(session, storage)).checkpoint).toBe(2);
    harm(older);
    expect((await readSnapshot(session, storage)).checkpoint).toBeUndefined();
    expect(await paths()).toHaveLength(6);
    removeCommits(0);
    expect(await problem()).toMatchObject({ code: 'LOG_BROKEN' });
  });

  it('without the metadata is no checkpoint', async () => {
    const { session, storage } = lake();
    writeVersions(3);
    await writeCheckpoint(lake(), 2, [protocol, add('0.parquet')]);
    expect((await readSnapshot(session, storage)).files).toHaveLength(4);
  });

  it.each(['{"version":1,"size":3}', '{"version":99,"size":3}', '{"vers', ''])(
    'is found whatever _last_checkpoint says: %s',
    async (content) => {
      const { session, storage, root } = lake();
      writeVersions(4);
      await writeCheckpoint(lake(), 3, stateAt(3));
      writeFileSync(join(root, '_delta_log/_last_checkpoint'), content);
      expect(await readSnapshot(session, storage)).toMatchObject({ version: 4, checkpoint: 3 });
    },
  );

  it('of the second specification is refused by name where nothing else will do', async () => {
    writeVersions(3);
    writeFileSync(join(lake().root, `_delta_log/${'2'.padStart(20, '0')}.checkpoint.80a083e8-7026.json`), '');
    expect(await paths()).toHaveLength(4);
    removeCommits(0);
    expect(await problem()).toMatchObject({
      code: 'FEATURE_UNSUPPORTED',
      message: expect.stringContaining('v2Checkpoint'),
    });
  });
});

describe('time travel', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));

  it('goes to the newest version that was committed up to a moment', async () => {
    for (const [version, minute] of [0, 10, 20].entries()) {
      writeCommit(
        lake().root,
        version,
        version === 0 ? [...start, add('0.parquet')] : [add(`${version}.parquet`)],
        at(minute),
      );
    }
    expect(await paths({ timestamp: at(10) })).toHaveLength(2);
    expect(await paths({ timestamp: new Date(at(20).getTime() - 1) })).toHaveLength(2);
    expect(await paths({ timestamp: at(99) })).toHaveLength(3);
    expect(await problem({ timestamp: new Date(at(0).getTime() - 1) })).toMatchObject({
      code: 'VERSION_MISSING',
      message: expect.stringContaining('from 2026-01-01T00:00:00.000Z to 2026-01-01T00:20:00.000Z'),
    });
  });

  it('takes a commit for later than the one before, whatever the clock of its writer', async () => {
    const { session, storage, root } = lake();
    for (const [version, minute] of [10, 5, 10].entries()) {
      writeCommit(root, version, version === 0 ? start : [add(`${version}.parquet`)], at(minute));
    }
    const times = [0, 1, 2].map(async (version) =>
      (await readSnapshot(session, storage, { version })).committedAt.getTime(),
    );
    expect(await Promise.all(times)).toEqual([0, 1, 2].map((later) => at(10).getTime() + later));
    expect(await paths({ timestamp: at(7) }).catch((error: unknown) => error)).toMatchObject({
      code: 'VERSION_MISSING',
    });
  });

  it('knows no version that is yet to come', async () => {
    writeVersions(1);
    expect(await problem({ version: 2 })).toMatchObject({
      code: 'VERSION_MISSING',
      message: expect.stringContaining('has no version 2: it has versions 0 to 1'),
    });
  });

  it('reads the schema and the properties of the version', async () => {
    const { session, storage, root } = lake();
    writeCommit(root, 0, start);
    const wider = [...ids, { name: 'note', type: 'VARCHAR' }];
    writeCommit(root, 1, [metadata(wider, { configuration: { 'delta.appendOnly': 'true' } })]);
    const [before, after] = [
      await readSnapshot(session, storage, { version: 0 }),
      await readSnapshot(session, storage),
    ];
    expect([before.columns.length, after.columns.length]).toEqual([1, 2]);
    expect([before.properties, after.properties]).toEqual([new Map(), new Map([['delta.appendOnly', 'true']])]);
  });
});

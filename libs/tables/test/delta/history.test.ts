import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHistory } from '../../src/delta/history.ts';
import { add, metadata, protocol, useLake, writeCheckpoint, writeCommit } from './lake.ts';

const lake = useLake();

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const state = [protocol, metadata([{ name: 'id', type: 'BIGINT' }])];

describe(readHistory, () => {
  it('tells what every commit did, the newest first', async () => {
    const { root, storage } = lake();
    const create = {
      operation: 'CREATE TABLE',
      operationParameters: { partitionBy: '[]', isManaged: true },
      timestamp: 5,
    };
    writeCommit(root, 0, [{ commitInfo: create }, ...state], at(0));
    const write = {
      operation: 'WRITE',
      operationMetrics: { numFiles: 1, note: null },
      engineInfo: 'x',
      tags: { run: 'r1' },
    };
    writeCommit(root, 1, [add('a.parquet'), { commitInfo: write }], at(1));
    expect(await readHistory(storage)).toEqual([
      {
        version: 1,
        committedAt: at(1),
        operation: 'WRITE',
        parameters: {},
        metrics: { numFiles: '1' },
        info: { engineInfo: 'x', tags: '{"run":"r1"}' },
      },
      {
        version: 0,
        committedAt: at(0),
        operation: 'CREATE TABLE',
        parameters: { partitionBy: '[]', isManaged: 'true' },
        metrics: {},
        info: {},
      },
    ]);
    expect((await readHistory(storage, 1)).map(({ version }) => version)).toEqual([1]);
  });

  it('is empty of what a writer did not tell, and ends where the log was cut off', async () => {
    const { root, storage } = lake();
    for (const version of [0, 1, 2, 3])
      writeCommit(root, version, version === 0 ? state : [add(`${version}.parquet`)], at(version));
    await writeCheckpoint(lake(), 1, [...state, add('1.parquet')]);
    for (const version of [0, 1]) rmSync(join(root, '_delta_log', `${String(version).padStart(20, '0')}.json`));
    const nothing = { operation: '', parameters: {}, metrics: {}, info: {} };
    const history = await readHistory(storage);
    expect(history.map(({ version }) => version)).toEqual([3, 2]);
    expect(history[0]).toMatchObject(nothing);
  });

  it('needs a table', async () => {
    await expect(readHistory(lake().storage)).rejects.toMatchObject({ code: 'TABLE_MISSING' });
  });
});

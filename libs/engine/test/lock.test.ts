import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LakeLockedError, LockUnusableError } from '../src/index.ts';
import { open, rejection, scratch } from './support.ts';

/** Another process that attaches the lock's file, as an engine does, and holds it until it is killed. */
async function holder(path: string): Promise<ChildProcess> {
  const script = `
    const { DuckDBInstance } = require('@duckdb/node-api');
    const hold = async () => {
      const connection = await (await DuckDBInstance.create()).connect();
      await connection.run("ATTACH '" + process.argv[1] + "' AS held");
      console.log('held');
      setInterval(() => connection.progress, 1000);
    };
    void hold();`;
  const child = spawn(process.execPath, ['-e', script, path], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(createInterface(child.stdout), 'line');
  return child;
}

describe('a lock', () => {
  it('keeps other processes out and names the one that holds it, until that one is killed', async () => {
    const path = join(scratch(), 'lake', '_lock');
    const engine = await open();
    await (await engine.lock(path)).release();
    const child = await holder(path);
    const error = await rejection(engine.lock(path));
    expect(error).toBeInstanceOf(LakeLockedError);
    expect(error).toMatchObject({ code: 'LAKE_LOCKED', exitCode: 5, path, processId: child.pid });
    expect(error).toHaveProperty(
      'message',
      expect.stringContaining(`process ${String(child.pid)} holds the lock ${path}`),
    );
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (await engine.lock(path)).release();
  });

  it('keeps others of the same process out, the same engine and another, also by another name of the folder', async () => {
    const folder = scratch();
    const path = join(folder, '_lock');
    const [engine, other] = [await open(), await open()];
    const lock = await engine.lock(path);
    symlinkSync(folder, join(folder, 'same'));
    for (const take of [
      () => engine.lock(path),
      () => other.lock(path),
      () => other.lock(join(folder, 'same', '_lock')),
    ]) {
      expect(await rejection(take())).toMatchObject({ code: 'LAKE_LOCKED', processId: process.pid });
    }
    await lock.release();
    await lock.release();
    await (await other.lock(path)).release();
  });

  it('is free again when its engine is closed', async () => {
    const path = join(scratch(), '_lock');
    const engine = await open();
    await engine.lock(path);
    engine.close();
    await (await (await open()).lock(path)).release();
  });

  it('does not keep another lake out', async () => {
    const folder = scratch();
    const engine = await open();
    await engine.lock(join(folder, 'a'));
    await engine.lock(join(folder, 'b'));
    expect(readdirSync(folder).sort()).toEqual(['a', 'b']);
  });

  it('is taken by exactly one of many that come at once', async () => {
    const folder = scratch();
    const path = join(folder, '_lock');
    const engines = await Promise.all([open(), open(), open(), open()]);
    const outcomes = await Promise.allSettled(engines.map((engine) => engine.lock(path)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['_lock']);
  });

  it('says what to do when its file is no lock, or its folder no folder', async () => {
    const folder = scratch();
    writeFileSync(join(folder, '_lock'), 'not a database');
    const engine = await open();
    for (const path of [join(folder, '_lock'), join(folder, '_lock', '_lock')]) {
      const error = await rejection(engine.lock(path));
      expect(error).toBeInstanceOf(LockUnusableError);
      expect(error).toMatchObject({ code: 'LOCK_UNUSABLE', exitCode: 3, path });
    }
    await (await engine.lock(join(folder, 'other'))).release();
  });
});

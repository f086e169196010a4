import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Session } from '@sluice/engine';
import { build } from 'vite';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  CommitConflictError,
  localStorage,
  openDelta,
  prepareAppend,
  prepareOverwrite,
  transact,
} from '../../src/index.ts';
import type { Storage } from '../../src/index.ts';
import { append, connectForFile, define, emptyStorage, rowsOf, tableOf } from './support.ts';

let session: Session;

beforeAll(async () => {
  session = await connectForFile();
});

const COUNTERS = "SELECT 'counter' AS who, 0 AS n";
const definition = define({ n: 'INTEGER', who: 'VARCHAR' }, { by: ['who'] });

async function counted(storage: Storage): Promise<Readonly<Record<string, readonly number[]>>> {
  const table = openDelta(localStorage(storage.locate('')));
  const relation = table.relation(await table.snapshot(session));
  const rows = await rowsOf(session, `SELECT who, list(n ORDER BY n) FROM (${relation}) GROUP BY who`);
  return Object.fromEntries(
    rows.flatMap(([who, numbers]) =>
      typeof who === 'string' && Array.isArray(numbers) ? [[who, numbers.map(Number)]] : [],
    ),
  );
}

describe(transact, () => {
  it('prepares anew on what the winner left, so that no update is lost', async () => {
    const table = await tableOf(session, 'SELECT 0 AS n');
    const other = openDelta(table.storage);
    const seen: number[] = [];
    const version = await transact(table, session, async (snapshot) => {
      seen.push(snapshot?.version ?? -1);
      const sql = snapshot === undefined ? 'SELECT 0 AS n' : `SELECT n + 1 AS n FROM (${table.relation(snapshot)})`;
      const change = await prepareOverwrite(session, table.storage, snapshot, { select: { sql } });
      if (seen.length < 3) {
        const relation = other.relation(await other.snapshot(session));
        const select = { sql: `SELECT n + 10 AS n FROM (${relation})` };
        await other.commit(
          session,
          await prepareOverwrite(session, other.storage, await other.snapshot(session), { select }),
        );
      }
      return change;
    });
    expect([version, seen]).toEqual([3, [0, 1, 2]]);
    expect(await rowsOf(session, table.relation(await table.snapshot(session)))).toEqual([[21]]);
  });

  it('makes the table where there is none, and does nothing where there is nothing to do', async () => {
    const table = openDelta(emptyStorage());
    const prepare = () => prepareAppend(session, table.storage, undefined, { select: { sql: 'SELECT 1 AS id' } });
    expect(await transact(table, session, (snapshot) => (snapshot ? Promise.resolve(undefined) : prepare()))).toBe(0);
    expect(await transact(table, session, () => Promise.resolve(undefined))).toBeUndefined();
    expect((await table.snapshot(session)).version).toBe(0);
  });

  it('gives the conflict to the caller when its attempts are used up', async () => {
    const table = await tableOf(session, 'SELECT 0 AS n');
    let attempts = 0;
    const transacting = transact(
      table,
      session,
      async (snapshot) => {
        attempts += 1;
        const change = await prepareOverwrite(session, table.storage, snapshot, { select: { sql: 'SELECT 1 AS n' } });
        await append(session, openDelta(table.storage), 'SELECT 2 AS n');
        return change;
      },
      { attempts: 3 },
    );
    await expect(transacting).rejects.toThrow(CommitConflictError);
    expect(attempts).toBe(3);
  });

  it(
    'lands 50 commits of each of 8 processes: appends side by side, updates one after the other',
    { timeout: 300_000 },
    async () => {
      const [program, table] = [await bundle('commit-for-ever'), await tableOf(session, COUNTERS, definition)];
      const [writers, commits] = [8, 50];
      const children = Array.from({ length: writers }, (_, writer) =>
        fork(program, [table.storage.locate(''), `writer-${writer}`, String(commits)], { execArgv: [] }),
      );
      expect(await Promise.all(children.map(exitOf))).toEqual(Array(writers).fill(0));
      const { counter, ...others } = await counted(table.storage);
      expect(counter).toEqual([(writers * commits) / 5]);
      const appended = Array.from({ length: commits }, (_, n) => n).filter((n) => n % 5 !== 4);
      expect(Object.values(others)).toEqual(Array(writers).fill(appended));
      expect((await table.snapshot(session)).version).toBe(writers * commits);
    },
  );

  it('leaves a whole version however often a writer is killed', { timeout: 300_000 }, async () => {
    const [program, table] = [await bundle('commit-for-ever'), await tableOf(session, COUNTERS, definition)];
    let before = 0;
    for (let kill = 0; kill < 6; kill += 1) {
      const child = fork(program, [table.storage.locate(''), `writer-${kill}`, '1000000'], { execArgv: [] });
      await new Promise((resolve) => child.once('message', resolve));
      await wait(kill * 23);
      const gone = exitOf(child);
      child.kill('SIGKILL');
      await gone;
      const { counter, ...others } = await counted(table.storage);
      const rows = Object.values(others).flat().length;
      const history = await openDelta(table.storage).history(session);
      expect(history.filter(({ parameters }) => parameters['mode'] === 'Overwrite')).toHaveLength(counter?.[0] ?? -1);
      expect(history.filter(({ parameters }) => parameters['mode'] === 'Append')).toHaveLength(rows + 1);
      before = history.length;
    }
    expect(before).toBeGreaterThan(6);
  });
});

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve));
}

/** The child process as a program that Node runs as it is; it lies where it finds the engine. */
async function bundle(name: string): Promise<string> {
  const folder = `sluice-${randomUUID()}`;
  const outDir = fileURLToPath(new URL(`../../../../node_modules/.cache/${folder}`, import.meta.url));
  onTestFinished(() => rmSync(outDir, { recursive: true, force: true }));
  await build({
    logLevel: 'error',
    configFile: false,
    ssr: { noExternal: /^@sluice\//u },
    build: { ssr: fileURLToPath(new URL(`${name}.ts`, import.meta.url)), outDir, target: 'node20', minify: false },
  });
  return join(outDir, readdirSync(outDir).find((file) => file.startsWith(name)) ?? '');
}

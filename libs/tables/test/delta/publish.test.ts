import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { commitOnce } from '../../src/delta/commit-once.ts';
import { writeJournal } from '../../src/journal.ts';
import {
  completePublish,
  localStorage,
  openDelta,
  prepareOverwrite,
  publishAll,
  type PublishStep,
  RUN_ID,
} from '../../src/index.ts';
import { isCommit, isRename } from '../../src/publish-step.ts';
import { append, connectForFile, define, rowsOf, scratch, tableOf } from './support.ts';

const session = await connectForFile();
let lake: string;
let journal: string;
let steps: readonly PublishStep[];

beforeEach(async () => {
  lake = scratch();
  journal = join(lake, '_state', 'publish.json');
  mkdirSync(join(lake, '_state'));
  mkdirSync(join(lake, '_staging'));
  writeFileSync(join(lake, '_staging', 'raw.parquet'), 'new');
  writeFileSync(join(lake, 'silver.parquet'), 'old');
  await tableOf(session, 'SELECT 1 AS id', define({ id: 'INTEGER!' }), localStorage(join(lake, 'gold')));
  steps = [await commit('silver', 2), await commit('gold', 3), raw(), { remove: join(lake, 'silver.parquet') }];
});

/** A staged version of a table, as run-1 makes it. */
async function commit(name: string, id: number): Promise<PublishStep> {
  const table = join(lake, name);
  const storage = localStorage(table);
  const snapshot = existsSync(table) ? await openDelta(storage).snapshot(session) : undefined;
  const change = await prepareOverwrite(session, storage, snapshot, {
    select: { sql: `SELECT ${String(id)} AS id` },
    definition: define({ id: 'INTEGER!' }, { properties: { 'sluice.fingerprint': name } }),
    positions: new Map([['sluice/shop/raw', 7]]),
    info: { [RUN_ID]: 'run-1' },
    staging: join(lake, '_staging'),
  });
  return { table, change };
}

function raw(): PublishStep {
  return { from: join(lake, '_staging', 'raw.parquet'), to: join(lake, 'raw.parquet') };
}

async function published(): Promise<unknown> {
  const versions = await Promise.all(
    ['silver', 'gold'].map(async (name) => {
      const table = openDelta(localStorage(join(lake, name)));
      const snapshot = await table.snapshot(session);
      return { version: snapshot.version, rows: await rowsOf(session, table.relation(snapshot)) };
    }),
  );
  return { versions, files: readdirSync(lake).filter((name) => name.endsWith('.parquet')) };
}

const whole = {
  versions: [
    { version: 0, rows: [[2]] },
    { version: 1, rows: [[3]] },
  ],
  files: ['raw.parquet'],
};

/** What a process has done before it was killed. */
async function take(step: PublishStep): Promise<void> {
  if (isRename(step)) renameSync(step.from, step.to);
  else if (isCommit(step)) await commitOnce(session, step);
  else rmSync(step.remove);
}

describe('a publication of commits, renames and removals', () => {
  it('does all of it, and leaves no journal', async () => {
    await publishAll(steps, journal, session);
    expect(await published()).toEqual(whole);
    expect(readdirSync(join(lake, '_state'))).toEqual([]);
    const { positions, properties } = await openDelta(localStorage(join(lake, 'gold'))).snapshot(session);
    expect([...positions]).toEqual([['sluice/shop/raw', 7]]);
    expect(properties.get('sluice.fingerprint')).toBe('gold');
  });

  it.each([0, 1, 2, 3, 4])('is completed when it stopped after %i steps, and does nothing twice', async (done) => {
    await writeJournal(journal, steps);
    for (const step of steps.slice(0, done)) await take(step);
    expect(await completePublish(journal, session)).toBe(Math.max(0, 3 - done));
    expect(await published()).toEqual(whole);
    expect(existsSync(journal)).toBe(false);

    await writeJournal(journal, steps);
    expect(await completePublish(journal, session)).toBe(0);
    expect(await published()).toEqual(whole);
  });

  it('ends at a commit to which another writer was first, and shows nothing of what comes after', async () => {
    await append(session, openDelta(localStorage(join(lake, 'gold'))), 'SELECT 9 AS id');
    await expect(publishAll(steps, journal, session)).rejects.toMatchObject({ code: 'COMMIT_CONFLICT', exitCode: 5 });
    const left = {
      versions: [
        { version: 0, rows: [[2]] },
        { version: 1, rows: [[1], [9]] },
      ],
      files: ['silver.parquet'],
    };
    expect(await published()).toEqual(left);
    expect(existsSync(journal)).toBe(false);

    await writeJournal(journal, steps);
    expect(await completePublish(journal, session)).toBe(0);
    expect(await published()).toEqual(left);
    expect(existsSync(journal)).toBe(false);
  });

  it('does nothing where a staged file is gone', async () => {
    rmSync(join(lake, '_staging'), { recursive: true });
    await expect(publishAll(steps, journal, session)).rejects.toMatchObject({ code: 'STAGED_FILE_MISSING' });
    expect(existsSync(join(lake, 'silver', '_delta_log'))).toBe(false);
  });
});

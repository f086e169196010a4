import { fork } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  JournalUnknownError,
  LakeNotWritableError,
  StagedFileMissingError,
  completePublish,
  publishAll,
} from '../src/index.ts';

const TABLES = ['bronze/a', 'bronze/b', 'silver/c', 'gold/d', 'gold/e'];

let lake: string;
let journal: string;

beforeEach(() => {
  lake = mkdtempSync(join(tmpdir(), 'sluice-publish-'));
  journal = join(lake, '_state', 'publish.json');
});

afterEach(() => rmSync(lake, { recursive: true, force: true }));

/** Writes staged files that hold `text`; their renames. */
function stage(text: string, tables: readonly string[] = TABLES): { from: string; to: string }[] {
  mkdirSync(join(lake, '_staging'), { recursive: true });
  return tables.map((table) => {
    const from = join(lake, '_staging', table.replace('/', '.'));
    writeFileSync(from, text);
    return { from, to: join(lake, `${table}.parquet`) };
  });
}

function published(): (string | undefined)[] {
  return TABLES.map((table) => {
    const path = join(lake, `${table}.parquet`);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  });
}

describe(publishAll, () => {
  it('puts every staged file in place of the old one and leaves no journal', async () => {
    await publishAll(stage('old'), journal);
    await publishAll(stage('new'), journal);
    expect(published()).toEqual(TABLES.map(() => 'new'));
    expect(readdirSync(join(lake, '_state'))).toEqual([]);
    expect(readdirSync(join(lake, '_staging'))).toEqual([]);
  });

  it('renames nothing when one staged file is missing', async () => {
    await publishAll(stage('old'), journal);
    const entries = stage('new');
    rmSync(entries[4]?.from ?? '');
    await expect(publishAll(entries, journal)).rejects.toThrow(StagedFileMissingError);
    expect(published()).toEqual(TABLES.map(() => 'old'));
    expect(existsSync(journal)).toBe(false);
  });

  it('renames nothing when a folder has the name of a table file', async () => {
    const entries = stage('new');
    mkdirSync(join(lake, 'gold', 'e.parquet'), { recursive: true });
    await expect(publishAll(entries, journal)).rejects.toThrow(LakeNotWritableError);
    expect(existsSync(join(lake, 'bronze', 'a.parquet'))).toBe(false);
    expect(existsSync(journal)).toBe(false);
  });

  it('renames nothing when a layer cannot be a folder', async () => {
    const entries = stage('new');
    writeFileSync(join(lake, 'gold'), 'a file');
    await expect(publishAll(entries, journal)).rejects.toMatchObject({ code: 'LAKE_NOT_WRITABLE', exitCode: 3 });
    expect(existsSync(join(lake, 'bronze', 'a.parquet'))).toBe(false);
  });
});

describe(completePublish, () => {
  it('does nothing where no publication was interrupted', async () => {
    expect(await completePublish(journal)).toBe(0);
  });

  // The steps of a publication are: the journal, byte by byte; each rename; the journal's end. A kill leaves a prefix.
  it('discards a journal cut anywhere, for no rename had begun', async () => {
    await publishAll(stage('old'), journal);
    const whole = journalText(stage('new'));
    for (let length = 0; length < whole.length; length += 1) {
      writeFileSync(journal, whole.slice(0, length));
      expect(await completePublish(journal)).toBe(0);
      expect(existsSync(journal)).toBe(false);
    }
    expect(published()).toEqual(TABLES.map(() => 'old'));
  });

  it.each([0, 1, 2, 3, 4, 5])(
    'completes a publication that stopped after %i renames, and again when repeated',
    async (done) => {
      await publishAll(stage('old'), journal);
      const entries = stage('new');
      const text = journalText(entries);
      writeFileSync(journal, text);
      for (const { from, to } of entries.slice(0, done)) {
        writeFileSync(to, readFileSync(from));
        rmSync(from);
      }
      expect(await completePublish(journal)).toBe(TABLES.length - done);
      expect(published()).toEqual(TABLES.map(() => 'new'));
      expect(existsSync(journal)).toBe(false);
      writeFileSync(journal, text);
      expect(await completePublish(journal)).toBe(0);
      expect(published()).toEqual(TABLES.map(() => 'new'));
    },
  );

  it('says so where the journal cannot be read', async () => {
    mkdirSync(journal, { recursive: true });
    await expect(completePublish(journal)).rejects.toThrow(LakeNotWritableError);
  });

  it('keeps the journal when a rename fails, and completes it once the cause is gone', async () => {
    writeFileSyncIn(journal, journalText(stage('new')));
    mkdirSync(join(lake, 'silver', 'c.parquet', 'in the way'), { recursive: true });
    const completing = completePublish(journal);
    await expect(completing).rejects.toMatchObject({ code: 'PUBLISH_INTERRUPTED', exitCode: 3, journal });
    await expect(completing).rejects.toThrow('2 of 5 tables are in place');
    rmSync(join(lake, 'silver', 'c.parquet'), { recursive: true });
    expect(await completePublish(journal)).toBe(3);
    expect(published()).toEqual(TABLES.map(() => 'new'));
  });

  it('completes in a lake that was moved meanwhile', async () => {
    writeFileSyncIn(journal, journalText(stage('new')));
    const moved = `${lake}-moved`;
    renameSync(lake, moved);
    try {
      expect(await completePublish(join(moved, '_state', 'publish.json'))).toBe(TABLES.length);
      expect(readFileSync(join(moved, 'gold', 'e.parquet'), 'utf8')).toBe('new');
    } finally {
      rmSync(moved, { recursive: true, force: true });
    }
  });

  it.each([
    ['{"version":3,"renames":[]}', 'expected version 1 or 2, got 3'],
    ['{"version":2,"steps":[{"from":"a"}]}', 'steps must be a list of steps'],
    ['{"version":2,"steps":[{"table":"a","change":{}}]}', 'must have the property `base`'],
    ['{"version":1,"renames":[{"from":"a"}]}', 'renames must be a list of { from, to }'],
    ['[]', 'expected an object'],
  ])('leaves a journal of another kind alone: %s', async (text, problem) => {
    writeFileSyncIn(journal, text);
    await expect(completePublish(journal)).rejects.toThrow(JournalUnknownError);
    await expect(completePublish(journal)).rejects.toThrow(problem);
    expect(existsSync(journal)).toBe(true);
  });

  it('leaves all tables of one publication however often the process is killed', { timeout: 60_000 }, async () => {
    const program = await bundle('publish-for-ever');
    await publishAll(stage('0'), journal);
    const seen = new Set<string>();
    for (let kill = 0; kill < 8; kill += 1) {
      const child = fork(program, [lake, journal, ...TABLES], { execArgv: [] });
      await new Promise((resolve) => child.once('message', resolve));
      await wait(kill * 11);
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
      await completePublish(journal);
      const texts = new Set(published());
      expect(texts.size).toBe(1);
      seen.add([...texts].join());
    }
    expect(seen.size).toBeGreaterThan(1);
  });
});

function journalText(entries: readonly { from: string; to: string }[]): string {
  const relative = (path: string) => path.replace(lake, '..');
  const renames = entries.map(({ from, to }) => ({ from: relative(from), to: relative(to) }));
  return JSON.stringify({ version: 1, renames });
}

/** A program of this folder that Node runs as it is. */
async function bundle(name: string): Promise<string> {
  const outDir = join(lake, '_program');
  await build({
    logLevel: 'error',
    configFile: false,
    // Only files are published: what commits to Delta tables is never loaded.
    ssr: { noExternal: true, external: ['@duckdb/node-api'] },
    build: { ssr: fileURLToPath(new URL(`${name}.ts`, import.meta.url)), outDir, target: 'node20', minify: false },
  });
  return join(outDir, readdirSync(outDir).find((file) => file.startsWith(name)) ?? '');
}

function writeFileSyncIn(path: string, text: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
}

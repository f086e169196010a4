import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '@sluice/engine';
import type { Engine, Session } from '@sluice/engine';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LakeNotWritableError, readPublished, readStoredContract, stageParquet, sweep } from '../src/index.ts';
import type { StageRequest } from '../src/index.ts';

let folder: string;
let engine: Engine;
let session: Session;

beforeAll(async () => {
  engine = await openDuckDb({ spillDirectory: mkdtempSync(join(tmpdir(), 'sluice-spill-')), threads: 2 });
  session = await engine.connect();
});

afterAll(() => {
  session.close();
  engine.close();
  rmSync(engine.limits.spillDirectory, { recursive: true, force: true });
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-tables [o'b]-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function request(sql: string, more: Partial<StageRequest> = {}): StageRequest {
  const path = join(folder, '_staging', 'run', 't.parquet');
  return { select: { sql }, orderBy: ['id'], path, fingerprint: 'f1', definition: '{"sql":"…"}', ...more };
}

describe(stageParquet, () => {
  it('writes rows in the declared order, and tells rows, bytes, SHA-256 and statistics', async () => {
    const staged = await stageParquet(session, request("SELECT 3 - range AS id, 'x' AS note FROM range(3)"));
    const bytes = readFileSync(staged.path);
    expect(staged).toMatchObject({
      rows: 3,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect(staged.statistics.get('id')).toEqual({ nulls: 0, min: '1', max: '3', hasNan: false });
    expect(await session.query(`SELECT id FROM '${staged.path.replaceAll("'", "''").replaceAll('[', '[[]')}'`)).toEqual(
      [{ id: 1 }, { id: 2 }, { id: 3 }],
    );
  });

  it('writes the same bytes with one thread and with two, whatever order the rows come in', async () => {
    const rows =
      "SELECT range AS id, hash(range) % 1000 AS n, 'text ' || range % 7 AS note FROM range(400000) WHERE range % 3 > 0";
    const digests = new Set<string>();
    const alone = await openDuckDb({ spillDirectory: join(folder, 'spill'), threads: 1 });
    const single = await alone.connect();
    try {
      for (const [index, by] of [session, single, session].entries()) {
        const sql = index === 2 ? `${rows} ORDER BY n` : rows;
        const staged = await stageParquet(by, request(sql, { path: join(folder, `${index}.parquet`) }));
        digests.add(staged.sha256);
      }
    } finally {
      single.close();
      alone.close();
    }
    expect(digests.size).toBe(1);
  });

  it('takes SQL that ends with a comment or a semicolon', async () => {
    const { rows } = await stageParquet(session, request('SELECT 1 AS id; \n'));
    expect(rows).toBe(1);
    const other = request('SELECT 1 AS id -- the end', { path: join(folder, 'other.parquet') });
    expect((await stageParquet(session, other)).rows).toBe(1);
  });

  it('keeps the lines of the SQL for what is wrong in it', async () => {
    const sql = 'SELECT\n  1 AS id,\n  nowhere\nFROM range(3)';
    const location = { file: 'models/silver/t.sql', line: 1 };
    const staging = stageParquet(session, request(sql, { select: { sql, location } }));
    await expect(staging).rejects.toMatchObject({
      code: 'SQL_BIND',
      location: { file: 'models/silver/t.sql', line: 3 },
    });
  });

  it('says so where the folder cannot be made', async () => {
    writeFileSync(join(folder, '_staging'), 'a file');
    await expect(stageParquet(session, request('SELECT 1 AS id'))).rejects.toThrow(LakeNotWritableError);
  });
});

describe(readPublished, () => {
  it('tells fingerprint, definition, rows and bytes of every file, and leaves out those that are not there', async () => {
    const a = await stageParquet(session, request('SELECT 1 AS id', { path: join(folder, 'a.parquet') }));
    const b = await stageParquet(
      session,
      request('SELECT range AS id FROM range(5)', {
        path: join(folder, 'b.parquet'),
        fingerprint: 'f2',
        definition: 'ü',
      }),
    );
    expect(await readPublished(session, [a.path, join(folder, 'no.parquet'), b.path])).toEqual(
      new Map([
        [a.path, { fingerprint: 'f1', definition: '{"sql":"…"}', rows: 1, bytes: a.bytes, quarantined: 0 }],
        [b.path, { fingerprint: 'f2', definition: 'ü', rows: 5, bytes: b.bytes, quarantined: 0 }],
      ]),
    );
    expect(await readPublished(session, [])).toEqual(new Map());
    expect(await readPublished(session, [join(folder, 'no.parquet')])).toEqual(new Map());
  });

  it('knows no fingerprint of files that are foreign, cut short, empty or a folder, and those of the others all the same', async () => {
    const own = await stageParquet(session, request('SELECT 1 AS id', { path: join(folder, 'own.parquet') }));
    const path = (name: string) => join(folder, name);
    await session.writeParquet('SELECT 1 AS id', path('foreign.parquet'), { 'some.key': 'x' });
    writeFileSync(path('cut.parquet'), readFileSync(own.path).subarray(0, -20));
    writeFileSync(path('empty.parquet'), '');
    mkdirSync(path('folder.parquet'));
    const published = await readPublished(session, [
      path('cut.parquet'),
      own.path,
      path('foreign.parquet'),
      path('empty.parquet'),
      path('folder.parquet'),
    ]);
    const unknown = {
      fingerprint: undefined,
      definition: undefined,
      rows: undefined,
      bytes: undefined,
      quarantined: 0,
    };
    expect(published.get(own.path)?.fingerprint).toBe('f1');
    expect(published.get(path('foreign.parquet'))).toMatchObject({ fingerprint: undefined, rows: 1 });
    for (const name of ['cut.parquet', 'empty.parquet', 'folder.parquet'])
      expect(published.get(path(name))).toEqual(unknown);
  });
});

describe(readStoredContract, () => {
  it('gives the contract that a file was staged with, and none of a file that has none', async () => {
    const contract = JSON.stringify({ description: "an 'é' and a \\ and a \" ", schema: [] });
    const kept = await stageParquet(session, request('SELECT 1 AS id', { contract }));
    expect(await readStoredContract(session, kept.path)).toBe(contract);
    const bare = await stageParquet(session, request('SELECT 1 AS id', { path: join(folder, 'bare.parquet') }));
    expect(await readStoredContract(session, bare.path)).toBeUndefined();
    expect(kept.sha256).not.toBe(bare.sha256);
  });
});

describe(sweep, () => {
  it('removes the folder with all that is in it, and does nothing where there is none', async () => {
    await stageParquet(session, request('SELECT 1 AS id'));
    await sweep(join(folder, '_staging'));
    await sweep(join(folder, '_staging'));
    expect(await readPublished(session, [join(folder, '_staging', 'run', 't.parquet')])).toEqual(new Map());
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '@sluice/engine';
import type { Engine, Session } from '@sluice/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { candidateFiles } from '../../src/delta/candidate-files.ts';
import type { DataFile, FileColumn, Snapshot, TableColumn } from '../../src/table.ts';

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

const columns: readonly TableColumn[] = [
  { name: 'day', type: 'DATE', nullable: true },
  { name: 'id', type: 'BIGINT', nullable: true },
  { name: 'na"me', type: 'VARCHAR', nullable: true },
  { name: 'score', type: 'DOUBLE', nullable: true },
];

function file(
  path: string,
  bounds: Record<string, FileColumn>,
  partition: Record<string, string | null> = {},
): DataFile {
  const [location, bytes, rows] = [`/nowhere/${path}`, 1, 1];
  return {
    path,
    location,
    bytes,
    rows,
    partition: new Map(Object.entries(partition)),
    columns: new Map(Object.entries(bounds)),
  };
}

function snapshot(files: readonly DataFile[], partitionedBy: readonly string[] = []): Snapshot {
  const [properties, positions] = [new Map<string, string>(), new Map<string, number>()];
  return { version: 0, committedAt: new Date(0), columns, partitionedBy, properties, files, positions };
}

async function candidates(of: Snapshot, names: readonly string[], rows: string, nullsMatch = false): Promise<string[]> {
  const keys = names
    .map((name) => columns.find((column) => column.name === name))
    .filter((column) => column !== undefined);
  await session.execute(
    `CREATE OR REPLACE TEMP TABLE keys AS SELECT ${keys.map(({ name, type }, index) => `c${String(index)}::${type} AS "${name.replaceAll('"', '""')}"`).join(', ')}
     FROM (VALUES ${rows}) AS v(${keys.map((_, index) => `c${String(index)}`).join(', ')})`,
  );
  return (await candidateFiles(session, of, { table: 'keys', columns: keys, nullsMatch })).map(({ path }) => path);
}

describe(candidateFiles, () => {
  const numbers = snapshot([
    file('1-4', { id: { min: '1', max: '4' } }),
    file('5-9', { id: { min: '5', max: '9' } }),
    file('10-16', { id: { min: '10', max: '16' } }),
    file('10-20', { id: { min: '10', max: '20' } }),
    file('unknown', {}),
    file('half known', { id: { min: '100' } }),
  ]);

  it('leaves out a file between whose bounds no key lies, though keys lie on both sides', async () => {
    expect(await candidates(numbers, ['id'], '(5), (17)')).toEqual(['5-9', '10-20', 'unknown', 'half known']);
    expect(await candidates(numbers, ['id'], '(0), (21), (4)')).toEqual(['1-4', 'unknown', 'half known']);
  });

  it('compares numbers as numbers and text by its bytes', async () => {
    expect(await candidates(numbers, ['id'], '(16)')).toEqual(['10-16', '10-20', 'unknown', 'half known']);
    const texts = snapshot([
      file('a-m', { 'na"me': { min: "a'", max: 'm' } }),
      file('Z-ä', { 'na"me': { min: 'Z', max: 'ä' } }),
    ]);
    expect(await candidates(texts, ['na"me'], "('z')")).toEqual(['Z-ä']);
    expect(await candidates(texts, ['na"me'], "('🦆')")).toEqual([]);
  });

  it('takes each of several keys into account', async () => {
    const two = snapshot([
      file('both', { id: { min: '1', max: '4' }, 'na"me': { min: 'a', max: 'c' } }),
      file('other name', { id: { min: '1', max: '4' }, 'na"me': { min: 'x', max: 'z' } }),
      file('other id', { id: { min: '5', max: '8' }, 'na"me': { min: 'a', max: 'c' } }),
    ]);
    expect(await candidates(two, ['id', 'na"me'], "(3, 'b')")).toEqual(['both']);
  });

  it('looks for a key within the partition that it names', async () => {
    const bounds = { id: { min: '1', max: '9' } };
    const days = snapshot(
      [
        file('first', bounds, { day: '2026-01-01' }),
        file('second', bounds, { day: '2026-01-02' }),
        file('second, high', { id: { min: '10', max: '19' } }, { day: '2026-01-02' }),
        file('none', bounds, { day: null }),
        file('cannot be read', bounds, { day: 'the day after' }),
      ],
      ['day'],
    );
    const rows = "('2026-01-01', 15), ('2026-01-02', 5)";
    expect(await candidates(days, ['day', 'id'], rows)).toEqual(['second', 'cannot be read']);
    expect(await candidates(days, ['day'], "('2026-01-01'), (NULL)")).toEqual(['first', 'cannot be read']);
  });

  it('leaves no file out by a column in which a NULL is to be found', async () => {
    expect(await candidates(numbers, ['id'], '(5), (NULL)', true)).toHaveLength(numbers.files.length);
    expect(await candidates(numbers, ['id'], '(5)', true)).toEqual(['5-9', 'unknown', 'half known']);
  });

  it('leaves no file out by a column of floats, where bounds tell nothing of NaN', async () => {
    const scores = snapshot([file('0-1', { score: { min: '0', max: '1' } })]);
    expect(await candidates(scores, ['score'], "('nan')")).toEqual(['0-1']);
  });

  it('finds no file for no key', async () => {
    await session.execute('CREATE OR REPLACE TEMP TABLE keys AS SELECT 1::BIGINT AS id WHERE false');
    const keys = { table: 'keys', columns: columns.slice(1, 2), nullsMatch: false };
    const found = await candidateFiles(session, numbers, keys);
    expect(found.map(({ path }) => path)).toEqual(['unknown', 'half known']);
  });
});

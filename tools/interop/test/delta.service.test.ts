import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowDifferences } from '../src/compare.ts';
import { deltaRsTables } from './delta-rs-tables.ts';
import { append, copy, rowsOf } from './ours.ts';
import { type Scene, disagreement, disagreements, openScene } from './scene.ts';
import { sparkTables } from './spark-tables.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const foreign = [
  ...sparkTables.map((table) => ({ ...table, by: 'Spark' })),
  ...deltaRsTables.map((table) => ({ ...table, by: 'delta-rs' })),
];

describe.each(foreign)('a Delta table of $by: $name', ({ make, voids = [], versions = [], unwritable }) => {
  let table: string;

  beforeAll(async () => {
    const beside = scene.newFolder();
    mkdirSync(beside);
    table = join(beside, 'table');
    await make(scene, table, beside);
  });

  it('has the rows that all others read', async () => {
    expect(await disagreements(scene, table, { voids })).toEqual([]);
  });

  it.each(versions)('had those at version %i that Spark reads there', async (version) => {
    expect(await disagreement(scene, scene.peers.spark, table, { version, voids })).toEqual([]);
  });

  it('is copied to one of ours, and all others read it', async () => {
    const ours = scene.newFolder();
    await copy(scene, table, ours);
    expect(await rowDifferences(scene.session, await rowsOf(scene, ours), await rowsOf(scene, table))).toEqual([]);
    expect(await disagreements(scene, ours, { voids })).toEqual([]);
  });

  if (unwritable === undefined) {
    it('takes its rows once more from us, and all others read them', async () => {
      const before = await rowsOf(scene, table);
      await append(scene, table, before);
      const twice = `(${before}) UNION ALL (${before})`;
      expect(await rowDifferences(scene.session, await rowsOf(scene, table), twice)).toEqual([]);
      expect(await disagreements(scene, table, { voids })).toEqual([]);
    });
  } else {
    it('is not written by us', async () => {
      const refused = append(scene, table, await rowsOf(scene, table));
      await expect(refused).rejects.toMatchObject({
        code: 'FEATURE_UNSUPPORTED',
        message: expect.stringContaining(unwritable),
      });
    });
  }
});

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Scene, disagreement, openScene } from './scene.ts';
import { sparkTables } from './spark-tables.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

describe.each(sparkTables)(
  'a Delta table of Spark: $name',
  ({ settings = {}, statements, voids = [], versions = [] }) => {
    let table: string;

    beforeAll(async () => {
      const folder = scene.newFolder();
      table = join(folder, 'table');
      await scene.peers.spark.ask('sql', { statements: statements(`delta.\`${table}\``, folder), settings });
    });

    it.each(['spark', 'deltaRs', 'duckDb'] as const)('has the rows that %s reads', async (peer) => {
      expect(await disagreement(scene, scene.peers[peer], table, { voids })).toEqual([]);
    });

    it.each(versions)('had them at version %i', async (version) => {
      expect(await disagreement(scene, scene.peers.spark, table, { version, voids })).toEqual([]);
    });
  },
);

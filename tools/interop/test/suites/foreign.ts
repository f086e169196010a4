import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { rowDifferences } from '../../src/compare.ts';
import { deltaRsTables } from '../delta-rs-tables.ts';
import { append, copy, rowsOf } from '../ours.ts';
import { type Scene, disagreements } from '../scene.ts';
import { sparkTables } from '../spark-tables.ts';

const foreign = [
  ...sparkTables.map((table) => ({ ...table, by: 'Spark' })),
  ...deltaRsTables.map((table) => ({ ...table, by: 'delta-rs' })),
];

/** Tables of others: we read them as all do, copy them, and append to them. */
export function foreignTables(scene: () => Scene): void {
  describe.each(foreign)('a Delta table of $by: $name', ({ make, readers, versions = [], unwritable }) => {
    const options = readers === undefined ? {} : { readers };
    let table: string;

    beforeAll(async () => {
      const beside = scene().newFolder();
      mkdirSync(beside);
      table = join(beside, 'table');
      await make(scene(), table, beside);
    });

    it('has the rows that all others read', async () => {
      expect(await disagreements(scene(), table, options)).toEqual([]);
    });

    it.each(versions)('had those at version %i that Spark reads there', async (version) => {
      expect(await disagreements(scene(), table, { version, readers: ['spark'] })).toEqual([]);
    });

    it('is copied to one of ours, and all others read it', async () => {
      const ours = scene().newFolder();
      await copy(scene(), table, ours);
      expect(await rowDifferences(scene().session, await rowsOf(scene(), ours), await rowsOf(scene(), table))).toEqual(
        [],
      );
      expect(await disagreements(scene(), ours, options)).toEqual([]);
    });

    if (unwritable === undefined) {
      it('takes its rows once more from us, and all others read them', async () => {
        const before = await rowsOf(scene(), table);
        await append(scene(), table, before);
        const twice = `(${before}) UNION ALL (${before})`;
        expect(await rowDifferences(scene().session, await rowsOf(scene(), table), twice)).toEqual([]);
        expect(await disagreements(scene(), table, options)).toEqual([]);
      });
    } else {
      it('is not written by us', async () => {
        const refused = append(scene(), table, await rowsOf(scene(), table));
        await expect(refused).rejects.toMatchObject({
          code: 'FEATURE_UNSUPPORTED',
          message: expect.stringContaining(unwritable),
        });
      });
    }
  });
}

import { localStorage, readSnapshot } from '@sluice/tables';
import { describe, expect, it } from 'vitest';
import * as ours from '../ours.ts';
import { type Refusal, unreadable, unwritable } from '../refusals.ts';
import { type Scene, disagreements } from '../scene.ts';

/** Tables of Spark that ask for more than we do. */
export function refusedTables(scene: () => Scene): void {
  const make = async ({ statements }: Refusal): Promise<string> => {
    const table = scene().newFolder();
    await scene().peers.spark.ask('sql', { statements: statements(`delta.\`${table}\``) });
    return table;
  };
  const refusal = (feature: string) => ({ code: 'FEATURE_UNSUPPORTED', message: expect.stringContaining(feature) });

  describe.each(unreadable)('a Delta table of Spark with $feature', (refused) => {
    it('is not read by us', async () => {
      const table = await make(refused);
      const read = readSnapshot(scene().session, localStorage(table));
      await expect(read).rejects.toMatchObject(refusal(refused.feature));
    });
  });

  describe.each(unwritable)('a Delta table of Spark with $feature', (refused) => {
    it('is read by us, and not written', async () => {
      const table = await make(refused);
      expect(await disagreements(scene(), table, { readers: ['spark'] })).toEqual([]);
      const written = ours.append(scene(), table, await ours.rowsOf(scene(), table));
      await expect(written).rejects.toMatchObject(refusal(refused.feature));
      expect((await readSnapshot(scene().session, localStorage(table))).version).toBeGreaterThanOrEqual(0);
    });
  });
}

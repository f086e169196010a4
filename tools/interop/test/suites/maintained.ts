import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@sluice/core';
import { keepUpLog, localStorage, readSnapshot, vacuum } from '@sluice/tables';
import { describe, expect, it } from 'vitest';
import { append, take } from '../ours.ts';
import { disagreements, type Scene } from '../scene.ts';

const DAY = 86_400_000;
const sluice = fileURLToPath(new URL('../../../../node_modules/.bin/sluice', import.meta.url));

/** Tables that were kept up: what is left is read by everyone. */
export function maintained(scene: () => Scene): void {
  describe('a table that was kept up', () => {
    it('is the same to all when its log is cut off below a checkpoint, and its old files are gone', async () => {
      const table = scene().newFolder();
      const definition = {
        columns: [],
        partitionedBy: ['p'],
        properties: new Map([['delta.checkpointInterval', '100']]),
      };
      const columns = [
        { name: 'id', type: 'INTEGER', nullable: true },
        { name: 'p', type: 'VARCHAR', nullable: true },
      ];
      for (let turn = 0; turn < 6; turn += 1) {
        const sql = `SELECT (${String(turn)} * 10 + i)::INTEGER AS id, ['a', 'b c', NULL][i % 3 + 1] AS p FROM range(9) t(i)`;
        await append(scene(), table, sql, { ...definition, columns });
      }
      await take(scene(), table, { does: 'delete', by: 'us', where: 'id % 4 = 1' });
      await take(scene(), table, { does: 'optimize', by: 'us' });
      const later = (days: number) => ({ now: new Date(systemClock.now().getTime() + days * DAY) });
      const storage = localStorage(table);
      const log = await keepUpLog(scene().session, storage, { ...later(40), checkpointAfter: 1 });
      const { files } = await vacuum(scene().session, storage, later(8));
      expect([log.checkpoint, log.files.length > 0, files.length > 0]).toEqual([7, true, true]);
      expect((await readSnapshot(scene().session, storage)).files).toHaveLength(3);
      expect(await disagreements(scene(), table)).toEqual([]);
      await append(scene(), table, "SELECT 100::INTEGER AS id, 'a' AS p");
      expect(await disagreements(scene(), table)).toEqual([]);
    });

    it('by `sluice maintain` is the same to all', { timeout: 120_000 }, async () => {
      const lake = scene().newFolder();
      const run = (...args: readonly string[]) =>
        execFileSync(sluice, [...args, '--data-dir', lake], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
      for (const day of ['03', '04']) {
        run('run', 'transactions', '--rows', '300', '--seed', '42', '--as-of', `2026-01-${day}`);
      }
      expect(run('maintain', '--pipeline', 'transactions')).toContain('packed 2 files');
      for (const table of ['silver/customer_transactions', 'gold/customer_daily_aggregates']) {
        expect(await disagreements(scene(), join(lake, 'transactions', table))).toEqual([]);
      }
    });
  });
}

import { beforeAll, describe, expect, it } from 'vitest';
import * as ours from '../ours.ts';
import { type Scene, disagreements } from '../scene.ts';

/** A Delta schema of one column. `sql` is an invariant, as Spark keeps it with the column. */
function invariantSchema(sql: string): string {
  const invariant = JSON.stringify({ expression: { expression: sql } });
  const field = { name: 'id', type: 'long', nullable: true, metadata: { 'delta.invariants': invariant } };
  return JSON.stringify({ type: 'struct', fields: [field] });
}

/** What a table forbids its writers: theirs to us, and ours to them. */
export function constraints(scene: () => Scene): void {
  const spark = async (...statements: string[]): Promise<void> => {
    await scene().peers.spark.ask('sql', { statements });
  };

  describe('a Delta table of Spark that forbids its writers something', () => {
    it('gets no null from us where it wants none', async () => {
      const table = scene().newFolder();
      await spark(`CREATE TABLE delta.\`${table}\` (id BIGINT NOT NULL, s STRUCT<a: INT NOT NULL>) USING delta`);
      await ours.append(scene(), table, `SELECT 1::BIGINT AS id, {'a': 1} AS s UNION ALL SELECT 2, NULL`);
      const broken = { code: 'COLUMN_CONSTRAINT_BROKEN' };
      const noId = ours.append(scene(), table, `SELECT NULL::BIGINT AS id, {'a': 1} AS s`);
      await expect(noId).rejects.toMatchObject(broken);
      const noField = ours.append(scene(), table, `SELECT 3::BIGINT AS id, {'a': NULL::INTEGER} AS s`);
      await expect(noField).rejects.toMatchObject(broken);
      expect(await disagreements(scene(), table)).toEqual([]);
    });

    it('gets no row from us that breaks an invariant, nor any where we cannot judge it', async () => {
      const [judged, strange] = [scene().newFolder(), scene().newFolder()];
      await scene().peers.spark.ask('create', { table: judged, schema: invariantSchema('id > 3 AND id < 10') });
      await ours.append(scene(), judged, 'SELECT 4::BIGINT AS id');
      const breach = ours.append(scene(), judged, 'SELECT 3::BIGINT AS id');
      await expect(breach).rejects.toMatchObject({ code: 'COLUMN_CONSTRAINT_BROKEN' });
      expect(await disagreements(scene(), judged)).toEqual([]);

      await scene().peers.spark.ask('create', { table: strange, schema: invariantSchema('bit_count(id) < 3') });
      const blind = ours.append(scene(), strange, 'SELECT 1::BIGINT AS id');
      await expect(blind).rejects.toMatchObject({
        code: 'CONSTRAINT_UNSUPPORTED',
        message: expect.stringContaining('bit_count'),
      });
    });

    it('loses no row to us where rows are only added', async () => {
      const table = scene().newFolder();
      await spark(
        `CREATE TABLE delta.\`${table}\` (id BIGINT) USING delta TBLPROPERTIES ('delta.appendOnly' = 'true')`,
        `INSERT INTO delta.\`${table}\` VALUES (1), (2)`,
      );
      const deleted = ours.take(scene(), table, { does: 'delete', by: 'us', where: 'id = 1' });
      await expect(deleted).rejects.toMatchObject({ code: 'APPEND_ONLY' });
      expect(await disagreements(scene(), table)).toEqual([]);
    });
  });

  describe('a Delta table of ours that forbids its writers something', () => {
    let table: string;

    beforeAll(async () => {
      table = scene().newFolder();
      await ours.append(scene(), table, 'SELECT 1::BIGINT AS id', {
        columns: [{ name: 'id', type: 'BIGINT', nullable: false }],
        partitionedBy: [],
        properties: new Map([['delta.appendOnly', 'true']]),
      });
    });

    it('gets no null from Spark and delta-rs', async () => {
      await expect(spark(`INSERT INTO delta.\`${table}\` VALUES (NULL)`)).rejects.toThrow(/NULL/iu);
      const nulls = `${table}.parquet`;
      await scene().session.execute(`COPY (SELECT NULL::BIGINT AS id) TO '${nulls}' (FORMAT parquet)`);
      await expect(scene().peers.deltaRs.ask('write', { table, rows: nulls })).rejects.toThrow(
        '1 rows failed validation check',
      );
      expect(await disagreements(scene(), table)).toEqual([]);
    });

    it('loses no row to Spark and delta-rs', async () => {
      await expect(spark(`DELETE FROM delta.\`${table}\``)).rejects.toThrow(/append/iu);
      await expect(scene().peers.deltaRs.ask('delete', { table, predicate: 'id = 1' })).rejects.toThrow(/append/iu);
      expect(await disagreements(scene(), table)).toEqual([]);
    });
  });
}

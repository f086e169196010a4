import { rmSync } from 'node:fs';
import { quoteLiteral } from '@sluice/engine';
import { type TableDefinition, localStorage, readSnapshot } from '@sluice/tables';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PeerName } from '../../src/peers.ts';
import * as ours from '../ours.ts';
import type { Scene } from '../scene.ts';

const ROWS = `SELECT CAST(s AS STRUCT(zip VARCHAR, place STRUCT("x.y" DOUBLE, since DATE, seen TIMESTAMP WITH TIME ZONE),
    sums DECIMAL(9,2)[])) AS s, n, l, m FROM (VALUES
  ({'zip': '1010', 'place': {'x.y': 1.5, 'since': '2026-01-02', 'seen': '2026-01-02 03:04:05.678Z'}, 'sums': [1.25]},
    {'a': 1}, [1, 2], MAP {'a': 1}),
  ({'zip': NULL, 'place': {'x.y': -2, 'since': '2026-01-01', 'seen': NULL}, 'sums': [2]}, NULL, [3], MAP {'b': 2}),
  ({'zip': '9020', 'place': NULL, 'sums': [3]}, NULL, [4], MAP {'c': 3})) t(s, n, l, m)`;

/** Which leaves are told of: all, the first, or some by name. */
const PROPERTIES: readonly Readonly<Record<string, string>>[] = [
  {},
  { 'delta.dataSkippingNumIndexedCols': '3' },
  { 'delta.dataSkippingStatsColumns': 'N, s.place.`x.y`, s.ZIP' },
  { 'delta.dataSkippingStatsColumns': 's.place' },
];

/** One file each, of one row. */
const PLACES = ["{'zip': '1010', 'x.y': 1}", "{'zip': '9020', 'x.y': 3}", "{'zip': NULL, 'x.y': NULL}", 'NULL'];

/** Conditions, and how many rows they hold for. */
const OF_FIRST: Counts = [
  ["place['zip'] = '1010'", 1],
  ["place['zip'] < '5'", 1],
  ["place['x.y'] = 1", 1],
  ["place['x.y'] < 2", 1],
];
const OF_FULL: Counts = [...OF_FIRST, ["place['zip'] IS NOT NULL", 2], ["place['x.y'] IS NOT NULL", 2]];
const OF_ALL: Counts = [...OF_FULL, ['place IS NULL', 1], ["place['zip'] IS NULL", 2], ["place['x.y'] IS NULL", 2]];

type Counts = readonly (readonly [string, number])[];

/** Statistics of the fields of structs: they are those of the others, and lead them to the rows. */
export function nestedStatistics(scene: () => Scene): void {
  describe('the statistics of nested columns in our files', () => {
    let rows: string;

    beforeAll(async () => {
      rows = `${scene().newFolder()}.parquet`;
      await scene().session.execute(`COPY (${ROWS}) TO ${quoteLiteral(rows)} (FORMAT parquet)`);
    });

    it.each(PROPERTIES)('are those that Spark writes of the same rows: %j', async (properties) => {
      const [table, theirs] = [scene().newFolder(), scene().newFolder()];
      await ours.append(scene(), table, ROWS, await definitionWith(scene(), properties));
      const pairs = Object.entries({ 'kept.by': 'me', ...properties }).map(([name, value]) => `'${name}' = '${value}'`);
      const statement = `CREATE TABLE delta.\`${theirs}\` USING delta TBLPROPERTIES (${pairs.join(', ')}) AS SELECT * FROM parquet.\`${rows}\``;
      await scene().peers.spark.ask('sql', { statements: [statement] });
      expect(await statsOf(scene(), table)).toEqual(await statsOf(scene(), theirs));
    });

    it('are those that delta-rs writes of the same rows, and it writes none of lists and maps', async () => {
      const [table, theirs] = [scene().newFolder(), scene().newFolder()];
      await ours.append(scene(), table, ROWS);
      await scene().peers.deltaRs.ask('write', { table: theirs, rows });
      expect(await statsOf(scene(), table)).toMatchObject(await statsOf(scene(), theirs));
    });

    describe('lead the others to the rows', () => {
      let table: string;

      beforeAll(async () => {
        table = scene().newFolder();
        for (const [id, place] of PLACES.entries()) {
          const row = `SELECT ${String(id)} AS id, CAST(${place} AS STRUCT(zip VARCHAR, "x.y" DOUBLE)) AS place`;
          await ours.append(scene(), table, row);
        }
      });

      async function countsOf(peer: PeerName, counts: Counts): Promise<unknown> {
        return scene().peers[peer].ask('count', { table, conditions: counts.map(([condition]) => condition) });
      }

      it.each(['spark', 'deltaRs', 'duckDb'] as const)('all of them: %s', async (peer) => {
        expect(await countsOf(peer, OF_ALL)).toEqual(OF_ALL);
      });

      it('and Spark past the files without any', async () => {
        const { files } = await readSnapshot(scene().session, localStorage(table));
        const removeFrom = (id: number) => {
          const others = files.filter(({ columns }) => Number(columns.get('id')?.min) >= id);
          for (const { location } of others) rmSync(location, { force: true });
        };
        removeFrom(2);
        expect(await countsOf('spark', OF_FULL)).toEqual(OF_FULL);
        removeFrom(1);
        expect(await countsOf('spark', OF_FIRST)).toEqual(OF_FIRST);
        await expect(countsOf('spark', OF_FULL)).rejects.toThrow('FAILED_READ_FILE');
      });
    });
  });
}

async function definitionWith(
  { session }: Scene,
  properties: Readonly<Record<string, string>>,
): Promise<TableDefinition> {
  const columns = (await session.describe(ROWS)).map((column) => ({ ...column, nullable: true }));
  return { columns, partitionedBy: [], properties: new Map(Object.entries(properties)) };
}

/** As the log of a table holds them. */
async function statsOf({ session }: Scene, table: string): Promise<readonly object[]> {
  const { files } = await readSnapshot(session, localStorage(table));
  return files.map(({ action }) => {
    const stats: object = JSON.parse(action.stats ?? '');
    return stats;
  });
}

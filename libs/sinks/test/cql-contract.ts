import { type CqlSettings, fixedClock } from '@sluice/core';
import type { Row } from '@sluice/engine';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  checkCql,
  cql,
  type CqlRequest,
  type CqlSink,
  cqlTable,
  CqlNotReconciledError,
  type CqlStore,
  deliverCql,
  openCqlStore,
} from '../src/index.ts';
import { DAILY, rows } from './daily.ts';
import { everyType } from './every-type.ts';
import { testSession } from './session.ts';
import { stopHalfWay } from './stop-half-way.ts';

const FAR_AHEAD = Date.parse('2099-01-01') * 1000;
const nothing = () => Promise.resolve("SELECT 'C1' AS customer_id, DATE '2026-01-01' AS day WHERE false");

/** What holds of every store of a CQL sink: run on the server and on the file that stands in for it. */
export function describeCqlStore(name: string, server: () => CqlSettings | undefined): void {
  describe(name, () => {
    const { folder, session } = testSession();
    let sink: CqlSink;
    let number = 0;

    beforeEach(() => {
      number += 1;
      sink = cql({
        keyspace: 'sluice_test',
        table: `daily_${number}`,
        types: { total: 'double' },
        descending: ['day'],
      });
    });

    function request(relation: string, changes: Partial<CqlRequest> = {}): CqlRequest {
      return {
        ...{ relation, ...DAILY, source: 'shop/gold.daily', fullRefresh: false, clock: fixedClock('2026-01-01') },
        ...{ settings: server(), stateDir: folder },
        ...changes,
      };
    }

    async function withStore<T>(work: (store: CqlStore) => Promise<T>): Promise<T> {
      const store = await openCqlStore(session(), cqlTable(sink, DAILY.columns, DAILY.key), request(''));
      try {
        return await work(store);
      } finally {
        await store.close();
      }
    }

    function served(): Promise<readonly (readonly unknown[])[]> {
      return withStore(async (store) => {
        await store.copy('seen', undefined);
        const found = await session().query('SELECT * FROM seen ORDER BY ALL');
        return found.map((row: Row) => Object.values(row));
      });
    }

    /** Writes past the sink, as somebody else would. */
    function write(relation: string, removed: string, writtenAt: number): Promise<void> {
      return withStore(async (store) => {
        await session().execute(
          `CREATE OR REPLACE TEMP TABLE foreign_rows AS SELECT customer_id, day, total::DOUBLE AS total, number FROM ${relation};
           CREATE OR REPLACE TEMP TABLE foreign_keys AS SELECT customer_id, day FROM ${removed}`,
        );
        await store.apply({ upserts: 'foreign_rows', removals: 'foreign_keys', writtenAt });
      });
    }

    it('makes the table, loads it, and finds there what the table holds', async () => {
      const done = await deliverCql(
        session(),
        sink,
        request(rows(['C1', '2026-01-01', 12.5, 2], ['C1', '2026-01-02', 0.1, 1], ["C'2\n", '2026-01-01', 7, 3])),
      );
      expect(done).toMatchObject({ rows: 3, written: 3, removed: 0, compared: 3 });
      expect(await served()).toEqual([
        ["C'2\n", '2026-01-01', 7, 3],
        ['C1', '2026-01-01', 12.5, 2],
        ['C1', '2026-01-02', 0.1, 1],
      ]);
    });

    it('gives every type back as it was, and null as null', async () => {
      const wide = cql({ keyspace: 'sluice_test', table: 'wide' });
      const { columns, relation } = everyType([1, 2]);
      const key = { partition: ['id'], clustering: [] };
      const asked = request(relation, { columns, key });
      expect(await deliverCql(session(), wide, asked)).toMatchObject({ written: 2, compared: 2 });
      expect(await deliverCql(session(), wide, asked)).toMatchObject({ written: 0, compared: 2 });
      const nulls = request(everyType([3, 2]).relation, { columns, key });
      expect(await deliverCql(session(), wide, nulls)).toMatchObject({ written: 1, removed: 1 });
    });

    it('writes only what differs and removes what vanished', async () => {
      const before = [
        ['C1', '2026-01-01', 1, 1],
        ['C1', '2026-01-02', 2, 1],
        ['C2', '2026-01-01', 3, 1],
      ] as const;
      await deliverCql(session(), sink, request(rows(...before)));
      expect(await deliverCql(session(), sink, request(rows(...before)))).toMatchObject({
        written: 0,
        removed: 0,
        compared: 3,
      });
      const after = rows(['C1', '2026-01-01', 1, 1], ['C1', '2026-01-02', 2.5, 2], ['C3', '2026-01-01', 4, 1]);
      expect(await deliverCql(session(), sink, request(after))).toMatchObject({ written: 2, removed: 1, compared: 3 });
      expect(await served()).toEqual([
        ['C1', '2026-01-01', 1, 1],
        ['C1', '2026-01-02', 2.5, 2],
        ['C3', '2026-01-01', 4, 1],
      ]);
      expect(await deliverCql(session(), sink, request(after, { fullRefresh: true }))).toMatchObject({ written: 3 });
      expect(await deliverCql(session(), sink, request(rows()))).toMatchObject({ written: 0, removed: 3, compared: 0 });
      expect(await served()).toEqual([]);
    });

    it('goes on from its position by the changes since, and looks at the partitions that they touch', async () => {
      const asked: number[] = [];
      const changesSince = (select: string) => (version: number) => {
        asked.push(version);
        return Promise.resolve(select);
      };
      const deliver = (relation: string, version: number, changed: string) =>
        deliverCql(session(), sink, request(relation, { version, changesSince: changesSince(changed) }));
      const never = "SELECT error('no changes before the first version')";
      await deliver(rows(['C1', '2026-01-01', 1, 1], ['C2', '2026-01-01', 2, 1], ['C2', '2026-01-02', 2, 1]), 3, never);
      expect(asked).toEqual([]);
      const now = rows(['C1', '2026-01-01', 1, 1], ['C2', '2026-01-01', 5, 2], ['C4', '2026-01-01', 1, 1]);
      const changed = `SELECT 'update_preimage' AS _change_type, 'C2' AS customer_id, DATE '2026-01-01' AS day
        UNION ALL SELECT 'update_postimage', 'C2', '2026-01-01' UNION ALL SELECT 'delete', 'C2', '2026-01-02'
        UNION ALL SELECT 'insert', 'C4', '2026-01-01'`;
      expect(await deliver(now, 5, changed)).toMatchObject({ rows: 3, written: 2, removed: 1, compared: 2 });
      expect(asked).toEqual([3]);
      expect(await deliver(now, 5, never)).toMatchObject({ written: 0, removed: 0, compared: 0 });
      expect(asked).toEqual([3]);
      expect(await served()).toEqual([
        ['C1', '2026-01-01', 1, 1],
        ['C2', '2026-01-01', 5, 2],
        ['C4', '2026-01-01', 1, 1],
      ]);
    });

    it('compares everything where the changes are not known any more, or the table is another one', async () => {
      await deliverCql(session(), sink, request(rows(['C1', '2026-01-01', 1, 1]), { version: 3 }));
      const gone = { version: 9, changesSince: () => Promise.resolve(undefined) };
      expect(await deliverCql(session(), sink, request(rows(['C2', '2026-01-01', 1, 1]), gone))).toMatchObject({
        written: 1,
        removed: 1,
      });
      const another = { version: 12, source: 'another', changesSince: nothing };
      expect(await deliverCql(session(), sink, request(rows(['C3', '2026-01-01', 1, 1]), another))).toMatchObject({
        written: 1,
        removed: 1,
      });
    });

    it('compares everything where a version of the same number is of another history, or of an unknown one', async () => {
      const deliver = (relation: string, version: number, history: string | undefined) => {
        const identityOf = (of: number) => Promise.resolve(history && `${history} ${of}`);
        return deliverCql(session(), sink, request(relation, { version, changesSince: nothing, identityOf }));
      };
      const [one = '', two = '', three = ''] = ['C1', 'C2', 'C3'].map((id) => rows([id, '2026-01-01', 1, 1]));
      await deliver(one, 3, undefined);
      expect(await deliver(one, 3, 'first')).toMatchObject({ written: 0, compared: 1 });
      expect(await deliver(one, 4, 'first')).toMatchObject({ written: 0, compared: 0 });
      expect(await deliver(two, 4, 'second')).toMatchObject({ written: 1, removed: 1, compared: 1 });
      expect(await deliver(three, 9, 'third')).toMatchObject({ written: 1, removed: 1, compared: 1 });
      // A delivery that died began towards a version 11 of a history that is no more.
      await withStore(async (store) => {
        const last = await store.position();
        const died = { ...last, begunVersion: 11, begunIdentity: 'fourth 11', complete: false };
        if (last !== undefined) await store.record({ ...last, ...died }, last.writtenAt + 2);
      });
      expect(await deliver(three, 11, 'third')).toMatchObject({ written: 0, compared: 1 });
    });

    it('is not changed by a write that comes late', async () => {
      await write(rows(['C1', '2026-01-01', 2, 2]), rows(['C2', '2026-01-01', 0, 0]), 2_000);
      await write(rows(['C1', '2026-01-01', 1, 1], ['C2', '2026-01-01', 1, 1]), rows(), 1_000);
      expect(await served()).toEqual([['C1', '2026-01-01', 2, 2]]);
      await write(rows(), rows(['C1', '2026-01-01', 0, 0]), 1_500);
      expect(await served()).toEqual([['C1', '2026-01-01', 2, 2]]);
    });

    it('names the keys of what it does not hold, and stays where it was', async () => {
      await write(
        rows(['C1', '2026-01-01', 9, 9], ['C8', '2026-01-01', 9, 9]),
        rows(['C2', '2026-01-01', 0, 0]),
        FAR_AHEAD,
      );
      const wanted = rows(['C1', '2026-01-01', 1, 1], ['C2', '2026-01-01', 2, 2], ['C3', '2026-01-01', 3, 3]);
      const delivering = deliverCql(session(), sink, request(wanted, { version: 4 }));
      await expect(delivering).rejects.toThrow(CqlNotReconciledError);
      await expect(delivering).rejects.toMatchObject({
        code: 'CQL_NOT_RECONCILED',
        exitCode: 3,
        differences: ['1 missing: (C2, 2026-01-01)', '1 unexpected: (C8, 2026-01-01)', '1 different: (C1, 2026-01-01)'],
      });
      expect(await withStore((store) => store.position())).toMatchObject({ version: undefined, complete: false });
      const hidden = DAILY.columns.map((column) => ({ ...column, personal: column.name === 'customer_id' }));
      const checking = checkCql(session(), sink, request(wanted, { columns: hidden }));
      await expect(checking).rejects.toThrow('1 missing: (•••, 2026-01-01)');
    });

    it('is checked without being changed', async () => {
      await deliverCql(session(), sink, request(rows(['C1', '2026-01-01', 1, 1])));
      const good = checkCql(session(), sink, request(rows(['C1', '2026-01-01', 1, 1])));
      expect(await good).toMatchObject({ written: 0, removed: 0, compared: 1 });
      await expect(checkCql(session(), sink, request(rows(['C1', '2026-01-01', 2, 1])))).rejects.toThrow('1 different');
      expect(await served()).toEqual([['C1', '2026-01-01', 1, 1]]);
    });

    it('refuses a table of another shape, and says what of it', async () => {
      await deliverCql(session(), sink, request(rows(['C1', '2026-01-01', 1, 1])));
      const [id, day, total] = DAILY.columns;
      const other = { ...DAILY.columns[3], name: 'items', type: 'INTEGER', cqlType: 'int', personal: false };
      const columns = [id, day, total, other].flatMap((column) => column ?? []);
      const reshaped = deliverCql(session(), { ...sink, types: { total: 'float' } }, request('', { columns }));
      await expect(reshaped).rejects.toMatchObject({ code: 'CQL_SCHEMA_MISMATCH', exitCode: 3 });
      await expect(reshaped).rejects.toThrow(/total: expected .*\n.*items: expected .*no such column/);
      const rekeyed = request('', { key: { partition: ['customer_id'], clustering: [] } });
      await expect(deliverCql(session(), { ...sink, descending: [] }, rekeyed)).rejects.toMatchObject({
        code: 'CQL_SCHEMA_MISMATCH',
      });
    });

    it.each([
      ['null', "(SELECT NULL::VARCHAR AS customer_id, DATE '2026-01-01' AS day, 1.0 AS total, 1 AS number)"],
      ['empty', rows(['', '2026-01-01', 1, 1])],
      ['same key', rows(['C1', '2026-01-01', 1, 1], ['C1', '2026-01-01', 2, 1])],
    ])('refuses rows that it has no place for: %s', async (problem, relation) => {
      const refused = deliverCql(session(), sink, request(relation));
      await expect(refused).rejects.toMatchObject({ code: 'CQL_ROWS_UNFIT', exitCode: 3 });
      await expect(refused).rejects.toThrow(problem);
      expect(await served()).toEqual([]);
    });

    it('equals the table after any deliveries, some of them stopped half-way', { timeout: 120_000 }, async () => {
      const table = fc.uniqueArray(
        fc.tuple(fc.constantFrom('C1', 'C2', 'C3'), fc.constantFrom('2026-01-01', '2026-01-02'), fc.nat(2), fc.nat(1)),
        { selector: ([id, day]) => `${id} ${day}`, maxLength: 6 },
      );
      const step = fc.record({ table, stopped: fc.boolean(), part: fc.nat(3) });
      let run = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 5 }), async (steps) => {
          run += 1;
          sink = cql({ keyspace: 'sluice_test', table: `law_${run}`, types: { total: 'double' }, descending: ['day'] });
          const versions = steps.map(({ table: content }) => rows(...content));
          const changes = (from: number, to: number): string =>
            [versions[from], versions[to]]
              .map((one, index, both) => `(SELECT * FROM ${one ?? ''} EXCEPT SELECT * FROM ${both[1 - index] ?? ''})`)
              .join(' UNION ALL ');
          for (const [version, { stopped, part }] of steps.entries()) {
            const isLast = version === steps.length - 1;
            const asked = request(versions[version] ?? '', {
              version,
              changesSince: (from) => Promise.resolve(changes(from, version)),
            });
            if (stopped && !isLast) await withStore((store) => stopHalfWay(session(), store, asked, part));
            else await deliverCql(session(), sink, asked);
          }
          const last = steps.at(-1)?.table ?? [];
          expect(await served()).toEqual([...last].sort((a, b) => (a.join() < b.join() ? -1 : 1)));
        }),
        { numRuns: 12 },
      );
    });
  });
}

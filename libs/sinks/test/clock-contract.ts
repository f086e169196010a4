import { type CqlSettings, fixedClock } from '@sluice/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { cql, type CqlRequest, type CqlSink, cqlTable, deliverCql, openCqlStore } from '../src/index.ts';
import { DAILY, rows } from './daily.ts';
import { testSession } from './session.ts';
import { stopHalfWay } from './stop-half-way.ts';

const NOON = '2026-01-01T12:00:00Z';
const ELEVEN = '2026-01-01T11:00:00Z';

/** What holds of every store of a CQL sink when the machine's clock is put back between two deliveries. */
export function describeCqlClock(name: string, server: () => CqlSettings | undefined): void {
  describe(`the clock of who delivers to ${name}`, () => {
    const { folder, session } = testSession();
    let sink: CqlSink;
    let number = 0;

    beforeEach(() => {
      number += 1;
      sink = cql({ keyspace: 'sluice_clock', table: `daily_${number}`, types: { total: 'double' } });
    });

    function request(relation: string, at: string, changes: Partial<CqlRequest> = {}): CqlRequest {
      return {
        ...{ relation, ...DAILY, source: 'shop/gold.daily', fullRefresh: false, clock: fixedClock(at) },
        ...{ settings: server(), stateDir: folder },
        ...changes,
      };
    }

    async function served(): Promise<readonly (readonly unknown[])[]> {
      const store = await openCqlStore(session(), cqlTable(sink, DAILY.columns, DAILY.key), request('', NOON));
      try {
        await store.copy('seen', undefined);
      } finally {
        await store.close();
      }
      return (await session().query('SELECT * FROM seen ORDER BY ALL')).map((row) => Object.values(row));
    }

    it('may go back: what is newer replaces, removes and puts back what is older', async () => {
      await deliverCql(session(), sink, request(rows(['C1', '2026-01-01', 1, 1], ['C2', '2026-01-01', 1, 1]), NOON));
      const changed = rows(['C1', '2026-01-01', 2, 2], ['C3', '2026-01-01', 2, 2]);
      expect(await deliverCql(session(), sink, request(changed, ELEVEN))).toMatchObject({ written: 2, removed: 1 });
      expect(await served()).toEqual([
        ['C1', '2026-01-01', 2, 2],
        ['C3', '2026-01-01', 2, 2],
      ]);
      const removedIsBack = rows(['C1', '2026-01-01', 3, 3], ['C2', '2026-01-01', 3, 3]);
      await deliverCql(session(), sink, request(removedIsBack, ELEVEN));
      expect(await served()).toEqual([
        ['C1', '2026-01-01', 3, 3],
        ['C2', '2026-01-01', 3, 3],
      ]);
    });

    it('may stand still: a row that was removed in the same microsecond comes back', async () => {
      for (const total of [1, 2]) {
        const row = rows(['C1', '2026-01-01', total, total]);
        await deliverCql(session(), sink, request(row, NOON));
        expect(await served()).toEqual([['C1', '2026-01-01', total, total]]);
        await deliverCql(session(), sink, request(rows(), NOON));
        expect(await served()).toEqual([]);
      }
    });

    it('may go back when a delivery died half-way, or all is written again', async () => {
      const before = rows(['C1', '2026-01-01', 1, 1], ['C2', '2026-01-01', 1, 1]);
      await deliverCql(session(), sink, request(before, NOON, { version: 1 }));
      const changed = request(rows(['C1', '2026-01-01', 2, 2], ['C3', '2026-01-01', 2, 2]), NOON, { version: 2 });
      const store = await openCqlStore(session(), cqlTable(sink, DAILY.columns, DAILY.key), changed);
      await stopHalfWay(session(), store, changed, 1);
      await store.close();
      const after = rows(['C1', '2026-01-01', 3, 3], ['C2', '2026-01-01', 3, 3]);
      await deliverCql(session(), sink, request(after, ELEVEN, { version: 3 }));
      const expected = [
        ['C1', '2026-01-01', 3, 3],
        ['C2', '2026-01-01', 3, 3],
      ];
      expect(await served()).toEqual(expected);
      await deliverCql(session(), sink, request(after, ELEVEN, { version: 3, fullRefresh: true }));
      expect(await served()).toEqual(expected);
    });
  });
}

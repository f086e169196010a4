import { type CqlSettings, fixedClock } from '@sluice/core';
import { describe, expect, it } from 'vitest';
import { cql, cqlPosition, deliverCql } from '../src/index.ts';
import { DAILY, rows } from './daily.ts';
import { testSession } from './session.ts';

/** What the ledger of every store of a CQL sink tells to who only looks. */
export function describeCqlPosition(name: string, server: () => CqlSettings | undefined): void {
  describe(`the position of ${name}`, () => {
    const { folder, session } = testSession();

    it('is told without making anything', async () => {
      const [sink, elsewhere] = ['sluice_told', 'sluice_nowhere'].map((keyspace) => cql({ keyspace, table: 'daily' }));
      if (sink === undefined || elsewhere === undefined) throw new Error('Two sinks.');
      const options = { settings: server(), stateDir: folder };
      const source = 'shop/gold.daily';
      expect(await cqlPosition(session(), sink, options)).toBeUndefined();
      await deliverCql(session(), sink, {
        ...{ relation: rows(['a', '2026-01-01', 1, 1]), ...DAILY, ...options },
        ...{ source, version: 7, fullRefresh: false, clock: fixedClock('2026-01-01') },
      });
      expect(await cqlPosition(session(), sink, options)).toMatchObject({ source, version: 7, complete: true });
      expect(await cqlPosition(session(), elsewhere, options)).toBeUndefined();
    });
  });
}

import type { Session } from '@sluice/engine';
import type { CqlRequest, CqlStore } from '../src/index.ts';

/** What a delivery that dies leaves: a position that is not complete, and some of the rows. */
export async function stopHalfWay(
  session: Session,
  store: CqlStore,
  { relation, version }: CqlRequest,
  part: number,
): Promise<void> {
  const last = await store.position();
  const writtenAt = Math.max(Date.parse('2026-01-01') * 1000, (last?.writtenAt ?? 0) + 2);
  const known = last?.complete === true || last?.begunVersion === version ? last?.version : undefined;
  await store.record(
    {
      ...{ source: 'shop/gold.daily', version: known, identity: last?.identity, complete: false },
      ...{ writtenAt, begunVersion: version, begunIdentity: undefined },
    },
    writtenAt,
  );
  await store.copy('held', undefined);
  await session.execute(
    `CREATE OR REPLACE TEMP TABLE some_rows AS SELECT customer_id, day, total::DOUBLE AS total, number FROM ${relation} ORDER BY ALL LIMIT ${part};
     CREATE OR REPLACE TEMP TABLE some_keys AS SELECT customer_id, day FROM held ANTI JOIN ${relation} USING (customer_id, day) ORDER BY ALL LIMIT ${part}`,
  );
  await store.apply({ upserts: 'some_rows', removals: 'some_keys', writtenAt });
}

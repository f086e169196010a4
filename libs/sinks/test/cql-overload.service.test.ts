import { systemClock } from '@sluice/core';
import { describe, expect, it } from 'vitest';
import { cql, type CqlDelivery, cqlPosition, deliverCql, type Patience } from '../src/index.ts';
import { testCassandra } from './cassandra.ts';
import { DAILY } from './daily.ts';
import { testSession } from './session.ts';

const PATIENCE: Patience = { wait: 120_000, request: 10_000 };
const IMPATIENCE: Patience = { wait: 2_000, request: 10_000 };
/** Takes the first refusal for an answer. */
const NO_PATIENCE: Patience = { wait: 1, request: 10_000 };
/** Each is a partition and so a request of its own, and all are sent at once: more than are done in 20 ms. */
const REQUESTS = 1_500;
const MANY = `(SELECT 'C' || range AS customer_id, DATE '2026-01-01' AS day, (range / 100)::DECIMAL(12,2) AS total,
  range::INTEGER AS number FROM range(${REQUESTS}))`;

const { folder, session } = testSession();
/** It does one thing at a time, and refuses as overloaded what waited so long for its turn; what takes longer times out. */
const patientFor = (milliseconds: number) => ({
  yaml: { native_transport_max_threads: 1, native_transport_timeout: `${milliseconds}ms` },
});
const server = testCassandra(patientFor(0));
const sink = cql({ keyspace: 'overload', table: 'daily', types: { total: 'double' } });

function deliver(patience: Patience, version: number): Promise<CqlDelivery> {
  return deliverCql(session(), sink, {
    ...{ relation: MANY, ...DAILY, source: 'shop/gold.daily', version, fullRefresh: true, clock: systemClock },
    ...{ settings: server.settings(), stateDir: folder, patience },
  });
}

function position() {
  return cqlPosition(session(), sink, { settings: server.settings(), stateDir: folder, patience: PATIENCE });
}

describe('a CQL sink of a server that has too much to do', { timeout: 240_000 }, () => {
  it('gives up on one that refuses everything, and loads all into one that refuses much', async () => {
    const refused = deliver(IMPATIENCE, 1);
    await expect(refused).rejects.toMatchObject({ code: 'CQL_UNAVAILABLE', exitCode: 3 });
    await expect(refused).rejects.toThrow(/was overloaded for \d+ s: Query timed out/);
    await server.stop();
    await server.start(patientFor(20));
    expect(await position()).toBeUndefined();
    expect(await deliver(PATIENCE, 1)).toMatchObject({ written: REQUESTS, compared: REQUESTS });
    expect(await position()).toMatchObject({ version: 1, complete: true });
  });

  it('gives up in the middle of a load, and completes it with more patience', async () => {
    const refused = deliver(NO_PATIENCE, 2);
    await expect(refused).rejects.toMatchObject({ code: 'CQL_UNAVAILABLE', exitCode: 3 });
    await expect(refused).rejects.toThrow(/was overloaded|Server timeout/);
    expect(await position()).not.toMatchObject({ version: 2 });
    expect(await deliver(PATIENCE, 2)).toMatchObject({ written: REQUESTS, compared: REQUESTS });
    expect(await position()).toMatchObject({ version: 2, complete: true });
  });
});

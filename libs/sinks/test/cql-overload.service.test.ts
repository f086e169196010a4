import { systemClock } from '@sluice/core';
import { Client } from 'cassandra-driver';
import { describe, expect, it } from 'vitest';
import { cql, type CqlDelivery, cqlPosition, deliverCql, type Patience } from '../src/index.ts';
import { testCassandra } from './cassandra.ts';
import { DAILY } from './daily.ts';
import { testSession } from './session.ts';

const PATIENCE: Patience = { wait: 120_000, request: 10_000 };
const IMPATIENCE: Patience = { wait: 2_000, request: 10_000 };
/** Takes the first refusal for an answer. */
const NO_PATIENCE: Patience = { wait: 1, request: 10_000 };
const OVERLOADED = 0x1001;
/** Each is a partition and so a request of its own, and all are sent at once. */
const REQUESTS = 1_500;
const MANY = `(SELECT 'C' || range AS customer_id, DATE '2026-01-01' AS day, (range / 100)::DECIMAL(12,2) AS total,
  range::INTEGER AS number FROM range(${REQUESTS}))`;

const { folder, session } = testSession();
/** It does one thing at a time, and refuses as overloaded what waited so long for its turn. */
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

/** The codes of what the server refuses of as many requests by who sends none of them again. */
async function refusals(): Promise<readonly unknown[]> {
  const { contactPoints, datacenter } = server.settings();
  const client = new Client({ contactPoints: [...contactPoints], localDataCenter: datacenter });
  try {
    const query = 'SELECT total FROM overload.daily WHERE customer_id = ?';
    const asked = Array.from({ length: REQUESTS }, (_, index) => client.execute(query, [`C${index}`]));
    const refused = (await Promise.allSettled(asked)).filter(({ status }) => status === 'rejected');
    return refused.map((one): unknown => Reflect.get(Object(Reflect.get(one, 'reason')), 'code'));
  } finally {
    await client.shutdown();
  }
}

describe('a CQL sink of a server that has too much to do', { timeout: 240_000 }, () => {
  it('gives up on one that refuses everything, and loads all into one that refuses much', async () => {
    const refused = deliver(IMPATIENCE, 1);
    await expect(refused).rejects.toMatchObject({ code: 'CQL_UNAVAILABLE', exitCode: 3 });
    await expect(refused).rejects.toThrow(/was overloaded for \d+ s: Query timed out/);
    await server.stop();
    await server.start(patientFor(50));
    expect(await position()).toBeUndefined();
    expect(await deliver(PATIENCE, 1)).toMatchObject({ written: REQUESTS, compared: REQUESTS });
    expect(await position()).toMatchObject({ version: 1, complete: true });
    expect(await refusals()).toContain(OVERLOADED);
  });

  it('gives up in the middle of a load, and completes it with more patience', async () => {
    await expect(deliver(NO_PATIENCE, 2)).rejects.toMatchObject({ code: 'CQL_UNAVAILABLE', exitCode: 3 });
    expect(await position()).not.toMatchObject({ version: 2 });
    expect(await deliver(PATIENCE, 2)).toMatchObject({ written: REQUESTS, compared: REQUESTS });
    expect(await position()).toMatchObject({ version: 2, complete: true });
  });
});

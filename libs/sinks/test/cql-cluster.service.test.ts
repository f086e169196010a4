import { systemClock } from '@sluice/core';
import { Client } from 'cassandra-driver';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { cql, type CqlDelivery, cqlPosition, type CqlRequest, deliverCql, type Patience } from '../src/index.ts';
import { testCassandra, type TestCassandra } from './cassandra.ts';
import { DAILY } from './daily.ts';
import { testSession } from './session.ts';

const PATIENCE: Patience = { wait: 60_000, request: 10_000 };
const IMPATIENCE: Patience = { wait: 3_000, request: 2_000 };
/** Rows of 400 customers, half of whom are at home on either node. */
const MANY = `(SELECT 'C' || (range // 20) AS customer_id, DATE '2026-01-01' + CAST(range % 20 AS INTEGER) AS day,
  (range / 100)::DECIMAL(12,2) AS total, range::INTEGER AS number FROM range(8000))`;

const { folder, session } = testSession();
const yaml = { write_request_timeout: '1s' };
const one = testCassandra({ yaml: { ...yaml, initial_token: String(-(2n ** 62n)) } });
const other = testCassandra({
  joins: one.folder,
  yaml: { ...yaml, initial_token: String(2n ** 62n), auto_bootstrap: false },
});

interface Asked extends Partial<CqlRequest> {
  /** Copies of each row by datacenter. */
  readonly copies?: Readonly<Record<string, number>>;
  /** Done when the sink has found out what to write, and begins to. */
  readonly whileWriting?: () => void;
}

function sinkIn(keyspace: string) {
  return cql({ keyspace, table: 'daily', types: { total: 'double' } });
}

function deliver(keyspace: string, { copies, whileWriting, ...asked }: Asked = {}): Promise<CqlDelivery> {
  const now = (): Date => {
    if (whileWriting !== undefined) setTimeout(whileWriting, 50);
    return systemClock.now();
  };
  const settings = { ...one.settings(), ...(copies && { replication: copies }) };
  return deliverCql(session(), sinkIn(keyspace), {
    ...{ relation: MANY, ...DAILY, source: 'shop/gold.daily', fullRefresh: false, clock: { now } },
    ...{ settings, stateDir: folder, patience: PATIENCE, ...asked },
  });
}

async function ask({ settings }: TestCassandra, query: string): Promise<readonly (readonly unknown[])[]> {
  const { contactPoints, datacenter } = settings();
  const client = new Client({ contactPoints: [...contactPoints], localDataCenter: datacenter });
  try {
    return Array.from(await client.execute(query), (row): readonly unknown[] => row.values());
  } finally {
    await client.shutdown();
  }
}

async function replicationOf(keyspace: string): Promise<unknown> {
  const rows = await ask(one, `SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = '${keyspace}'`);
  return rows[0]?.[0];
}

/** How many requests a node was asked for, and how many of all it did itself. */
async function requestsOf(node: TestCassandra, kind: 'read' | 'write') {
  const counted = async (place: string): Promise<number> => {
    const of = `FROM system_views.${place}_${kind}_latency WHERE keyspace_name = 'routed' AND table_name = 'daily'`;
    return Number((await ask(node, `SELECT count ${of}`))[0]?.[0]);
  };
  return { asked: await counted('coordinator'), done: await counted('local') };
}

/** Whether a node knows of the other all that tells a driver where it is and whether they agree on the schema. */
async function knowsOther(node: TestCassandra): Promise<boolean> {
  const [known = []] = await ask(node, 'SELECT rpc_address, host_id, schema_version FROM system.peers');
  return known.length > 0 && known.every((value) => value !== null);
}

beforeAll(() => vi.waitUntil(async () => (await knowsOther(one)) && (await knowsOther(other)), 30_000));

describe('a CQL sink of a cluster', { timeout: 120_000 }, () => {
  it('makes a keyspace with the copies that are asked for, and leaves one as it is', async () => {
    const loaded = { rows: 8_000, compared: 8_000 };
    expect(await deliver('routed', { copies: { datacenter1: 1 }, version: 1 })).toMatchObject(loaded);
    expect(await deliver('twice', { copies: { datacenter1: 2 }, version: 1 })).toMatchObject(loaded);
    expect(await deliver('twice', { copies: { datacenter1: 1 } })).toMatchObject({ ...loaded, written: 0 });
    const networked = { class: 'org.apache.cassandra.locator.NetworkTopologyStrategy' };
    expect(await replicationOf('routed')).toEqual({ ...networked, datacenter1: '1' });
    expect(await replicationOf('twice')).toEqual({ ...networked, datacenter1: '2' });
  });

  it('asks the node that has the row, and no other to ask it', async () => {
    const changed = `SELECT customer_id, day FROM ${MANY}`;
    await deliver('routed', { version: 2, changesSince: () => Promise.resolve(changed) });
    for (const node of [one, other]) {
      for (const kind of ['write', 'read'] as const) {
        const { asked, done } = await requestsOf(node, kind);
        expect(done, kind).toBeGreaterThan(150);
        expect(asked, kind).toBe(done);
      }
    }
  });

  it('names the datacenter that does not exist, makes nothing, and completes the load in one that does', async () => {
    const refused = deliver('elsewhere', { copies: { datacenter1: 1, nowhere: 1 } });
    await expect(refused).rejects.toMatchObject({ code: 'CQL_REFUSED', exitCode: 3 });
    await expect(refused).rejects.toThrow(/\{nowhere\}.*\n.*\n.*SLUICE_CQL_REPLICATION/);
    expect(await replicationOf('elsewhere')).toBeUndefined();
    expect(await deliver('elsewhere', { copies: { datacenter1: 1 } })).toMatchObject({ compared: 8_000 });
  });

  it('says how many nodes are missing for so many copies, and completes the load when there are fewer', async () => {
    const refused = deliver('many', { copies: { datacenter1: 5 }, patience: IMPATIENCE });
    await expect(refused).rejects.toMatchObject({ code: 'CQL_UNAVAILABLE', exitCode: 3 });
    await expect(refused).rejects.toThrow('3 required but only 2 alive');
    await ask(one, "ALTER KEYSPACE many WITH replication = {'class': 'NetworkTopologyStrategy', 'datacenter1': 2}");
    expect(await deliver('many')).toMatchObject({ compared: 8_000 });
  });

  it('waits for a copy whose node hangs for a while', async () => {
    const whileWriting = () => {
      void other.signal('SIGSTOP');
      setTimeout(() => void other.signal('SIGCONT'), 4_000);
    };
    expect(await deliver('twice', { fullRefresh: true, whileWriting })).toMatchObject({
      ...{ written: 8_000, compared: 8_000 },
    });
  });

  it('gives up on a copy whose node hangs, and completes the load when it goes on', async () => {
    const whileWriting = () => void other.signal('SIGSTOP');
    const hanging = deliver('twice', { version: 2, fullRefresh: true, patience: IMPATIENCE, whileWriting });
    await expect(hanging).rejects.toMatchObject({ code: 'CQL_UNAVAILABLE', exitCode: 3 });
    await other.signal('SIGCONT');
    const options = { settings: one.settings(), stateDir: folder };
    expect(await cqlPosition(session(), sinkIn('twice'), options)).toMatchObject({ complete: false });
    expect(await deliver('twice', { version: 2 })).toMatchObject({ compared: 8_000 });
    expect(await cqlPosition(session(), sinkIn('twice'), options)).toMatchObject({ version: 2, complete: true });
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CqlSettings, systemClock } from '@sluice/core';
import { certificatesIn } from '@sluice/services';
import { Client } from 'cassandra-driver';
import { describe, expect, it } from 'vitest';
import { cql, type CqlDelivery, deliverCql, type Patience } from '../src/index.ts';
import { testCassandra } from './cassandra.ts';
import { DAILY } from './daily.ts';
import { testSession } from './session.ts';

const PATIENCE: Patience = { wait: 60_000, request: 10_000 };
const IMPATIENCE: Patience = { wait: 4_000, request: 1_000 };
/** Many enough that a load is under way for a while. */
const MANY = `(SELECT 'C' || (range // 50) AS customer_id, DATE '2026-01-01' + CAST(range % 50 AS INTEGER) AS day,
  (range / 100)::DECIMAL(12,2) AS total, range::INTEGER AS number FROM range(20000))`;

const { folder, session } = testSession();
const server = testCassandra({ login: true, tls: true });
const sink = cql({ keyspace: 'trouble', table: 'daily', types: { total: 'double' }, descending: ['day'] });
interface Asked {
  readonly settings?: Partial<CqlSettings>;
  readonly fullRefresh?: boolean;
  readonly version?: number;
  readonly identityOf?: (version: number) => Promise<string | undefined>;
  /** Done when the sink has found out what to write, and begins to. */
  readonly whileWriting?: () => void;
}

function deliver(
  patience: Patience,
  { settings, fullRefresh = false, whileWriting, ...table }: Asked = {},
): Promise<CqlDelivery> {
  // The server drops what was written before a column was dropped, by its own clock.
  const now = (): Date => {
    if (whileWriting !== undefined) setTimeout(whileWriting, 50);
    return systemClock.now();
  };
  return deliverCql(session(), sink, {
    ...{ relation: MANY, ...DAILY, source: 'shop/gold.daily', fullRefresh, clock: { now } },
    ...{ settings: { ...server.settings(), ...settings }, stateDir: folder, patience, ...table },
  });
}

/** The role of a new cluster is made a moment after it begins to answer. */
async function load(): Promise<CqlDelivery> {
  for (let tries = 0; tries < 20; tries++) {
    try {
      return await deliver(PATIENCE);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'CQL_LOGIN_REFUSED') throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  throw new Error('The login is never accepted.');
}

async function statement(query: string): Promise<void> {
  const { contactPoints, datacenter, login, tlsCa } = server.settings();
  const client = new Client({
    contactPoints: [...contactPoints],
    localDataCenter: datacenter,
    ...(login && { credentials: login }),
    ...(tlsCa !== undefined && { sslOptions: { ca: readFileSync(tlsCa), rejectUnauthorized: true } }),
  });
  try {
    await client.execute(query);
  } finally {
    await client.shutdown();
  }
}

const unavailable = { code: 'CQL_UNAVAILABLE', exitCode: 3 };

describe('a CQL sink in trouble', { timeout: 240_000 }, () => {
  it('loads over TLS, once it is let in', async () => {
    expect(await load()).toMatchObject({ rows: 20_000, written: 20_000, compared: 20_000 });
  });

  it('says that a password is wrong, and not which', async () => {
    const refused = deliver(IMPATIENCE, { settings: { login: { username: 'cassandra', password: 'wr0ng' } } });
    await expect(refused).rejects.toMatchObject({ code: 'CQL_LOGIN_REFUSED', exitCode: 3 });
    await expect(refused).rejects.not.toThrow('wr0ng');
  });

  it('trusts no server whose certificate another authority signed', async () => {
    const { ca } = await certificatesIn(join(folder, 'another'));
    const refused = deliver(PATIENCE, { settings: { tlsCa: ca } });
    await expect(refused).rejects.toMatchObject({ code: 'CQL_TLS_REFUSED', exitCode: 3 });
    await expect(refused).rejects.toThrow(/certificate.*\n.*\n.*SLUICE_CQL_TLS_CA/);
  });

  it('names the datacenters that there are', async () => {
    const refused = deliver(IMPATIENCE, { settings: { datacenter: 'elsewhere' } });
    await expect(refused).rejects.toMatchObject({ code: 'CQL_REFUSED', exitCode: 3 });
    await expect(refused).rejects.toThrow('datacenter1');
  });

  it('names the column that somebody dropped, and goes on when it is there again', async () => {
    await statement('ALTER TABLE trouble.daily DROP number');
    await expect(deliver(PATIENCE)).rejects.toMatchObject({
      ...{ code: 'CQL_SCHEMA_MISMATCH', exitCode: 3 },
      differences: ['number: expected int, got no such column'],
    });
    await statement('ALTER TABLE trouble.daily ADD number int');
    expect(await deliver(PATIENCE)).toMatchObject({ written: 20_000, removed: 0, compared: 20_000 });
  });

  it('takes the positions of a ledger without identities as unknown ones, and adds what it lacks', async () => {
    await statement('ALTER TABLE trouble.sluice_positions DROP identity');
    const identityOf = () => Promise.resolve('of now');
    expect(await deliver(PATIENCE, { version: 7, identityOf })).toMatchObject({ written: 0, compared: 20_000 });
    expect(await deliver(PATIENCE, { version: 7, identityOf })).toMatchObject({ written: 0, compared: 0 });
  });

  it('waits for a server that hangs for a while', async () => {
    const whileWriting = () => {
      void server.signal('SIGSTOP');
      setTimeout(() => void server.signal('SIGCONT'), 4_000);
    };
    const patience: Patience = { wait: 120_000, request: 1_000 };
    expect(await deliver(patience, { fullRefresh: true, whileWriting })).toMatchObject({
      ...{ written: 20_000, compared: 20_000 },
    });
  });

  it('goes on with a server that was killed and comes back', async () => {
    let back: Promise<void> | undefined;
    const whileWriting = () => {
      back = server.signal('SIGKILL').then(() => server.start());
    };
    const patience: Patience = { wait: 200_000, request: 10_000 };
    expect(await deliver(patience, { fullRefresh: true, whileWriting })).toMatchObject({
      ...{ written: 20_000, compared: 20_000 },
    });
    expect(back).toBeDefined();
    await back;
    expect(await deliver(PATIENCE)).toMatchObject({ written: 0, compared: 20_000 });
  });

  it('gives up on a server that does not answer any more, and completes the load when it does', async () => {
    const whileWriting = () => void server.signal('SIGSTOP');
    await expect(deliver(IMPATIENCE, { fullRefresh: true, whileWriting })).rejects.toMatchObject(unavailable);
    await expect(deliver(IMPATIENCE)).rejects.toMatchObject(unavailable);
    await server.signal('SIGCONT');
    expect(await deliver(PATIENCE)).toMatchObject({ compared: 20_000 });
  });

  it('says that there is no server, and completes the load when there is one', async () => {
    await server.stop();
    await expect(deliver(IMPATIENCE)).rejects.toMatchObject(unavailable);
    await server.start();
    expect(await load()).toMatchObject({ rows: 20_000, compared: 20_000 });
  });
});

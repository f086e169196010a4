import { join } from 'node:path';
import { openDuckDb } from '@sluice/engine';
import { cql } from '@sluice/sinks';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { check, layoutOf, type Pipeline, readRecord, run } from '../src/index.ts';
import { options, Workspace } from './workspace.ts';

let workspace: Workspace;

beforeEach(() => {
  workspace = new Workspace();
});

afterEach(() => workspace[Symbol.dispose]());

function pipeline(): Pipeline {
  const sink = cql({ keyspace: 'analytics', table: 'spending', types: { total: 'double' } });
  return { ...workspace.pipeline(), sinks: new Map([['gold.spending', sink]]) };
}

const store = (): string => join(workspace.lake, 'shop', '_serving', 'cql.duckdb');

async function inStore(statement: string): Promise<void> {
  const engine = await openDuckDb({ spillDirectory: join(workspace.root, 'spill'), threads: 1 });
  try {
    const session = await engine.connect();
    await session.execute(`ATTACH '${store()}' AS store`);
    await session.execute(statement);
  } finally {
    engine.close();
  }
}

async function served(): Promise<readonly unknown[]> {
  const engine = await openDuckDb({ spillDirectory: join(workspace.root, 'spill'), threads: 1 });
  try {
    const session = await engine.connect();
    await session.execute(`ATTACH '${store()}' AS store (READ_ONLY)`);
    return await session.query('SELECT * FROM store.analytics.spending ORDER BY customer');
  } finally {
    engine.close();
  }
}

it('hands a table to the file that stands in for a CQL server, and takes back what vanished', async () => {
  const first = await run(workspace.context(), pipeline(), options());
  expect(first).toMatchObject({ status: 'succeeded' });
  expect(first.sinks).toEqual([
    {
      ...{ table: 'gold.spending', kind: 'cql', path: store() },
      ...{ rows: 3, written: 3, removed: 0, compared: 3, seconds: expect.any(Number) },
    },
  ]);
  expect(await served()).toEqual([
    { customer: 'c0', total: 147 },
    { customer: 'c1', total: 133 },
    { customer: 'c2', total: 140 },
  ]);

  const fewer = await run(workspace.context(), pipeline(), options({ parameters: { threshold: 30 } }));
  expect(fewer.sinks).toMatchObject([{ rows: 1, written: 1, removed: 2, compared: 1 }]);
  expect(await served()).toEqual([{ customer: 'c0', total: 30 }]);

  const again = await run(workspace.context(), pipeline(), options({ parameters: { threshold: 30 } }));
  expect(again.sinks).toMatchObject([{ rows: 1, written: 0, removed: 0, compared: 1 }]);
  expect(await readRecord(layoutOf(workspace.lake, 'shop'), again.runId)).toMatchObject({
    sinks: [{ kind: 'cql' }],
  });
});

it('can be stopped while it waits for a server: the tables stay published, and the next run completes', async () => {
  const settings = { contactPoints: ['127.0.0.1:1'], datacenter: 'dc1', replication: { dc1: 1 } };
  const stop = new AbortController();
  const running = run({ ...workspace.context(stop.signal), cql: settings }, pipeline(), options(), (event) => {
    // Nobody waits a minute in a test: the operator gives up.
    if (event.type === 'published') stop.abort();
  });
  expect(await running).toMatchObject({ status: 'interrupted', sinks: [] });
  expect(await run(workspace.context(), pipeline(), options())).toMatchObject({
    status: 'succeeded',
    sinks: [{ kind: 'cql', rows: 3 }],
  });
});

it('is compared with its table by a check, which names the keys that differ', async () => {
  await run(workspace.context(), pipeline(), options());
  const checked = (): ReturnType<typeof check> =>
    check(workspace.context(), pipeline(), { parameters: {}, select: [], exclude: [], failOn: 'error' });
  expect(await checked()).toMatchObject({ stores: [{ table: 'gold.spending', path: store(), rows: 3 }] });
  await inStore("UPDATE store.analytics.spending_cells SET total = 1 WHERE customer = 'c1'");
  const report = await checked();
  expect(report).toMatchObject({
    stores: [{ table: 'gold.spending', rows: undefined }],
    error: { code: 'CQL_NOT_RECONCILED', exitCode: 1, message: expect.stringContaining('c1') },
  });
  expect(await served()).toContainEqual({ customer: 'c1', total: 1 });
});

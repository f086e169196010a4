import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InterruptedError } from '@sluice/core';
import { LakeLockedError, openDuckDb } from '@sluice/engine';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { layoutOf, listRuns, readRecord, run, type RunRecord } from '../src/index.ts';
import { options, Workspace } from './workspace.ts';

let shop: Workspace;
beforeEach(() => {
  shop = new Workspace();
});
afterEach(() => {
  shop[Symbol.dispose]();
});

const states = (record: RunRecord): Record<string, string> =>
  Object.fromEntries(record.tables.map(({ name, state }) => [name, state]));

describe(run, () => {
  it('publishes every table with what the record says of it', async () => {
    const record = await run(shop.context(), shop.pipeline(), options());
    expect(record.status).toBe('succeeded');
    expect(states(record)).toEqual({
      'bronze.orders': 'published',
      'silver.big': 'published',
      'gold.spending': 'published',
    });
    expect(record.tables.map(({ rows }) => rows.published)).toEqual([30, 21, 3]);
    expect([...shop.published().keys()]).toEqual([
      'shop/_output/spending.csv',
      'shop/bronze/orders.parquet',
      'shop/gold/spending.parquet',
      'shop/silver/big.parquet',
    ]);
    expect(readFileSync(join(shop.lake, 'shop/_output/spending.csv'), 'utf8')).toBe(
      'customer,total\nc0,147.00\nc1,133.00\nc2,140.00\n',
    );
    expect(await readRecord(layoutOf(shop.lake, 'shop'), record.runId)).toEqual(record);
    expect(existsSync(join(shop.lake, 'shop/_staging', record.runId))).toBe(false);
  });

  it('skips what is unchanged and leaves the same bytes', async () => {
    await run(shop.context(), shop.pipeline(), options());
    const before = shop.published();
    const again = await run(shop.context(), shop.pipeline(), options());
    expect(states(again)).toEqual({ 'bronze.orders': 'skipped', 'silver.big': 'skipped', 'gold.spending': 'skipped' });
    expect(again.tables.map(({ rows }) => rows.published)).toEqual([30, 21, 3]);
    const refreshed = await run(shop.context(), shop.pipeline(), options({ fullRefresh: true }));
    expect(refreshed.tables.map(({ sha256 }) => sha256)).toEqual(again.tables.map(({ sha256 }) => sha256));
    expect(shop.published()).toEqual(before);
  });

  it('publishes nothing of a run in which one audit fails', async () => {
    await run(shop.context(), shop.pipeline(), options());
    const before = shop.published();
    const record = await run(shop.context(), shop.pipeline(), options({ parameters: { bad: 2, rows: 40 } }));
    expect(record.status).toBe('failed');
    expect(record.error).toMatchObject({ code: 'AUDIT_FAILED', exitCode: 1 });
    expect(record.error?.message).toMatch(
      /bronze\.orders: expected amount >= 0: 2 of 40 rows break it, first .*amount = "-1\.00"/u,
    );
    expect(states(record)).toEqual({ 'bronze.orders': 'failed', 'silver.big': 'blocked', 'gold.spending': 'blocked' });
    expect(shop.published()).toEqual(before);
  });

  it('stages and audits, but shows nothing, in a dry run', async () => {
    const record = await run(shop.context(), shop.pipeline(), options({ dryRun: true }));
    expect(new Set(record.tables.map(({ state }) => state))).toEqual(new Set(['audited']));
    expect(shop.published().size).toBe(0);
  });

  it('releases each table when it passes where it is asked to', async () => {
    shop.write(
      'gold/spending.odcs.yaml',
      shop.read('gold/spending.odcs.yaml').replace('total,', 'total, logicalTypeOptions: { maximum: 1 },'),
    );
    const record = await run(shop.context(), shop.pipeline(), options({ publish: 'table' }));
    expect(states(record)).toEqual({
      'bronze.orders': 'published',
      'silver.big': 'published',
      'gold.spending': 'failed',
    });
    expect([...shop.published().keys()]).toEqual(['shop/bronze/orders.parquet', 'shop/silver/big.parquet']);
  });

  it('lets a warning pass unless it is told to fail on it', async () => {
    const warning = ['quality:', '  - { type: library, metric: rowCount, mustBeLessThan: 10, severity: warning }'];
    shop.write(
      'bronze/orders.odcs.yaml',
      shop.read('bronze/orders.odcs.yaml') + warning.map((line) => `    ${line}\n`).join(''),
    );
    const lenient = await run(shop.context(), shop.pipeline(), options());
    expect(lenient.status).toBe('succeeded');
    expect(lenient.tables[0]?.checks.filter(({ status }) => status === 'failed')).toHaveLength(1);
    const strict = await run(shop.context(), shop.pipeline(), options({ failOn: 'warning', fullRefresh: true }));
    expect(strict.error?.code).toBe('AUDIT_FAILED');
  });

  it('reads a file in place of the generator and names the line of a row that breaks a rule', async () => {
    const folder = join(shop.root, 'extracts');
    mkdirSync(folder);
    const file = join(folder, 'orders.csv');
    writeFileSync(file, 'customer,amount,order_id,note\n"c\n1",12.50,1,x\nc2,11,2,y\n');
    const good = await run(shop.context(), shop.pipeline(), options({ inputDir: folder }));
    expect(good.status).toBe('succeeded');
    expect(good.tables[0]).toMatchObject({ source: file, warnings: [expect.stringContaining('note')] });
    const before = shop.published();

    writeFileSync(file, 'customer,amount,order_id\n"c\n1",12.50,1\nc2,-11,2\n');
    const broken = await run(shop.context(), shop.pipeline(), options({ inputDir: folder }));
    expect(broken.error?.message).toContain('first line 4, order_id = 2, amount = "-11.00"');

    writeFileSync(file, 'customer,amount,order_id\nc1,12.505,1\nc2,many,2\n');
    const untyped = await run(shop.context(), shop.pipeline(), options({ inputDir: folder }));
    expect(untyped.error).toMatchObject({ code: 'AUDIT_FAILED', exitCode: 1 });
    expect(untyped.error?.message).toMatch(/2 of 2 rows break it, first line 2, column = "amount", value = "12\.505"/u);
    expect(shop.published()).toEqual(before);
  });

  it('completes what a killed run had begun to publish, and says that the run was killed', async () => {
    const first = await run(shop.context(), shop.pipeline(), options());
    const layout = layoutOf(shop.lake, 'shop');
    const staged = join(layout.staging, 'dead', 'gold.spending.parquet');
    mkdirSync(join(layout.staging, 'dead'), { recursive: true });
    writeFileSync(staged, readFileSync(join(shop.lake, 'shop/bronze/orders.parquet')));
    const recordFile = join(layout.runFolder(first.runId), 'run.json');
    writeFileSync(recordFile, readFileSync(recordFile, 'utf8').replace('"succeeded"', '"running"'));
    writeFileSync(layout.running, first.runId);
    const rename = { from: '../_staging/dead/gold.spending.parquet', to: '../gold/rescued.parquet' };
    writeFileSync(layout.journal, JSON.stringify({ version: 1, renames: [rename] }));

    const events: string[] = [];
    await run(shop.context(), shop.pipeline(), options(), (event) => events.push(event.type));
    expect(events[0]).toBe('recovered');
    expect(existsSync(join(shop.lake, 'shop/gold/rescued.parquet'))).toBe(true);
    expect(await readRecord(layout, first.runId)).toMatchObject({
      status: 'interrupted',
      error: { code: 'RUN_KILLED' },
    });
    expect(await listRuns(layout)).toHaveLength(2);
  });

  it('refuses a lake that another run holds', async () => {
    await run(shop.context(), shop.pipeline(), options());
    const engine = await openDuckDb({ spillDirectory: join(shop.root, 'spill') });
    const lock = await engine.lock(layoutOf(shop.lake, 'shop').lock);
    await expect(run(shop.context(), shop.pipeline(), options())).rejects.toThrow(LakeLockedError);
    await lock.release();
    engine.close();
    expect((await run(shop.context(), shop.pipeline(), options())).status).toBe('succeeded');
  });

  it('stops when the operator says so, with every table as it was', async () => {
    await run(shop.context(), shop.pipeline(), options());
    const before = shop.published();
    const controller = new AbortController();
    const record = await run(
      shop.context(controller.signal),
      shop.pipeline(),
      options({ parameters: { rows: 3_000_000, threshold: 5 } }),
      (event) => {
        if (event.type === 'table-started') controller.abort();
      },
    );
    expect(record.status).toBe('interrupted');
    expect(record.error).toMatchObject({ code: new InterruptedError().code, exitCode: 130 });
    expect(shop.published()).toEqual(before);
    expect((await run(shop.context(), shop.pipeline(), options())).status).toBe('succeeded');
  });
});

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT } from '@sluice/core';
import { openDuckDb } from '@sluice/engine';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  check,
  diff,
  findTable,
  lakeTables,
  layoutOf,
  openLake,
  profileTable,
  run,
  sessionScript,
} from '../src/index.ts';
import { delta, deltaShop, logFolder, orders, rowsOf } from './delta-shop.ts';
import { contract, options, type Workspace } from './workspace.ts';

let shop: Workspace;
beforeEach(() => {
  shop = deltaShop();
});
afterEach(() => {
  shop[Symbol.dispose]();
});

const versions = (layer: string, table: string): number =>
  readdirSync(logFolder(shop, layer, table)).filter((name) => name.endsWith('.json')).length;
const runOrders = (rows: readonly string[], more = {}) =>
  run(shop.context(), shop.pipeline(), options({ inputDir: orders(shop, rows), ...more }));

describe('a table with the format delta', () => {
  it('lies in a folder, and its log names the run', async () => {
    const record = await runOrders(['1,ann,20', '2,bob,30']);
    expect(record.error).toBeUndefined();
    expect(record.tables.find(({ name }) => name === 'silver.big')).toMatchObject({
      ...{ state: 'published', path: 'shop/silver/big', version: 0 },
      rows: { staged: 2, published: 2, quarantined: 0 },
    });
    const log = readFileSync(join(logFolder(shop, 'silver', 'big'), `${'0'.repeat(20)}.json`), 'utf8');
    expect(log).toContain(`"runId":"${record.runId}"`);
    expect(log).toContain('"asOf":"2026-01-01"');
    expect(existsSync(join(shop.lake, 'shop/_staging', record.runId))).toBe(false);
  });

  it('takes the place of the file that it was, and the other way round', async () => {
    await runOrders(['1,ann,20', '2,bob,30']);
    const rows = await rowsOf(shop, 'silver', 'big');
    const layout = layoutOf(shop.lake, 'shop');
    const asDelta = shop.read('silver/big.odcs.yaml');
    shop.remove('gold/notes.sql');
    shop.remove('gold/notes.odcs.yaml');
    shop.write('gold/spending.odcs.yaml', shop.read('gold/spending.odcs.yaml').replace(/ *customProperties.*\n/u, ''));
    shop.write('silver/big.odcs.yaml', asDelta.replace(/ *customProperties.*\n/u, ''));
    expect((await runOrders(['1,ann,20', '2,bob,30'])).error).toBeUndefined();
    expect([existsSync(layout.table('silver', 'big')), existsSync(layout.folder('silver', 'big'))]).toEqual([
      true,
      false,
    ]);
    expect(await rowsOf(shop, 'silver', 'big')).toEqual(rows);

    shop.write('silver/big.odcs.yaml', asDelta);
    expect((await runOrders(['1,ann,20', '2,bob,30'])).error).toBeUndefined();
    expect([existsSync(layout.table('silver', 'big')), existsSync(layout.folder('silver', 'big'))]).toEqual([
      false,
      true,
    ]);
    expect(await rowsOf(shop, 'silver', 'big')).toEqual(rows);
  });

  it('is found by every command that reads what is published', async () => {
    await runOrders(['1,ann,20', '2,bob,30', '3,ann,11']);
    const checked = await check(shop.context(), shop.pipeline(), {
      select: [],
      exclude: [],
      parameters: {},
      failOn: 'error',
    });
    expect(checked.error).toBeUndefined();
    expect(checked.tables.map(({ name, rows }) => [name, rows])).toContainEqual(['gold.spending', 2]);

    const tables = lakeTables(shop.lake, ['shop']);
    const profile = await profileTable(shop.context(), shop.pipeline(), findTable(tables, 'spending'));
    expect(profile).toMatchObject({ rows: 2, version: 0 });
    expect(profile.saved?.path).toContain('gold.spending.json');

    const script = await sessionScript(shop.context(), shop.pipeline(), {});
    const engine = await openDuckDb({ spillDirectory: join(shop.root, 'spill') });
    const session = await engine.connect();
    await session.execute(script.join(';\n'));
    expect(await session.query('SELECT count(*) AS n FROM silver.big')).toEqual([{ n: 3 }]);
    await openLake(session, tables);
    expect(await session.query('SELECT total FROM shop.gold.spending ORDER BY customer')).toEqual([
      { total: '31.00' },
      { total: '30.00' },
    ]);
    engine.close();
  });

  it('is compared with the one of another lake', async () => {
    await runOrders(['1,ann,20', '2,bob,30']);
    using other = deltaShop();
    await run(other.context(), other.pipeline(), options({ inputDir: orders(other, ['1,ann,20', '2,bob,31']) }));
    const report = await diff(shop.context(), shop.pipeline(), {
      against: other.lake,
      samples: 3,
      select: [],
      exclude: [],
    });
    const changed = Object.fromEntries(report.tables.map(({ name, values }) => [name, values?.changed]));
    expect(changed).toMatchObject({ 'silver.big': 1, 'gold.spending': 1, 'gold.notes': 1 });
  });

  it('stays as it is when another writer was first, and so does all that was made of it', async () => {
    await runOrders(['1,ann,20']);
    const log = logFolder(shop, 'silver', 'big');
    const foreign = join(log, `${'1'.padStart(20, '0')}.json`);
    const add = { path: 'x.parquet', partitionValues: {}, size: 1, modificationTime: 0, dataChange: true };
    const record = await run(
      shop.context(),
      shop.pipeline(),
      options({ inputDir: orders(shop, ['2,bob,30']) }),
      (event) => {
        if (event.type === 'table-finished' && event.record.name === 'silver.big')
          writeFileSync(foreign, `${JSON.stringify({ add })}\n`);
      },
    );
    expect(record.error).toMatchObject({ code: 'COMMIT_CONFLICT', exitCode: EXIT.conflict });
    expect([versions('gold', 'spending'), versions('gold', 'notes')]).toEqual([1, 1]);
    expect(existsSync(layoutOf(shop.lake, 'shop').journal)).toBe(false);
  });
});

describe('a table that takes in what is new', () => {
  it.each(['run', 'table'] as const)(
    'keeps, changes and adds rows batch by batch, published by %s',
    async (publish) => {
      await runOrders(['1,ann,20', '2,bob,30', '3,cid,5'], { publish });
      const record = await runOrders(['2,ann,31', '4,dan,40'], { publish });
      expect(record.error).toBeUndefined();
      expect(await rowsOf(shop, 'silver', 'big')).toEqual([
        { order_id: 1, customer: 'ann', amount: '20.00' },
        { order_id: 2, customer: 'ann', amount: '31.00' },
        { order_id: 4, customer: 'dan', amount: '40.00' },
      ]);
      expect(await rowsOf(shop, 'gold', 'spending')).toEqual([
        { customer: 'ann', total: '51.00' },
        { customer: 'dan', total: '40.00' },
      ]);
      const file = readFileSync(join(shop.lake, 'shop/_output/spending.csv'), 'utf8');
      expect(file).toBe('customer,total\nann,51.00\ndan,40.00\n');
    },
  );

  it('adds the new rows alone, and is made anew with a warning where a row changed', async () => {
    await runOrders(['1,ann,20']);
    const added = await runOrders(['2,bob,30', '3,cid,31']);
    const notes = (record: typeof added) => record.tables.find(({ name }) => name === 'gold.notes');
    expect(notes(added)).toMatchObject({ rows: { staged: 2, published: 3 }, warnings: [] });
    const changed = await runOrders(['1,ann,21']);
    expect(notes(changed)?.rows).toMatchObject({ staged: 3, published: 3 });
    expect(notes(changed)?.warnings).toEqual([
      expect.stringContaining('made anew as a whole: rows of silver.big changed'),
    ]);
    expect((await rowsOf(shop, 'gold', 'notes')).map(({ amount }) => amount)).toEqual(['21.00', '30.00', '31.00']);
  });

  it('is judged by its rules as a whole, its new rows alone by those of rows', async () => {
    const rule = ['quality:', '  - { type: library, metric: rowCount, mustBeLessThan: 4 }'];
    shop.write(
      'silver/big.odcs.yaml',
      shop.read('silver/big.odcs.yaml') + rule.map((line) => `    ${line}\n`).join(''),
    );
    expect((await runOrders(['1,ann,20', '2,bob,30', '3,cid,31'])).error).toBeUndefined();
    const record = await runOrders(['4,dan,40']);
    expect(record.error).toMatchObject({ code: 'AUDIT_FAILED' });
    expect(versions('silver', 'big')).toBe(1);
    expect((await runOrders(['3,cid,32'])).error).toBeUndefined();
  });

  it('is made anew where its contract or model is another one', async () => {
    await runOrders(['1,ann,20', '2,bob,30']);
    shop.write('gold/spending.sql', shop.read('gold/spending.sql').replace('sum(amount)', 'max(amount)'));
    shop.write('silver/big.sql', `${shop.read('silver/big.sql')}-- and nothing else\n`);
    const record = await runOrders(['3,ann,40']);
    const reason = (table: string) => record.tables.find(({ name }) => name === table)?.reason;
    expect(reason('silver.big')).toContain('earlier batches are folded again from the table itself');
    expect(reason('gold.spending')).not.toContain('only what changed');
    expect(await rowsOf(shop, 'gold', 'spending')).toEqual([
      { customer: 'ann', total: '40.00' },
      { customer: 'bob', total: '30.00' },
    ]);
  });
});

describe('a plan refuses', () => {
  const columns = ['{ name: customer, logicalType: string, primaryKey: true, required: true }'];
  it.each([
    [
      'a window',
      'replace, by: [customer]',
      'SELECT customer FROM (SELECT *, row_number() OVER () AS n FROM silver.big) WHERE n = 1',
      'has a window function',
    ],
    [
      'a HAVING',
      'replace, by: [customer]',
      'SELECT customer FROM silver.big GROUP BY customer HAVING count(*) > 1',
      'has a HAVING',
    ],
    ['a LIMIT', 'replace, by: [customer]', 'SELECT customer FROM silver.big LIMIT 3', 'has a LIMIT'],
    [
      'a group within',
      'replace, by: [customer]',
      'SELECT customer FROM (SELECT customer, sum(amount) AS s FROM silver.big GROUP BY customer) WHERE s > 1',
      'groups rows before its outermost SELECT',
    ],
    ['a group', 'append', 'SELECT customer FROM silver.big GROUP BY customer', 'groups rows'],
    [
      'a table that is named twice',
      'replace, by: [customer]',
      'SELECT a.customer FROM silver.big a JOIN silver.big b ON a.order_id = b.order_id',
      'names silver.big more than once',
    ],
    [
      'several inputs',
      'merge, by: [customer]',
      'SELECT a.customer FROM silver.big a JOIN bronze.orders b ON a.order_id = b.order_id',
      'must read exactly one table of the pipeline, and reads bronze.orders, silver.big',
    ],
    [
      'an input without versions',
      'replace, by: [customer]',
      'SELECT customer FROM bronze.orders',
      'of which only a Delta table would tell what changed',
    ],
    [
      'a fold that loses columns',
      'merge, by: [customer]',
      'SELECT customer FROM silver.big',
      'it has no column order_id BIGINT',
    ],
  ])('%s', async (_, mode, sql, expected) => {
    shop.write('gold/odd.sql', `${sql}\n`);
    shop.write('gold/odd.odcs.yaml', contract('odd', columns, delta(`{ mode: ${mode} }`)));
    await expect(run(shop.context(), shop.pipeline(), options())).rejects.toThrow(expected);
  });
});

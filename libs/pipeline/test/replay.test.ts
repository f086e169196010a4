import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listQuarantine, ReplayRefusedError, replay, run, showQuarantine, type RunRecord } from '../src/index.ts';
import { ask, asideOf, idOf, tableOf, withBudget } from './quarantined.ts';
import { options, Workspace } from './workspace.ts';

const ORDERS = 'bronze.orders';
const CONTRACT = 'bronze/orders.odcs.yaml';

let shop: Workspace;
let folder: string;
let corrections: string;
beforeEach(() => {
  shop = new Workspace();
  folder = join(shop.root, 'extracts');
  corrections = join(shop.root, 'corrections.csv');
  mkdirSync(folder);
});
afterEach(() => {
  shop[Symbol.dispose]();
});

/** Three good orders, one with a negative amount on line 3, one without a number of cells on line 6. */
function writeOrders(more = ''): void {
  const lines = ['order_id,customer,amount', '1,c1,10', '2,c2,-5', '3,c1,7', '4,c3,8', '5,c3'];
  writeFileSync(join(folder, 'orders.csv'), `${lines.join('\n')}\n${more}`);
}

const runOrders = (): Promise<RunRecord> =>
  run(shop.context(), shop.pipeline(), options({ inputDir: folder, parameters: { threshold: 0 } }));

const replayOrders = (from?: string): Promise<RunRecord> =>
  replay(shop.context(), shop.pipeline(), { table: ORDERS, from, inputDir: undefined });

/** Ids of the rows in quarantine of the newest run, in the order of their records. */
async function ids(): Promise<readonly string[]> {
  const { shown } = await showQuarantine(shop.context(), shop.pipeline(), ORDERS, { runId: undefined, limit: 100 });
  return shown.map(idOf);
}

function correct(rows: readonly string[]): void {
  writeFileSync(corrections, `quarantine_id,order_id,customer,amount\n${rows.map((row) => `${row}\n`).join('')}`);
}

const published = async (): Promise<unknown> =>
  (
    await ask(
      shop,
      `SELECT list([order_id, amount] ORDER BY order_id) AS rows FROM '${join(shop.lake, 'shop/bronze/orders.parquet')}'`,
    )
  )[0]?.['rows'];

function replays(): readonly string[] {
  const root = join(shop.lake, 'shop/_state/replays');
  return existsSync(root)
    ? readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.parquet'))
    : [];
}

describe(replay, () => {
  beforeEach(async () => {
    withBudget(shop, CONTRACT, { 'quarantine.maxFraction': 0.4 });
    writeOrders();
    const record = await runOrders();
    expect(tableOf(record, ORDERS).rows).toEqual({ staged: 5, published: 3, quarantined: 2 });
  });

  it('lands corrected rows once, in the place of the records that they were made from', async () => {
    const [negative = '', short = ''] = await ids();
    correct([`${negative},2,c2,5`, `${short},5,c3,9`]);
    const record = await replayOrders(corrections);
    expect(record.status).toBe('succeeded');
    expect(tableOf(record, ORDERS)).toMatchObject({
      reason: 'rows were replayed',
      rows: { staged: 5, published: 5, quarantined: 0 },
    });
    expect(await published()).toEqual(
      [
        ['1', '10.00'],
        ['2', '5.00'],
        ['3', '7.00'],
        ['4', '8.00'],
        ['5', '9.00'],
      ].map(([id, amount]) => [`${id}.00`, amount]),
    );
    expect(tableOf(record, 'gold.spending').state).toBe('published');

    const again = await runOrders();
    expect(tableOf(again, ORDERS).state).toBe('skipped');
    const fresh = await run(
      shop.context(),
      shop.pipeline(),
      options({ inputDir: folder, parameters: { threshold: 0 }, fullRefresh: true }),
    );
    expect(tableOf(fresh, ORDERS).sha256).toBe(tableOf(record, ORDERS).sha256);
    expect(replays()).toHaveLength(1);
  });

  it('replays some rows and leaves the others in quarantine', async () => {
    const [negative = ''] = await ids();
    correct([`${negative},2,c2,5`]);
    const record = await replayOrders(corrections);
    expect(tableOf(record, ORDERS).rows).toEqual({ staged: 5, published: 4, quarantined: 1 });
    expect((await asideOf(shop, record, ORDERS)).map(({ line, raw }) => [line, raw])).toEqual([[6, '5,c3']]);
  });

  it('refuses a row that was replayed, one that is in no quarantine, one of another file, and one given twice', async () => {
    const [negative = '', short = ''] = await ids();
    correct([`${negative},2,c2,5`]);
    await replayOrders(corrections);
    const refused: readonly (readonly [readonly string[], RegExp])[] = [
      [[`${negative},2,c2,6`], /was replayed before/u],
      [[`${short},5,c3,1`, `${short},6,c3,1`], /is there more than once/u],
      [[`${negative.slice(0, 13)}1,1,c1,1`], /is in no quarantine of bronze\.orders/u],
      [['000000000000-2,1,c1,1'], /is no row of the file as it is now/u],
    ];
    for (const [rows, message] of refused) {
      correct(rows);
      await expect(replayOrders(corrections)).rejects.toThrow(message);
      await expect(replayOrders(corrections)).rejects.toThrow(ReplayRefusedError);
    }
    expect(replays()).toHaveLength(1);
  });

  it('leaves nothing behind where the audit fails', async () => {
    const before = shop.published();
    const [negative = '', short = ''] = await ids();
    correct([`${negative},1,c2,5`, `${short},5,c3,9`]);
    const record = await replayOrders(corrections);
    expect(record.error?.message).toMatch(/order_id is unique/u);
    expect(replays()).toEqual([]);
    expect(shop.published()).toEqual(before);
    expect(tableOf(await runOrders(), ORDERS).state).toBe('skipped');
  });

  it('sets a corrected row aside that breaks a rule still, from where it can be corrected again', async () => {
    const [negative = ''] = await ids();
    correct([`${negative},2,c2,-6`]);
    const record = await replayOrders(corrections);
    const still = (await asideOf(shop, record, ORDERS)).find(({ raw }) => raw === null);
    expect(still).toMatchObject({ row: { order_id: 2, amount: '-6.00' }, reasons: [{ rule: 'amount.minimum' }] });
    expect(still?.['file']).toContain('_state/replays/bronze.orders');
    correct([`${idOf(still)},2,c2,6`]);
    const second = await replayOrders(corrections);
    expect(tableOf(second, ORDERS).rows).toEqual({ staged: 5, published: 4, quarantined: 1 });
  });

  it('no longer applies once the file has another content, and the plan says so', async () => {
    const [negative = ''] = await ids();
    correct([`${negative},2,c2,5`]);
    await replayOrders(corrections);
    writeOrders('6,c4,1\n');
    const record = await runOrders();
    expect(tableOf(record, ORDERS).reason).toBe('its input file changed, replayed rows no longer apply');
    expect(tableOf(record, ORDERS).rows).toEqual({ staged: 6, published: 4, quarantined: 2 });
  });

  it('without corrections runs once more, so that a mended contract takes effect', async () => {
    shop.write(CONTRACT, shop.read(CONTRACT).replace('minimum: 0', 'minimum: -100'));
    const record = await replayOrders();
    expect(tableOf(record, ORDERS).rows).toEqual({ staged: 5, published: 4, quarantined: 1 });
  });

  it('takes up a run that failed', async () => {
    shop.write(CONTRACT, shop.read(CONTRACT).replace('value: 0.4', 'value: 0.1'));
    expect((await runOrders()).status).toBe('failed');
    const [negative = '', short = ''] = await ids();
    correct([`${negative},2,c2,5`, `${short},5,c3,9`]);
    expect((await replayOrders(corrections)).status).toBe('succeeded');
    expect((await listQuarantine(shop.context(), shop.pipeline())).map((file) => file.of).sort()).toEqual([
      'failed',
      'past',
    ]);
  });
});

describe('rows that no file holds', () => {
  it('are refused, with what to do instead', async () => {
    withBudget(shop, CONTRACT, { 'quarantine.maxFraction': 0.1 });
    await run(shop.context(), shop.pipeline(), options({ parameters: { bad: 2, rows: 40 } }));
    await expect(replayOrders()).rejects.toThrow(/bronze\.orders is generated/u);
    await expect(
      replay(shop.context(), shop.pipeline(), { table: 'silver.big', from: undefined, inputDir: undefined }),
    ).rejects.toThrow(/Nothing of silver\.big is in quarantine/u);
  });
});

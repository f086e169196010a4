import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finished } from './processes.ts';
import { createShop, type Shop } from './shop.ts';

const CONTRACT = 'apps/shop/models/bronze/orders.odcs.yaml';

let shop: Shop;
let lake: string;
let runOutput: string;
beforeAll(async () => {
  shop = createShop();
  lake = shop.lake();
  mkdirSync(join(shop.root, 'extracts'));
  const lines = [
    'order_id,customer,email,amount',
    '1,c1,Ann,10',
    '2,c2,Bob,-5',
    '3,c1,Cleo',
    '4,c2,Dora,8',
    '5,c3,Eve,9',
  ];
  writeFileSync(join(shop.root, 'extracts/orders.csv'), `${lines.join('\n')}\n`);
  shop.write(
    CONTRACT,
    `${shop.read(CONTRACT).trimEnd()}\n    customProperties: [{ property: quarantine.maxRows, value: 2 }]\n`,
  );
  const run = await shop.sluice(['run', 'shop', '--input-dir', join(shop.root, 'extracts'), '--data-dir', lake]);
  if (run.exitCode !== 0) throw new Error(run.stderr);
  runOutput = run.stdout + run.stderr;
}, 60_000);
afterAll(() => {
  shop.remove();
});

const quarantine = (...args: readonly string[]): Promise<Finished> =>
  shop.sluice(['quarantine', ...args, '--data-dir', lake]);

describe('sluice quarantine', () => {
  it('is told of by the run that fills it', () => {
    expect(runOutput).toContain('bronze.orders: 2 of 5 rows were set aside, 40 % (');
  });

  it('lists what was set aside, with its reasons', async () => {
    const { exitCode, stdout } = await quarantine('list');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/shop\.bronze\.orders │ +2 │ published now/u);
    expect(stdout).toMatch(/amount\.\w+ 1, structure\.cells 1/u);
    const { stdout: json } = await quarantine('list', 'shop', '--output', 'json');
    expect(JSON.parse(json)).toMatchObject([{ pipeline: 'shop', table: 'bronze.orders', rows: 2, of: 'published' }]);
    expect((await quarantine('list', 'mirror')).stdout).toBe('Nothing is in quarantine.\n');
  });

  it('shows rows with place and reasons, and no personal value', async () => {
    const { stdout } = await quarantine('show', 'shop.orders');
    expect(stdout).toMatch(
      /^[0-9a-f]{12}-2 {2}\S*orders\.csv:3\n {2}order_id=2 customer=c2 email=••• amount=-5\.00\n {2}amount\.\w+ expected amount/mu,
    );
    expect(stdout).toMatch(/^[0-9a-f]{12}-3 {2}\S*orders\.csv:4\n {2}•••\n {2}structure\.cells expected 4 cells/mu);
    const { stdout: json } = await quarantine('show', 'shop.orders', '--output', 'json');
    const [runId = ''] = readdirSync(join(lake, 'shop/_runs'));
    const record = readFileSync(join(lake, 'shop/_runs', runId, 'run.json'), 'utf8');
    for (const text of [stdout, json, runOutput, record]) expect(text).not.toMatch(/Bob|Cleo/u);
    expect(JSON.parse(json)).toMatchObject({ table: 'bronze.orders', shown: [{ row: { order_id: 2 } }, { line: 4 }] });
  });

  it('refuses a table that is not named, unknown, ambiguous or empty, and a row that nobody set aside', async () => {
    const unnamed = await quarantine('show');
    expect(unnamed.exitCode).toBe(2);
    expect(unnamed.stderr).toContain('sluice quarantine show needs the name of a table');
    expect((await quarantine('show', 'orders')).stderr).toMatch(/orders fits several tables: .*shop\.bronze\.orders/u);
    expect(await quarantine('show', 'nothing')).toMatchObject({ exitCode: 2 });
    const empty = await quarantine('show', 'gold.spending');
    expect(empty.exitCode).toBe(2);
    expect(empty.stderr).toContain('Nothing of gold.spending is in quarantine');
    const corrected = join(shop.root, 'wrong.csv');
    writeFileSync(corrected, 'quarantine_id,order_id,customer,email,amount\n000000000000-2,2,c2,Bob,5\n');
    const { exitCode, stderr } = await quarantine('replay', 'shop.bronze.orders', '--from', corrected);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('REPLAY_REFUSED');
  });

  it('keeps what belongs to the published version when it is cleaned', async () => {
    const { stdout } = await shop.sluice(['clean', 'shop', '--keep-runs', '0', '--dry-run', '--data-dir', lake]);
    expect(stdout).toContain('run record');
    expect(stdout).not.toContain('quarantine');
  });

  it('replays corrected rows', async () => {
    const { stdout: json } = await quarantine('show', 'shop.orders', '--output', 'json');
    const ids = [...json.matchAll(/"quarantine_id": "(?<id>[^"]+)"/gu)].map(({ groups }) => groups?.['id'] ?? '');
    const corrected = join(shop.root, 'corrected.csv');
    const rows = [`${ids[0] ?? ''},2,c2,Bob,5`, `${ids[1] ?? ''},3,c1,Cleo,7`];
    writeFileSync(corrected, `quarantine_id,order_id,customer,email,amount\n${rows.join('\n')}\n`);
    const { exitCode, stdout } = await quarantine('replay', 'shop.bronze.orders', '--from', corrected);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('bronze.orders: 5 rows published, 0 in quarantine.');
    expect((await quarantine('list', 'shop.orders')).stdout).toMatch(/a past version/u);
    const cleaned = await shop.sluice(['clean', 'shop', '--keep-runs', '1', '--data-dir', lake]);
    expect(cleaned.stdout).toMatch(/removed quarantine .*_quarantine\/bronze\/orders/u);
  });
});

import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShop, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(() => {
  shop = createShop();
});
afterAll(() => {
  shop.remove();
});

describe('sluice report', () => {
  it('writes the site, the summary and JUnit where it is told to, and says so as JSON', async () => {
    const lake = shop.lake();
    await shop.sluice(['run', 'shop', '--bad', '2', '--data-dir', lake]);
    await shop.sluice(['run', 'mirror', '--data-dir', lake]);
    const [site, markdown, xml] = ['site', 'summary.md', 'junit.xml'].map((name) => join(shop.root, name));
    const args = ['--site', site, '--summary', markdown, '--junit', xml, '--data-dir', lake].map(String);
    const { exitCode, stdout, stderr } = await shop.sluice(['report', ...args, '--output', 'json']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      site: join(String(site), 'index.html'),
      summary: markdown,
      junit: xml,
      pipelines: [
        { pipeline: 'mirror', runs: 1, last: { status: 'succeeded' } },
        { pipeline: 'shop', runs: 1, last: { status: 'failed' } },
      ],
    });
    expect(shop.read('site/index.html')).toContain('2 of 30 rows break it');
    expect(shop.read('summary.md')).toMatch(/^## ✅ mirror: succeeded[\s\S]*^## ❌ shop: failed/mu);
    expect(shop.read('junit.xml')).toMatch(/<testsuite name="shop\.bronze\.orders" tests="\d+" failures="1"/u);
  });

  it('tells of the named pipeline alone in summary and JUnit', async () => {
    const lake = shop.lake();
    await shop.sluice(['run', '--data-dir', lake]);
    const args = ['--summary', 'one.md', '--site', 'one', '--data-dir', lake];
    await shop.sluice(['report', 'shop', ...args], { cwd: shop.root });
    expect(shop.read('one.md')).toContain('shop: succeeded');
    expect(shop.read('one.md')).not.toContain('mirror');
    expect(readdirSync(join(shop.root, 'one')).sort()).toEqual(['index.html', 'mirror', 'shop']);
  });

  it('is exit 4 where a report cannot be written, and leaves tables and records as they were', async () => {
    const lake = shop.lake();
    await shop.sluice(['run', 'shop', '--data-dir', lake]);
    const record = join(lake, 'shop/_runs', readdirSync(join(lake, 'shop/_runs'))[0] ?? '', 'run.json');
    const before = readFileSync(record, 'utf8');
    const { exitCode, stderr } = await shop.sluice(['report', '--junit', shop.root, '--data-dir', lake]);
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/^REPORT_NOT_WRITABLE /u);
    expect(readFileSync(record, 'utf8')).toBe(before);
    expect(existsSync(join(lake, 'shop/gold/spending.parquet'))).toBe(true);
  });
});

describe('personal columns', () => {
  const marker = 'MARKER-ada-lovelace';
  const contract = 'apps/shop/models/bronze/orders.odcs.yaml';
  const model = 'apps/shop/models/gold/spending.sql';
  const told = (folder: string): readonly string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((path) => join(folder, path))
      .filter((path) => statSync(path).isFile());

  it.each([
    ['a pattern', "logicalType: string, logicalTypeOptions: { pattern: '^x+$' }"],
    ['a type', 'logicalType: integer'],
    ['uniqueness', 'logicalType: string, unique: true'],
  ])('are in nothing that a run puts out when they break %s', async (_, type) => {
    const lake = shop.lake();
    const before = shop.read(contract);
    const row = (order: number) => `${String(order)},c1,${marker},2.50`;
    shop.write(
      contract,
      before.replace('name: email, logicalType: string', () => `name: email, ${type}`),
    );
    shop.write(model, shop.read(model).replace('min(email)', 'min(CAST(email AS VARCHAR))'));
    shop.write('people/orders.csv', `order_id,customer,email,amount\n${row(1)}\n${row(2)}\n`);
    const out = join(lake, 'told');
    mkdirSync(out, { recursive: true });
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(out, 'step.md') };
    const where = ['--data-dir', lake, '--input-dir', join(shop.root, 'people')];
    const runs = [
      await shop.sluice(['run', 'shop', ...where, '--log-level', 'trace'], { env }),
      await shop.sluice(['run', 'shop', ...where, '--output', 'json'], { env }),
    ];
    const files = [
      '--site',
      join(out, 'site'),
      '--summary',
      join(out, 'summary.md'),
      '--junit',
      join(out, 'junit.xml'),
    ];
    const report = await shop.sluice(['report', ...files, '--data-dir', lake]);
    shop.write(contract, before);
    expect(runs.map(({ exitCode }) => exitCode === 0)).toEqual([false, false]);
    expect(report.exitCode).toBe(0);
    expect(readFileSync(join(out, 'step.md'), 'utf8')).toContain('shop: failed');
    const texts = [...runs, report].flatMap(({ stdout, stderr }) => [stdout, stderr]);
    for (const path of [...told(out), ...told(join(lake, 'shop/_runs'))]) texts.push(readFileSync(path, 'utf8'));
    expect(texts.length).toBeGreaterThan(10);
    expect(texts.filter((text) => text.includes(marker))).toEqual([]);
  });
});

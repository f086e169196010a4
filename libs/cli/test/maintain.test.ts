import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openDuckDb } from '@sluice/engine';
import { layoutOf } from '@sluice/pipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finished } from './processes.ts';
import { createShop, type Shop } from './shop.ts';

let shop: Shop;
/** What customers spent is a Delta table that takes new customers in: of 39 orders there are four, the 40th is of a fifth. */
let lake: string;
beforeAll(async () => {
  shop = createShop();
  lake = shop.lake();
  const properties = (more: string): string => `    customProperties: [${more}]\n    properties:\n`;
  const declare = (file: string, more: string): void => {
    shop.write(file, shop.read(file).replace('    properties:\n', properties(more)));
  };
  declare('apps/shop/models/bronze/orders.odcs.yaml', '{ property: format, value: delta }');
  declare(
    'apps/shop/models/gold/spending.odcs.yaml',
    '{ property: format, value: delta }, { property: incremental, value: { mode: replace, by: [customer] } }',
  );
  const pipeline = 'apps/shop/pipeline.ts';
  shop.write(pipeline, shop.read(pipeline).replace('i % 3', 'i // 10'));
  for (const rows of ['39', '40']) await run('--rows', rows);
}, 60_000);
afterAll(() => {
  shop.remove();
});

async function run(...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await sluice('run', 'shop', '--as-of', '2026-01-01', ...args);
  if (exitCode !== 0) throw new Error(stderr);
  return stdout;
}

const sluice = (...args: readonly string[]): Promise<Finished> => shop.sluice([...args, '--data-dir', lake]);

async function json(...args: readonly string[]): Promise<unknown> {
  const { exitCode, stdout, stderr } = await sluice(...args, '--output', 'json');
  if (exitCode !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const rows = (): Promise<unknown> => json('query', 'FROM gold.spending ORDER BY ALL');

describe('sluice maintain', () => {
  it('tells with --dry-run what it would do, and does nothing', async () => {
    const files = (): readonly string[] => readdirSync(lake, { recursive: true, encoding: 'utf8' }).sort();
    const before = files();
    expect(await json('maintain', '--pipeline', 'shop', '--dry-run')).toMatchObject({
      tables: [
        { name: 'shop.bronze.orders', version: 1, packed: { files: 0 }, removed: { files: 0 } },
        { name: 'shop.gold.spending', version: 1, packed: { files: 2, into: 1, rows: 5 }, removed: { files: 0 } },
      ],
    });
    expect(files()).toEqual(before);
    const { stdout } = await sluice('maintain', 'spending', '--dry-run');
    expect(stdout).toMatch(/^shop\.gold\.spending: version 1\n {2}would pack 2 files of 5 rows \(.*\) into 1\n$/u);
  });

  it('packs the tables that are named, and leaves a plan that finds them unchanged and a history that tells the day', async () => {
    const before = await rows();
    const table = { name: 'shop.gold.spending', version: 2, packed: { files: 2, into: 1 } };
    expect(await json('maintain', 'gold.spending')).toMatchObject([{ pipeline: 'shop', tables: [table] }]);
    expect(await rows()).toEqual(before);
    expect((await sluice('plan', 'shop', '--rows', '40', '--as-of', '2026-01-01')).stdout).not.toMatch(/will run/u);
    expect(await json('history', 'spending', '--limit', '1')).toMatchObject([
      { version: 2, operation: 'OPTIMIZE', info: { asOf: '2026-01-01' } },
    ]);
    expect(await sluice('maintain', 'spending')).toMatchObject({
      exitCode: 0,
      stdout: 'shop.gold.spending: version 2\n  nothing to do\n',
    });
  });

  it.each([
    ['a retention shorter than the table’s', ['--retention', '1h'], 2, 'RETENTION_TOO_SHORT'],
    ['a retention that is none', ['--retention', 'soon'], 2, '"soon"'],
    ['a table that is not there', ['spendings'], 2, 'TABLE_UNKNOWN'],
    ['a pipeline that is not there', ['--pipeline', 'shops'], 2, 'did you mean shop'],
  ])('refuses %s, and says so', async (_, args, expected, message) => {
    const { exitCode, stderr } = await sluice('maintain', ...args);
    expect([exitCode, stderr]).toEqual([expected, expect.stringContaining(message)]);
  });

  it('refuses while somebody else holds the lake, exit 5', async () => {
    const engine = await openDuckDb({ spillDirectory: join(lake, 'spill') });
    const lock = await engine.lock(layoutOf(lake, 'shop').lock);
    try {
      const { exitCode, stderr } = await sluice('maintain', '--pipeline', 'shop');
      expect([exitCode, stderr]).toEqual([5, expect.stringContaining('LAKE_LOCKED')]);
    } finally {
      await lock.release();
      engine.close();
    }
  });
});

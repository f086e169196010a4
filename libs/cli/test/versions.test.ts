import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finished } from './processes.ts';
import { createShop, type Shop } from './shop.ts';

let shop: Shop;
/** What customers spent is a Delta table of two versions: 30 orders, then 31 a day later. */
let lake: string;
let between: string;
beforeAll(async () => {
  shop = createShop();
  lake = shop.lake();
  const contract = 'apps/shop/models/gold/spending.odcs.yaml';
  const properties = '    customProperties: [{ property: format, value: delta }]\n    properties:\n';
  shop.write(contract, shop.read(contract).replace('    properties:\n', properties));
  const run = async (...args: readonly string[]): Promise<void> => {
    const { exitCode, stderr } = await shop.sluice(['run', 'shop', '--data-dir', lake, ...args]);
    if (exitCode !== 0) throw new Error(stderr);
  };
  await run('--as-of', '2026-01-01');
  const [, committedAt = ''] = /"committedAt": "(.*)"/u.exec(await history()) ?? [];
  between = new Date(Date.parse(committedAt) + 1).toISOString();
  await run('--as-of', '2026-01-02', '--rows', '31');
}, 60_000);
afterAll(() => {
  shop.remove();
});

const sluice = (...args: readonly string[]): Promise<Finished> => shop.sluice([...args, '--data-dir', lake]);

const history = async (...args: readonly string[]): Promise<string> =>
  (await sluice('history', 'spending', '--output', 'json', ...args)).stdout;

describe('sluice history', () => {
  it('lists versions, newest first, with the as-of day of their runs', async () => {
    const [first, second] = [
      { version: 0, operation: 'WRITE', info: { asOf: '2026-01-01' } },
      { version: 1, operation: 'WRITE', info: { asOf: '2026-01-02' } },
    ];
    expect(JSON.parse(await history())).toMatchObject([second, first]);
    expect(JSON.parse(await history('--limit', '1'))).toMatchObject([second]);
  });

  it('prints a line a version', async () => {
    const { stdout } = await sluice('history', 'gold.spending');
    expect(stdout.split('\n')[1]).toMatch(/version.*committed.*operation.*rows.*as-of/u);
    expect(stdout).toMatch(/│ +1 │ .* │ WRITE +│ +3 │ 2026-01-02 │/u);
  });

  it('refuses a table that is one file, exit 2', async () => {
    const { exitCode, stderr } = await sluice('history', 'bronze.orders');
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('VERSIONS_NONE shop.bronze.orders has no versions'),
    ]);
  });
});

describe('sluice query', () => {
  const total = 'SELECT sum(total) AS total FROM gold.spending';
  const query = async (sql: string, ...args: readonly string[]): Promise<unknown> => {
    const { exitCode, stdout, stderr } = await sluice('query', sql, '--output', 'json', ...args);
    if (exitCode !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  };

  it.each([
    ['a version', ['--at-version', '0'], '465.00'],
    ['the newest version', ['--at-version', '1'], '496.00'],
    ['an as-of day', ['--at-as-of', '2026-01-01'], '465.00'],
    ['a later as-of day', ['--at-as-of', '2026-12-31'], '496.00'],
    ['a moment to come', ['--at', '2999-01-01'], '496.00'],
  ])('reads a table as of %s', async (_, args, expected) => {
    expect(await query(total, ...args)).toEqual([{ total: expected }]);
  });

  it('reads a table as of a moment between two commits', async () => {
    expect(await query(total, '--at', between)).toEqual([{ total: '465.00' }]);
  });

  it.each([
    ['a version that is not there', ['--at-version', '7'], 'VERSION_MISSING'],
    ['a day before the first', ['--at-as-of', '2025-12-31'], 'VERSION_MISSING'],
    ['two ways at once', ['--at-version', '0', '--at', '2999-01-01'], 'give one of them'],
    ['a moment that is none', ['--at', 'yesterday'], '"yesterday"'],
    ['a day that is none', ['--at-as-of', '2026-13-01'], '"2026-13-01"'],
    ['a number that is none', ['--at-version', '-1'], '-1'],
  ])('refuses %s, exit 2', async (_, args, message) => {
    const { exitCode, stderr } = await sluice('query', total, ...args);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('refuses a named table that has no versions, and does not mind the others', async () => {
    const { exitCode, stderr } = await sluice('query', 'FROM bronze.orders', '--at-version', '0');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('VERSIONS_NONE')]);
  });
});

describe('sluice diff', () => {
  it('compares two versions of a table, value by value', async () => {
    const { exitCode, stdout } = await sluice('diff', 'spending', '--from', '0');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('customer c1: 145.00 → 176.00');
    expect((await sluice('diff', 'spending', '--from', '0', '--fail-if-diff')).exitCode).toBe(1);
    expect((await sluice('diff', 'spending', '--from', '1', '--to', '1', '--fail-if-diff')).exitCode).toBe(0);
  });

  it.each([
    ['the old version alone', ['--to', '1'], '--to needs --from'],
    ['a folder and versions', ['spending', '--from', '0', '--against', '.'], 'not with --from'],
    ['no table', ['--from', '0'], 'Two versions of which table?'],
    ['a version that is not there', ['spending', '--from', '0', '--to', '9'], 'VERSION_MISSING'],
  ])('refuses %s, exit 2', async (_, args, message) => {
    const { exitCode, stderr } = await sluice('diff', ...args);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('sluice validate', () => {
  it('judges the newest version of a Delta table by its folder', async () => {
    shop.write(
      'suite.json',
      JSON.stringify([
        { type: 'expect_table_row_count_to_equal', kwargs: { value: 3 } },
        { type: 'expect_column_sum_to_be_between', kwargs: { column: 'total', min_value: 496, max_value: 496 } },
        { type: 'expect_column_values_to_be_unique', kwargs: { column: 'customer' } },
      ]),
    );
    const folder = join(lake, 'shop', 'gold', 'spending');
    const args = ['--data', folder, '--suite', join(shop.root, 'suite.json'), '--output', 'json'];
    const { exitCode, stdout } = await shop.sluice(['validate', ...args]);
    const result: unknown = JSON.parse(stdout);
    expect({ exitCode, result }).toMatchObject({
      exitCode: 0,
      result: { success: true, statistics: { evaluated_expectations: 3, successful_expectations: 3 } },
    });
  });
});

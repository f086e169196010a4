import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShop, type Shop } from './shop.ts';

let shop: Shop;
let lake: string;
beforeAll(async () => {
  shop = createShop();
  lake = shop.lake();
  const { exitCode, stderr } = await shop.sluice(['run', 'shop', '--data-dir', lake, '--as-of', '2026-01-01']);
  if (exitCode !== 0) throw new Error(stderr);
}, 60_000);
afterAll(() => {
  shop.remove();
});

describe('sluice profile', () => {
  it('describes a published table, by any name that means it alone', async () => {
    const { exitCode, stdout, stderr } = await shop.sluice(['profile', 'spending', '--data-dir', lake]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^shop\.gold\.spending · \d+ rows?\n/u);
    expect(stdout).toContain('│ column');
    expect(stderr).toContain('profiles/gold.spending.json');
  });

  it('names the nearest table', async () => {
    const { exitCode, stderr } = await shop.sluice(['profile', 'gold.spendin', '--data-dir', lake]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('did you mean gold.spending?');
  });
});

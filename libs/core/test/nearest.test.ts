import { describe, expect, it } from 'vitest';
import { nearest } from '../src/index.ts';

describe(nearest, () => {
  const tables = ['silver.customers', 'silver.transactions', 'gold.customers'];
  it.each([
    ['silver.customer', 'silver.customers'],
    ['SILVER.CUSTOMERS', 'silver.customers'],
    ['golden.customers', 'gold.customers'],
    ['silver.transctions', 'silver.transactions'],
    ['gold', 'gold.customers'],
    ['silver', undefined],
    ['orders', undefined],
    ['', undefined],
  ])('%s was meant to be %s', (name, meant) => {
    expect(nearest(name, tables)).toBe(meant);
  });

  it('allows one edit of a short name, no more', () => {
    expect(nearest('ru', ['run'])).toBe('run');
    expect(nearest('rn', ['run', 'ran'])).toBe('run');
    expect(nearest('pl', ['run', 'plan'])).toBeUndefined();
  });
});

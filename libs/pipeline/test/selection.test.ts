import { describe, expect, it } from 'vitest';
import { SelectorInvalidError } from '../src/errors.ts';
import { selectTables } from '../src/plan/selection.ts';

const dependencies = new Map([
  ['bronze.orders', new Set<string>()],
  ['bronze.products', new Set<string>()],
  ['silver.orders', new Set(['bronze.orders'])],
  ['silver.products', new Set(['bronze.products'])],
  ['gold.sales', new Set(['silver.orders', 'silver.products'])],
  ['gold.stock', new Set(['silver.products'])],
]);
const tables = new Map(
  [...dependencies.keys()].map((name) => [
    name,
    { tags: name === 'gold.stock' ? ['daily'] : [], modified: name === 'silver.orders' },
  ]),
);
const select = (...selectors: string[]): string[] =>
  [...selectTables({ select: selectors, exclude: [] }, tables, dependencies)].sort();

describe(selectTables, () => {
  it('takes every table where nothing is selected', () => {
    expect(select()).toEqual([...tables.keys()].sort());
  });

  it.each([
    ['silver.orders', ['silver.orders']],
    ['sales', ['gold.sales']],
    ['gold.*', ['gold.sales', 'gold.stock']],
    ['+gold.stock', ['bronze.products', 'gold.stock', 'silver.products']],
    ['1+gold.stock', ['gold.stock', 'silver.products']],
    ['bronze.orders+', ['bronze.orders', 'gold.sales', 'silver.orders']],
    ['bronze.orders+1', ['bronze.orders', 'silver.orders']],
    ['1+silver.orders+', ['bronze.orders', 'gold.sales', 'silver.orders']],
    ['tag:daily', ['gold.stock']],
    ['state:modified', ['silver.orders']],
    ['state:modified+', ['gold.sales', 'silver.orders']],
    ['gold.*,bronze.orders+', ['gold.sales']],
    ['gold.sales bronze.orders', ['bronze.orders', 'gold.sales']],
  ])('%s', (selector, expected) => {
    expect(select(selector)).toEqual(expected);
  });

  it('unites several selectors and takes away what is excluded', () => {
    const selection = { select: ['gold.*', 'silver.orders'], exclude: ['sales', 'tag:daily'] };
    expect([...selectTables(selection, tables, dependencies)]).toEqual(['silver.orders']);
  });

  it.each([
    ['gold.slaes', /did you mean gold\.sales\?/u],
    ['orders', /fits several tables: bronze\.orders, silver\.orders/u],
    ['tag:dayly', /did you mean daily\?/u],
    ['++x', /not a selector/u],
  ])('refuses %s', (selector, message) => {
    expect(() => select(selector)).toThrow(SelectorInvalidError);
    expect(() => select(selector)).toThrow(message);
  });
});

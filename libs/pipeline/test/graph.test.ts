import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reach, reversed, topologicalOrder } from '../src/plan/graph.ts';

const shop = new Map([
  ['gold.sales', new Set(['silver.orders', 'silver.products'])],
  ['silver.orders', new Set(['bronze.orders'])],
  ['silver.products', new Set(['bronze.products'])],
  ['bronze.orders', new Set<string>()],
  ['bronze.products', new Set<string>()],
]);

describe(topologicalOrder, () => {
  it('puts each table after what it needs', () => {
    expect(topologicalOrder(shop)).toEqual({
      order: ['bronze.orders', 'silver.orders', 'bronze.products', 'silver.products', 'gold.sales'],
    });
  });

  it('shows a cycle as a path that ends where it begins', () => {
    const cyclic = new Map([
      ['a', new Set(['b'])],
      ['b', new Set(['c'])],
      ['c', new Set(['b'])],
    ]);
    expect(topologicalOrder(cyclic)).toEqual({ cycle: ['b', 'c', 'b'] });
  });

  it('orders every acyclic graph', () => {
    const edges = fc.array(fc.tuple(fc.nat(20), fc.nat(20)).filter(([from, to]) => from < to));
    fc.assert(
      fc.property(edges, (pairs) => {
        const graph = new Map(Array.from({ length: 21 }, (_, table) => [String(table), new Set<string>()]));
        for (const [from, to] of pairs) graph.get(String(from))?.add(String(to));
        const sorted = topologicalOrder(graph);
        const order = 'order' in sorted ? sorted.order : [];
        expect([...order].sort()).toEqual([...graph.keys()].sort());
        for (const [from, to] of pairs) expect(order.indexOf(String(to))).toBeLessThan(order.indexOf(String(from)));
      }),
    );
  });
});

describe(reach, () => {
  it('counts steps, and goes on to the end without a limit', () => {
    expect([...reach(shop, 'gold.sales', 1)]).toEqual(['gold.sales', 'silver.orders', 'silver.products']);
    expect(reach(shop, 'gold.sales', Number.POSITIVE_INFINITY).size).toBe(5);
    expect([...reach(reversed(shop), 'bronze.orders', Number.POSITIVE_INFINITY)]).toEqual([
      'bronze.orders',
      'silver.orders',
      'gold.sales',
    ]);
  });
});

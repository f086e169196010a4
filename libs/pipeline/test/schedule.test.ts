import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schedule } from '../src/run/schedule.ts';

const chain = new Map([
  ['a', new Set<string>()],
  ['b', new Set(['a'])],
  ['c', new Set(['b'])],
  ['d', new Set<string>()],
]);

describe(schedule, () => {
  it('never starts a table before what it needs is done, and never more at once than allowed', async () => {
    const edges = fc.array(fc.tuple(fc.nat(9), fc.nat(9)).filter(([from, to]) => from > to));
    await fc.assert(
      fc.asyncProperty(edges, fc.integer({ min: 1, max: 4 }), async (pairs, concurrency) => {
        const tables = Array.from({ length: 10 }, (_, table) => String(table));
        const needs = new Map(tables.map((table) => [table, new Set<string>()]));
        for (const [from, to] of pairs) needs.get(String(from))?.add(String(to));
        const done = new Set<string>();
        let underWay = 0;
        await schedule(tables, needs, concurrency, async (table) => {
          underWay += 1;
          expect(underWay).toBeLessThanOrEqual(concurrency);
          for (const needed of needs.get(table) ?? []) expect(done).toContain(needed);
          await Promise.resolve();
          done.add(table);
          underWay -= 1;
          return true;
        });
        expect(done.size).toBe(10);
      }),
      { numRuns: 50 },
    );
  });

  it('takes up nothing new after a refusal', async () => {
    const worked: string[] = [];
    await schedule([...chain.keys()], chain, 1, (table) => {
      worked.push(table);
      return Promise.resolve(table !== 'b');
    });
    expect(worked).toEqual(['a', 'b']);
  });

  it('waits for what has begun before it throws', async () => {
    const finished: string[] = [];
    const failing = schedule(['a', 'd'], chain, 2, async (table) => {
      if (table === 'a') throw new Error('a broke');
      await new Promise((resolve) => setTimeout(resolve, 5));
      finished.push(table);
      return true;
    });
    await expect(failing).rejects.toThrow('a broke');
    expect(finished).toEqual(['d']);
  });
});

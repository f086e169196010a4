import type { Dependencies } from '../plan/graph.ts';

/**
 * Works through tables so that each comes after those that it needs, several at a time.
 * @param order         topological; of several that could start, the first in it does
 * @param dependencies  needs outside of `order` count as met
 * @param work          resolves to false to take no new work; what has begun is awaited
 * @throws the first error of `work`, after what has begun is over
 */
export async function schedule(
  order: readonly string[],
  dependencies: Dependencies,
  concurrency: number,
  work: (table: string) => Promise<boolean>,
): Promise<void> {
  const waiting = new Set(order);
  const unfinished = new Set(order);
  const underWay = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  let open = true;
  const isReady = (table: string): boolean =>
    [...(dependencies.get(table) ?? [])].every((needed) => !unfinished.has(needed));
  const start = (table: string): void => {
    waiting.delete(table);
    const task = work(table)
      .then((goOn) => {
        open &&= goOn;
      })
      .catch((error: unknown) => {
        failures.push(error);
        open = false;
      })
      .finally(() => {
        unfinished.delete(table);
        underWay.delete(table);
      });
    underWay.set(table, task);
  };
  const startReady = (): void => {
    while (open && underWay.size < concurrency) {
      const next = [...waiting].find(isReady);
      if (next === undefined) return;
      start(next);
    }
  };
  startReady();
  while (underWay.size > 0) {
    await Promise.race(underWay.values());
    startReady();
  }
  if (failures.length > 0) throw failures[0];
}

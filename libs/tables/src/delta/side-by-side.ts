import type { Session } from '@sluice/engine';

/** What is written at once takes memory at once: that of some row groups. */
const AT_ONCE = 2;

/**
 * Does the same for several items, two at once where the engine has two threads: DuckDB reads a single file with one.
 * Where one fails, no other is begun.
 * @param work  gets a session that runs nothing else meanwhile.
 * @returns what became of each item, in their order.
 */
export async function sideBySide<T, R>(
  session: Session,
  items: readonly T[],
  work: (session: Session, item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const waiting = [...items.entries()];
  const takeTurns = async (worker: Session): Promise<void> => {
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [index, item] = next;
        results[index] = await work(worker, item);
      }
    } catch (error) {
      waiting.length = 0;
      throw error;
    }
  };
  const others: Session[] = [];
  try {
    const count = Math.min(AT_ONCE, items.length, await threadsOf(session));
    while (others.length + 1 < count) others.push(await session.another());
    const ends = await Promise.allSettled([session, ...others].map(takeTurns));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    return results;
  } finally {
    for (const other of others) other.close();
  }
}

async function threadsOf(session: Session): Promise<number> {
  const [row] = await session.query("SELECT current_setting('threads') AS threads");
  return Number(row?.['threads']);
}

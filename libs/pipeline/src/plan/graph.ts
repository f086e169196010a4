/** What each table needs before it: by table, the tables it reads or refers to. */
export type Dependencies = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Orders tables so that each comes after what it needs; of several that could come next, the one named first does.
 * @returns the order, or the first cycle as a path that ends where it begins.
 */
export function topologicalOrder(
  dependencies: Dependencies,
): { readonly order: readonly string[] } | { readonly cycle: readonly string[] } {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (table: string): readonly string[] | undefined => {
    if (done.has(table)) return undefined;
    const start = path.indexOf(table);
    if (start >= 0) return [...path.slice(start), table];
    path.push(table);
    for (const needed of dependencies.get(table) ?? []) {
      const cycle = visit(needed);
      if (cycle !== undefined) return cycle;
    }
    path.pop();
    done.add(table);
    return undefined;
  };
  for (const table of dependencies.keys()) {
    const cycle = visit(table);
    if (cycle !== undefined) return { cycle };
  }
  return { order: [...done] };
}

/** The same edges, the other way round. */
export function reversed(dependencies: Dependencies): Dependencies {
  const result = new Map([...dependencies.keys()].map((table) => [table, new Set<string>()]));
  for (const [table, needed] of dependencies) {
    for (const input of needed) result.get(input)?.add(table);
  }
  return result;
}

/** Everything that can be reached from `start` in at most `steps` steps, `start` included. */
export function reach(dependencies: Dependencies, start: string, steps: number): ReadonlySet<string> {
  const found = new Set([start]);
  let frontier = [start];
  for (let step = 0; step < steps && frontier.length > 0; step += 1) {
    frontier = frontier.flatMap((table) => [...(dependencies.get(table) ?? [])]).filter((table) => !found.has(table));
    for (const table of frontier) found.add(table);
  }
  return found;
}

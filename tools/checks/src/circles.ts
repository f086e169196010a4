/**
 * Circles among files that import each other: for each file that leads back to itself, the shortest way, as
 * `a.ts → b.ts → a.ts`, once per circle.
 * @param importsOf  what each file imports; files that are not a key lead nowhere
 */
export function circles(importsOf: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const found = new Map<string, string>();
  for (const file of importsOf.keys()) {
    const way = wayBack(file, importsOf);
    const files = way?.toSorted().join(' ') ?? '';
    if (way !== undefined && !found.has(files)) found.set(files, [...way, file].join(' → '));
  }
  return [...found.values()];
}

/** The files on the shortest way from a file to itself, that file first. */
function wayBack(file: string, importsOf: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const seen = new Set<string>();
  let ways: readonly (readonly string[])[] = [[file]];
  while (ways.length > 0) {
    const longer: (readonly string[])[] = [];
    for (const way of ways) {
      for (const next of importsOf.get(way.at(-1) ?? '') ?? []) {
        if (next === file) return way;
        if (seen.has(next)) continue;
        seen.add(next);
        longer.push([...way, next]);
      }
    }
    ways = longer;
  }
  return undefined;
}

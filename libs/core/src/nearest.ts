import { distance } from 'fastest-levenshtein';

/**
 * The candidate that `name` was most likely meant to be: the fewest edits, upper and lower case alike,
 * but no more than a third of its length (at least one); ties go to the first. Where none is that close, the only one
 * that begins with it (`int`: `integer`), if it has three letters at least. Else undefined.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  const all = [...candidates];
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of all) {
    const edits = distance(wanted, candidate.toLowerCase());
    if (edits < fewest) {
      best = candidate;
      fewest = edits;
    }
  }
  if (best !== undefined || wanted.length < 3) return best;
  const [only, second] = all.filter((candidate) => candidate.toLowerCase().startsWith(wanted));
  return second === undefined ? only : undefined;
}

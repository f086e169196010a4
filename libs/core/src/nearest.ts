import { distance } from 'fastest-levenshtein';

/**
 * The candidate that `name` was most likely meant to be: the fewest edits, upper and lower case alike,
 * but no more than a third of its length (at least one). Undefined where none is that close; ties go to the first.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const edits = distance(wanted, candidate.toLowerCase());
    if (edits < fewest) {
      best = candidate;
      fewest = edits;
    }
  }
  return best;
}

import { createHash } from 'node:crypto';
import type { Mark, Moment } from './watched-process.ts';

/** A pseudo-random number in [0, 1) that depends on the words alone. */
export function fraction(...words: readonly (string | number)[]): number {
  return createHash('sha256').update(words.join('/')).digest().readUInt32BE(0) / 2 ** 32;
}

export function pick<T>(items: readonly [T, ...T[]], chance: number): T {
  return items[Math.floor(chance * items.length)] ?? items[0];
}

/**
 * A moment within a piece of work that went like `before`: in every other turn anywhere from its first step on, else
 * anywhere between one of its steps and the next, so that short steps are hit as often as long ones.
 */
export function momentIn(before: readonly Mark[], turn: number, ...words: readonly (string | number)[]): Moment {
  const [where, when] = [fraction('where', turn, ...words), fraction('when', turn, ...words)];
  const end = before.at(-1)?.at ?? 0;
  const begin = before.length > 1 ? (before[0]?.at ?? 0) : 0;
  if (turn % 2 === 0) return { after: begin + when * (end - begin) };
  const index = Math.floor(where * Math.max(1, before.length - 1));
  return { index, delay: when * ((before[index + 1]?.at ?? 0) - (before[index]?.at ?? 0)) };
}

/** Chance that follows from a seed. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  whole(least: bigint, most: bigint): bigint;
  pick<T>(items: readonly [T, ...T[]]): T;
}

/** The same numbers for the same seed and name, on every machine. */
export function randomOf(seed: number, name: string): Random {
  let state = hashOf(`${String(seed)}/${name}`);
  // mulberry32, by Tommy Ettinger.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    whole(least, most) {
      const count = most - least + 1n;
      const wide =
        (BigInt(Math.floor(next() * 4_294_967_296)) << 64n) | (BigInt(Math.floor(next() * 4_294_967_296)) << 32n);
      return least + ((wide | BigInt(Math.floor(next() * 4_294_967_296))) % count);
    },
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  };
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
}

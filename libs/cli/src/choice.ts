import type { FlagValues } from './flags.ts';

/** The value of a flag that takes one of a few words; the first where the flag was not given. commander refused all others. */
export function choice<const T extends string>(flags: FlagValues, name: string, words: readonly [T, ...T[]]): T {
  const given = flags.text(name);
  return words.find((word) => word === given) ?? words[0];
}

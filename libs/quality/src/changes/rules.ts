import type { Rule } from '../rule.ts';
import { strengthOf } from './strength.ts';

/** A rule in two contracts; undefined where one does not have it. */
export interface RulePair {
  readonly before: Rule | undefined;
  readonly after: Rule | undefined;
}

const kinds: Readonly<Record<string, string>> = { exclusiveMinimum: 'minimum', exclusiveMaximum: 'maximum' };

/**
 * Finds for every rule what became of it, in the order of the old contract, then what is new. A rule is known again by
 * its id; one that got another id, by being the same in all else; a bound that became exclusive, by its column and side.
 */
export function pairRules(before: readonly Rule[], after: readonly Rule[]): readonly RulePair[] {
  const open = new Set(after);
  const found = new Map<Rule, Rule>();
  for (const isSame of [sameId, sameButForItsId, sameKind]) {
    for (const old of before) {
      if (found.has(old)) continue;
      const match = [...open].find((rule) => isSame(old, rule));
      if (match === undefined) continue;
      found.set(old, match);
      open.delete(match);
    }
  }
  return [
    ...before.map((old) => ({ before: old, after: found.get(old) })),
    ...[...open].map((rule) => ({ before: undefined, after: rule })),
  ];
}

function sameId(before: Rule, after: Rule): boolean {
  return before.id === after.id && kindOf(before) === kindOf(after);
}

function sameButForItsId(before: Rule, after: Rule): boolean {
  return sameKind(before, after) && strengthOf(before, after) === 'same';
}

function sameKind(before: Rule, after: Rule): boolean {
  return kindOf(before) === kindOf(after) && before.columns.join('\0') === after.columns.join('\0');
}

function kindOf({ type }: Rule): string {
  return kinds[type] ?? type;
}

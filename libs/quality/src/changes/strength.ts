import { isDeepStrictEqual } from 'node:util';
import type { Rule } from '../rule.ts';

/** Of one rule against an earlier form of it. What cannot be compared counts as `looser`: nobody can rely on the old form. */
export type Strength = 'same' | 'looser' | 'tighter';

interface Bound {
  readonly value: number | string;
  readonly strict: boolean;
}

/** What a rule asks for, by the names in which its vocabulary has it. */
interface Terms {
  readonly lower: Bound | undefined;
  readonly upper: Bound | undefined;
  readonly values: readonly unknown[] | undefined;
  /** Whatever can only be equal or not. */
  readonly others: Readonly<Record<string, unknown>>;
}

const severities = ['info', 'warning', 'error'] as const;
const sets = ['validValues', 'value_set', 'missingValues'] as const;
const lowerNames = ['minimum', 'minLength', '>=', 'mustBeGreaterOrEqualTo', 'min_value'] as const;
const upperNames = ['maximum', 'maxLength', '<=', 'mustBeLessOrEqualTo', 'max_value'] as const;
const strictLowerNames = ['>', 'mustBeGreaterThan'] as const;
const strictUpperNames = ['<', 'mustBeLessThan'] as const;

/** Whether a rule lets more through than it did, less, or the same. Looser in one respect is looser, whatever else it gained. */
export function strengthOf(before: Rule, after: Rule): Strength {
  const [old, now] = [termsOf(before), termsOf(after)];
  const verdicts = [
    compared(severities.indexOf(after.severity) - severities.indexOf(before.severity)),
    compared(mostlyOf(after) - mostlyOf(before)),
    bounded(old.lower, now.lower, 1),
    bounded(old.upper, now.upper, -1),
    valuesStrength(before, old, now),
    isDeepStrictEqual(old.others, now.others) ? 'same' : 'looser',
  ] as const;
  return verdicts.includes('looser') ? 'looser' : verdicts.includes('tighter') ? 'tighter' : 'same';
}

function compared(difference: number): Strength {
  return difference === 0 ? 'same' : difference > 0 ? 'tighter' : 'looser';
}

function mostlyOf(rule: Rule): number {
  return rule.form === 'share' || rule.form === 'unique' ? rule.mostly : 1;
}

function termsOf({ terms = {} }: Rule): Terms {
  const others = new Map(Object.entries(terms).filter(([, value]) => value !== undefined && value !== null));
  others.delete('mostly');
  const take = (name: string): unknown => {
    const value = others.get(name);
    others.delete(name);
    return value;
  };
  const strict = { lower: take('strict_min') === true, upper: take('strict_max') === true };
  const boundOf = (names: readonly string[], isStrict: boolean): Bound | undefined => {
    const name = names.find((candidate) => isOrdered(others.get(candidate)));
    const value = name === undefined ? undefined : take(name);
    return isOrdered(value) ? { value, strict: isStrict } : undefined;
  };
  const [low, high] = rangeOf(others.get('mustBeBetween') ?? others.get('mustBe'));
  if (low !== undefined && high !== undefined) for (const name of ['mustBeBetween', 'mustBe']) others.delete(name);
  const lower = boundOf(lowerNames, strict.lower) ?? boundOf(strictLowerNames, true) ?? low;
  const upper = boundOf(upperNames, strict.upper) ?? boundOf(strictUpperNames, true) ?? high;
  const set = sets.find((name) => Array.isArray(others.get(name)));
  const values: unknown = set === undefined ? undefined : take(set);
  return { lower, upper, values: Array.isArray(values) ? values : undefined, others: Object.fromEntries(others) };
}

function isOrdered(value: unknown): value is number | string {
  return typeof value === 'number' || typeof value === 'string';
}

/** `mustBe: 5` is a range of one number. */
function rangeOf(value: unknown): readonly (Bound | undefined)[] {
  const ends: readonly unknown[] = Array.isArray(value) ? value : [value, value];
  return ends.map((end) => (typeof end === 'number' ? { value: end, strict: false } : undefined));
}

/** @param sign  1 where a greater bound is the tighter one, -1 where a smaller is */
function bounded(before: Bound | undefined, after: Bound | undefined, sign: 1 | -1): Strength {
  if (before === undefined || after === undefined)
    return compared(Number(after !== undefined) - Number(before !== undefined));
  const order = ordered(before.value, after.value);
  if (order === undefined) return 'looser';
  return compared(order === 0 ? Number(after.strict) - Number(before.strict) : order * sign);
}

/** Dates are written as ISO text, in which order is that of time. */
function ordered(before: number | string, after: number | string): number | undefined {
  if (typeof before === 'number' && typeof after === 'number') return after - before;
  if (typeof before !== 'string' || typeof after !== 'string') return undefined;
  return before === after ? 0 : after > before ? 1 : -1;
}

function valuesStrength(rule: Rule, { values: before }: Terms, { values: after, lower }: Terms): Strength {
  if (before === undefined && after === undefined) return 'same';
  if (before === undefined || after === undefined) return 'looser';
  const [old, now] = [textsOf(before), textsOf(after)];
  const [grew, shrank] = [hasMore(now, old), hasMore(old, now)];
  if (!grew && !shrank) return 'same';
  // A count that must be reached gets easier by what makes a count that must be zero harder.
  if (lower !== undefined && lower.value !== 0) return 'looser';
  const listsBad = rule.type === 'missingValues' || rule.type === 'expect_column_values_to_not_be_in_set';
  return (listsBad ? shrank : grew) ? 'looser' : 'tighter';
}

function hasMore(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return [...left].some((text) => !right.has(text));
}

function textsOf(values: readonly unknown[]): ReadonlySet<string> {
  return new Set(values.map((value) => JSON.stringify(value)));
}

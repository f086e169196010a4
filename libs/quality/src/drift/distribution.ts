import type { Value } from '@sluice/engine';
import type { ColumnProfile } from '../profile/profile.ts';
import { kindOf } from '../profile/select.ts';

/** What a share of nothing counts as: a logarithm needs more. */
const LEAST_SHARE = 0.0001;

/** A column's profile, and how many rows it was taken of. */
export interface Distribution {
  readonly rows: number;
  readonly profile: ColumnProfile;
}

/** How far a column's values are from what they were. */
export interface Distance {
  readonly measure: 'Kolmogorov–Smirnov' | 'population stability index';
  readonly value: number;
}

/** Whether a profile of a column of this type says how its values are distributed. */
export function canDrift(type: string): boolean {
  return kindOf(type) !== 'nested';
}

/**
 * The distance of a column's profile from earlier ones, which count alike.
 * Of numbers, days and moments: Kolmogorov–Smirnov, the greatest difference of the shares of values up to any value,
 * 0 to 1, read off the profiles' quantiles and so 0.05 off at most on either side. Of other types: the population
 * stability index over nulls, the values whose share all profiles tell, and all others; 0 and up, above 0.25 commonly
 * called a shift.
 * @returns undefined where one of the profiles has no values
 */
export function distanceOf(now: Distribution, earlier: readonly Distribution[]): Distance | undefined {
  const all = [now, ...earlier];
  if (['number', 'float', 'moment'].includes(kindOf(now.profile.type))) {
    const functions = all.map(({ profile }) => profile.quantiles && cumulative(profile.quantiles.map(measure)));
    const [own, ...others] = functions.filter((each) => each !== undefined);
    if (own === undefined || others.length !== earlier.length) return undefined;
    const places = all.flatMap(({ profile }) => (profile.quantiles ?? []).map(measure));
    const differences = places.map((place) => Math.abs(own(place) - mean(others.map((share) => share(place)))));
    return { measure: 'Kolmogorov–Smirnov', value: Math.max(0, ...differences) };
  }
  const shares = all.map(sharesOf);
  const [own, ...others] = shares.filter((each) => each !== undefined);
  if (own === undefined || others.length !== earlier.length) return undefined;
  return { measure: 'population stability index', value: stabilityIndex(own, others) };
}

interface Shares {
  readonly listed: ReadonlyMap<string, number>;
  /** True where no other value occurs. */
  readonly isWhole: boolean;
}

const NULL = 'null';

function sharesOf({ rows, profile: { nulls, common, distinct } }: Distribution): Shares | undefined {
  if (common === undefined || rows === 0) return undefined;
  const listed = common.map(({ value, count }) => [JSON.stringify(value), count / rows] as const);
  return { listed: new Map([...listed, [NULL, nulls / rows]]), isWhole: distinct <= common.length };
}

/** Values that one of the profiles does not tell are one: the others. */
function stabilityIndex(own: Shares, others: readonly Shares[]): number {
  const all = [own, ...others];
  const named = new Set(all.flatMap(({ listed }) => [...listed.keys()]));
  const told = [...named].filter((value) => all.every(({ listed, isWhole }) => isWhole || listed.has(value)));
  const shareOf = ({ listed }: Shares, value: string): number => listed.get(value) ?? 0;
  const rest = (shares: Shares): number => 1 - told.reduce((sum, value) => sum + shareOf(shares, value), 0);
  const pairs = [
    ...told.map((value) => [shareOf(own, value), mean(others.map((shares) => shareOf(shares, value)))] as const),
    [rest(own), mean(others.map(rest))] as const,
  ];
  return pairs.reduce((sum, [is, was]) => {
    const [p, q] = [Math.max(is, LEAST_SHARE), Math.max(was, LEAST_SHARE)];
    return sum + (p - q) * Math.log(p / q);
  }, 0);
}

/** The share of values up to a place, where `quantiles` are at even steps. */
function cumulative(quantiles: readonly number[]): (place: number) => number {
  const steps = quantiles.length - 1;
  return (place) => {
    const at = quantiles.findLastIndex((value) => value <= place);
    const [from, to] = [quantiles[at], quantiles[at + 1]];
    if (from === undefined) return 0;
    if (to === undefined) return 1;
    return (at + (place - from) / (to - from)) / steps;
  };
}

/** Days and moments in milliseconds. */
function measure(value: Value): number {
  if (typeof value === 'number') return value;
  const text = typeof value === 'string' ? value : '';
  const number = text === '' ? Number.NaN : Number(text);
  return Number.isNaN(number) ? Date.parse(/\d{2}:\d{2}/u.test(text) ? text : `${text}T00:00:00Z`) : number;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

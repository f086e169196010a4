import { ExpectationError } from '../errors.ts';
import { isAbsent, listOf } from './arguments.ts';
import type { Kwargs } from './definition.ts';

/** How the values are expected to be distributed. */
export type Partition =
  | {
      readonly form: 'categorical';
      readonly values: readonly (string | number | boolean)[];
      readonly weights: readonly number[];
    }
  | {
      readonly form: 'continuous';
      readonly bins: readonly number[];
      readonly weights: readonly number[];
      readonly tails: readonly [number, number] | undefined;
    };

const tolerance = 1e-6;

/** @throws {ExpectationError} for one whose weights do not add up to 1, or whose bins are not in order. */
export function readPartition(written: unknown): Partition {
  const given: Kwargs = typeof written === 'object' && written !== null ? { ...written } : {};
  const weights = listOf(given, 'weights').map(Number);
  if (isAbsent(given['bins']) === isAbsent(given['values'])) throw refused('either values or bins');
  if (!isAbsent(given['values'])) {
    const values = listOf(given, 'values').filter((value) => isCategory(value));
    checkWeights(weights, values.length, weights);
    return { form: 'categorical', values, weights };
  }
  const bins = listOf(given, 'bins').map(endpoint);
  const [below, above] = listOf(given, 'tail_weights').map(Number);
  const tails = below === undefined || above === undefined ? undefined : ([below, above] as const);
  checkWeights(weights, bins.length - 1, [...weights, ...(tails ?? [])]);
  if (bins.some((bin, index) => index > 0 && !(bin > (bins[index - 1] ?? Infinity))))
    throw refused('bins in rising order');
  if (tails !== undefined && (bins[0] === -Infinity || bins.at(-1) === Infinity))
    throw refused('no tail_weights where an end of the bins is infinite');
  return { form: 'continuous', bins, weights, tails };
}

function isCategory(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Ends of bins may be infinite, which JSON can only say as text. */
function endpoint(value: unknown): number {
  const text = typeof value === 'string' ? value.toLowerCase().replace(/inity$/, '') : '';
  if (text === 'inf' || text === '+inf') return Infinity;
  if (text === '-inf') return -Infinity;
  if (typeof value !== 'number') throw refused('bins that are numbers, "inf" or "-inf"');
  return value;
}

function checkWeights(weights: readonly number[], count: number, all: readonly number[]): void {
  if (weights.length !== count || count < 1)
    throw refused(`as many weights as there are values or bins (${String(count)})`);
  const sum = all.reduce((total, weight) => total + weight, 0);
  if (all.some((weight) => !(weight >= 0)) || Math.abs(sum - 1) > tolerance)
    throw refused('weights that are not negative and add up to 1');
}

function refused(expected: string): ExpectationError {
  return new ExpectationError(`partition_object: expected ${expected}`);
}

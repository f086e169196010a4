import { PropertyInvalidError } from '../errors.ts';

const MILLISECONDS: Readonly<Record<string, number>> = {
  week: 604_800_000,
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
  microsecond: 0.001,
};

const INTERVAL = /^(?:interval\s+)?((?:\d+\s+[a-z]+\s*)+)$/iu;
const PART = /(\d+)\s+([a-z]+)/giu;

/**
 * How long an interval of a table's property is, such as `interval 1 week 2 days`; years and months have no length.
 * @returns milliseconds
 * @throws {PropertyInvalidError}
 */
export function readInterval(properties: ReadonlyMap<string, string>, property: string, otherwise: string): number {
  const text = properties.get(property) ?? otherwise;
  const parts = [...(INTERVAL.exec(text.trim())?.[1] ?? '').matchAll(PART)];
  const lengths = parts.map(([, count, unit]) => Number(count) * (MILLISECONDS[singular(unit ?? '')] ?? Number.NaN));
  const sum = lengths.reduce((total, length) => total + length, parts.length === 0 ? Number.NaN : 0);
  if (Number.isNaN(sum)) throw new PropertyInvalidError(property, text, 'an interval such as "interval 7 days"');
  return sum;
}

function singular(unit: string): string {
  return unit.toLowerCase().replace(/s$/u, '');
}

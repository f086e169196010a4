import type { Value } from '@sluice/engine';
import type { ContractColumn } from '../contract.ts';
import { exactOf, plainDigits, scaledTo } from '../exact.ts';
import type { RowTest } from '../row-tests/row-test.ts';
import { decimalShape, integerRange } from '../types.ts';
import type { Draw } from './draw.ts';
import type { Random } from './random.ts';
import { textDrawer } from './texts.ts';

/** How to draw values for a column, by its type and by what is demanded of it. */
export async function drawerOf(column: ContractColumn, tests: readonly RowTest[], random: Random): Promise<Draw> {
  const members = listedValues(tests);
  if (members !== undefined) return () => random.pick(members);
  switch (column.family) {
    case 'text':
      return textDrawer(tests, random);
    case 'boolean':
      return () => random.next() < 0.5;
    case 'integer':
    case 'decimal':
      return exactDrawer(column, tests, random);
    case 'float':
      return floatDrawer(tests, random);
    case 'date':
    case 'timestamp':
      return instantDrawer(column, tests, random);
    case 'time':
      return () => new Date(Math.floor(random.next() * 86_400) * 1000).toISOString().slice(11, 19);
  }
}

function listedValues(tests: readonly RowTest[]): readonly [Value, ...Value[]] | undefined {
  for (const test of tests) {
    if (test.test !== 'member' || test.negated) continue;
    const [first, ...others] = test.values.filter(isScalar);
    if (first !== undefined) return [first, ...others];
  }
  return undefined;
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** The bounds that the tests state, as text. */
export function boundsOf(tests: readonly RowTest[]): { readonly low?: string; readonly high?: string } {
  const bounds = tests.filter((test) => test.test === 'bound');
  const low = bounds.findLast(({ operator }) => operator.startsWith('>'))?.value;
  const high = bounds.findLast(({ operator }) => operator.startsWith('<'))?.value;
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
}

/** Whole steps of the column's scale, or of `multipleOf`, between the bounds; an open side is a million away. */
function exactDrawer({ type, family }: ContractColumn, tests: readonly RowTest[], random: Random): Draw {
  const { precision, scale } = family === 'decimal' ? decimalShape(type) : { precision: 0, scale: 0 };
  const range =
    family === 'decimal'
      ? { least: 1n - 10n ** BigInt(precision), most: 10n ** BigInt(precision) - 1n }
      : integerRange(type);
  const step = stepOf(tests, scale);
  const { low, high } = boundsOf(tests);
  const [from, to] = [low, high].map((text) => (text === undefined ? undefined : stepsAt(text, scale)));
  const reach = 1_000_000n * 10n ** BigInt(scale);
  const least = clamp(from ?? (to === undefined ? 0n : to - reach), range);
  const most = clamp(to ?? least + reach, range);
  return () => {
    const steps = random.whole(least < most ? least : most, most);
    const digits = steps - (steps % step);
    const value = plainDigits({ digits: digits < least ? digits + step : digits, scale });
    return family === 'decimal' || !Number.isSafeInteger(Number(value)) ? value : Number(value);
  };
}

function clamp(value: bigint, { least, most }: { readonly least: bigint; readonly most: bigint }): bigint {
  return value < least ? least : value > most ? most : value;
}

/** A bound in steps of 10^-scale, cut towards zero. */
function stepsAt(text: string, scale: number): bigint | undefined {
  const exact = exactOf(text);
  if (exact === undefined) return undefined;
  return exact.scale <= scale ? scaledTo(exact, scale) : exact.digits / 10n ** BigInt(exact.scale - scale);
}

function stepOf(tests: readonly RowTest[], scale: number): bigint {
  const steps = tests.flatMap((test) => (test.test === 'multiple' ? [stepsAt(String(test.step), scale) ?? 1n] : []));
  const product = steps.reduce((all, step) => (step === 0n ? all : all * step), 1n);
  return product === 0n ? 1n : product;
}

function floatDrawer(tests: readonly RowTest[], random: Random): Draw {
  const { low, high } = boundsOf(tests);
  const least = Number(low ?? (high === undefined ? 0 : Number(high) - 1000));
  const most = Number(high ?? least + 1000);
  const step = tests.flatMap((test) => (test.test === 'multiple' ? [test.step] : []))[0];
  return () => {
    const value = least + random.next() * (most - least);
    return step === undefined ? value : Math.round(value / step) * step;
  };
}

const second = 1000;

/** Instants between the bounds, by default in the years 2024 and 2025. */
function instantDrawer({ family, type }: ContractColumn, tests: readonly RowTest[], random: Random): Draw {
  const { low, high } = boundsOf(tests);
  const [from, to] = [low, high].map((text) => (text === undefined ? undefined : instant(text)));
  const span = 730 * 86_400 * second;
  const least = from ?? (to === undefined ? Date.UTC(2024, 0, 1) : to - span);
  const wholeDay = family === 'date' ? 86_399 * second : 0;
  const most = Math.max(least, to ?? least + span) + wholeDay;
  return () => {
    const text = new Date(Math.floor((least + random.next() * (most - least)) / second) * second).toISOString();
    if (family === 'date') return text.slice(0, 10);
    return `${text.slice(0, 19)}${type === 'TIMESTAMP' ? '' : 'Z'}`;
  };
}

function instant(text: string): number {
  const zoned = /(?:Z|[+-]\d{2}:\d{2})$/.test(text) && text.length > 10;
  return Date.parse(zoned || text.length <= 10 ? text : `${text.replace(' ', 'T')}Z`);
}

import { compareExact, exactOf, type Exact } from '../exact.ts';
import { decimalShape, integerRange } from '../types.ts';
import { cellType, type CellType } from './cell-type.ts';

/** Whole numbers are JSON numbers while those are exact (up to 2^53); columns of 64 bits also take them as text. */
export function integerCell(type: string): CellType {
  const { least, most } = integerRange(type);
  const [low, high] = [Number(least), Number(most)];
  const wide = !Number.isSafeInteger(high);
  return cellType<number | Exact>(
    (value) => {
      if (typeof value === 'number')
        return Number.isSafeInteger(value) && value >= low && value <= high ? value : undefined;
      if (!wide || typeof value !== 'string' || !/^(?:0|-?[1-9]\d{0,19})$/.test(value)) return undefined;
      const digits = BigInt(value);
      return digits >= least && digits <= most ? { digits, scale: 0 } : undefined;
    },
    compareNumbers,
    readNumber,
  );
}

/**
 * Decimals are text (`"12.50"`), or JSON numbers of at most 15 significant digits: those are the digits that a double
 * carries through JSON unchanged.
 */
export function decimalCell(type: string): CellType {
  const { precision, scale } = decimalShape(type);
  const factor = 10 ** scale;
  const most = Math.min(10 ** precision, 1e15);
  const form = new RegExp(decimalPattern(type));
  return cellType<number | Exact>(
    (value) => {
      if (typeof value === 'number') {
        const steps = Math.round(value * factor);
        return Math.abs(steps) < most && steps / factor === value ? value : undefined;
      }
      if (typeof value !== 'string' || !form.test(value)) return undefined;
      return exactOf(value);
    },
    compareNumbers,
    readNumber,
  );
}

/** How a decimal is written as text, as a pattern. */
export function decimalPattern(type: string): string {
  const { precision, scale } = decimalShape(type);
  const whole = precision === scale ? '0' : `(?:0|[1-9][0-9]{0,${String(precision - scale - 1)}})`;
  return scale === 0 ? `^-?${whole}$` : `^-?${whole}(?:[.][0-9]{1,${String(scale)}})?$`;
}

/** What a value of an integer or decimal column, or a number of the contract, is exactly. */
export function exactValue(value: unknown): Exact | undefined {
  return typeof value === 'number' || typeof value === 'string' ? exactOf(String(value)) : undefined;
}

/** A double where it prints as the text does: then it stands for that very number, and compares in no time. */
function readNumber(operand: unknown): number | Exact | undefined {
  const double = Number(operand);
  return String(double) === String(operand) ? double : exactValue(operand);
}

/** Two doubles that came from at most 15 digits, or from a number of the contract, compare as those do. */
function compareNumbers(a: number | Exact, b: number | Exact): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [typeof a === 'number' ? exactValue(a) : a, typeof b === 'number' ? exactValue(b) : b];
  return left === undefined || right === undefined ? NaN : compareExact(left, right);
}

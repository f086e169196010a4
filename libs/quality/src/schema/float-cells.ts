import { cellType, type CellType } from './cell-type.ts';

const unbounded: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity };

/** Doubles are JSON numbers, and `"NaN"`, `"Infinity"`, `"-Infinity"` as text. A FLOAT rounds what it is given, bounds too. */
export function floatCell(type: string): CellType {
  const rounded = type === 'FLOAT' ? Math.fround : (value: number): number => value;
  return cellType(
    (value) => floatValue(value, rounded),
    compareFloats,
    (operand) => (operand === null ? undefined : rounded(Number(operand))),
  );
}

/** The number that a value of a float column stands for; undefined where it is none. */
export function floatValue(value: unknown, rounded: (value: number) => number = (same) => same): number | undefined {
  if (typeof value === 'string') return Object.hasOwn(unbounded, value) ? unbounded[value] : undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const held = rounded(value);
  return Number.isFinite(held) ? held : undefined;
}

/** As SQL has it: NaN equals NaN and is greater than all else, and the two zeros are equal. */
export function compareFloats(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  if (Number.isNaN(b)) return -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Up to 1e-9 of a step, as SQL judges it; NaN and infinities are multiples of nothing. */
export function isFloatMultiple(value: number, step: number): boolean {
  const steps = value / step;
  return Math.abs(steps - Math.round(steps)) <= 1e-9;
}

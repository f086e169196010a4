/** A number without rounding: `digits` / 10^`scale`. */
export interface Exact {
  readonly digits: bigint;
  readonly scale: number;
}

/** Reads `-12.50`, `3`, `1e-7`; undefined for any other text. */
export function exactOf(text: string): Exact | undefined {
  const found = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text);
  if (found === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = found;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** Below zero where `a` is less. */
export function compareExact(a: Exact, b: Exact): number {
  const scale = Math.max(a.scale, b.scale);
  const difference = scaledTo(a, scale) - scaledTo(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function isMultiple(value: Exact, step: Exact): boolean {
  const scale = Math.max(value.scale, step.scale);
  return scaledTo(value, scale) % scaledTo(step, scale) === 0n;
}

/** The digits at a scale that is no smaller than the number's own. */
export function scaledTo({ digits, scale }: Exact, to: number): bigint {
  return digits * 10n ** BigInt(to - scale);
}

/** As SQL writes a DECIMAL: no exponent, as many decimals as the scale. */
export function plainDigits({ digits, scale }: Exact): string {
  const sign = digits < 0n ? '-' : '';
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
  return scale === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

import type { Value } from '@sluice/engine';

/** Digits that a double keeps. */
const digits = 15;

/** A DECIMAL, or another number that is text for its length, as a JSON number where that keeps every digit. */
export function plainNumber(value: Value, type: string): Value {
  if (Array.isArray(value)) return value.map((item: Value) => plainNumber(item, type.replace(/\[\]$/, '')));
  if (typeof value !== 'string' || !/^(?:DECIMAL|U?HUGEINT|U?BIGINT)/.test(type)) return value;
  return /^-?\d+(?:\.\d+)?$/.test(value) && value.replace(/\D/g, '').length <= digits ? Number(value) : value;
}

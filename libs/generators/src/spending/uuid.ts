import { bits } from '../sql.ts';

const VARIANT = 0x8000;

/** SQL: a number as text in the form of a UUID, version 4: the same for the same seed, and never that of another number but by chance. */
export function uuid(number: string, seed: string): string {
  const [high, low] = [bits(number, seed, 64), bits(number, seed, 65)];
  const parts = [
    `${high} >> 31`,
    `(${high} >> 15) & ${String(0xffff)}`,
    `${high} & ${String(0xfff)}`,
    `${String(VARIANT)} | ((${low} >> 48) & ${String(0x3fff)})`,
    `${low} & ${String(0xffffffffffff)}`,
  ];
  return `format('{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}', ${parts.join(', ')})`;
}

import type { Contract } from '@sluice/quality';
import fc from 'fast-check';
import type { CellRecord } from './compare.ts';
import { cellsOf } from './values.ts';

const POOL = 400;

/** Records of a contract's columns, each cell drawn from a pool of generated ones: drawing takes less than generating. */
export function pickRecords(contract: Contract, count: number, seed: number): readonly CellRecord[] {
  const pools = contract.columns.map(
    ({ name, type }, index) => [name, fc.sample(cellsOf(type), { numRuns: POOL, seed: seed * 31 + index })] as const,
  );
  const random = mulberry32(seed);
  return Array.from({ length: count }, () =>
    Object.fromEntries(pools.map(([name, pool]) => [name, pool[Math.floor(random() * pool.length)] ?? null])),
  );
}

/** Numbers from 0 to 1 that follow from the seed (Tommy Ettinger's mulberry32). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

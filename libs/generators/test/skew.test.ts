import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shuffled, skewed, skewedRank, steepRank } from '../src/skew.ts';
import { workbench } from './support.ts';

const { session } = workbench();

describe('shuffled', () => {
  it('gives every rank another place, and none to two', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3_000 }), fc.maxSafeInteger(), async (n, salt) => {
        const [found] = await session().query(
          `SELECT count(DISTINCT place) AS places, min(place) AS first, max(place) AS last
           FROM (SELECT ${shuffled('i', n, salt)} AS place FROM range(${String(n)}) AS ranks(i))`,
        );
        expect(found).toEqual({ places: n, first: 0, last: n - 1 });
      }),
      { numRuns: 40 },
    );
  });
});

describe.each([
  ['skewed', skewed],
  ['skewedRank', skewedRank],
  ['steepRank', steepRank],
])('%s', (_, draw) => {
  it('goes from 0 to n - 1, and never falls as the random number grows', async () => {
    const largest = 2 ** 31 - 1;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000_000 }), fc.nat(largest - 1), async (n, random) => {
        const [found] = await session().query(
          `SELECT
             ${draw('0::BIGINT', n)} AS first,
             ${draw(`${String(random)}::BIGINT`, n)} <= ${draw(`${String(random + 1)}::BIGINT`, n)} AS rising,
             ${draw(`${String(largest)}::BIGINT`, n)} BETWEEN 0 AND ${String(n - 1)} AS last_in_range`,
        );
        expect(found).toEqual({ first: 0, rising: true, last_in_range: true });
      }),
      { numRuns: 40 },
    );
  });
});

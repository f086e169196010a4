import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Writer, steps } from '../history-steps.ts';
import { History } from '../history.ts';
import type { Scene } from '../scene.ts';

const LENGTH = 12;
/** DuckDB's extension appends to tables without partitions alone. */
const cases: readonly {
  readonly seed: number;
  readonly partitionedBy: readonly string[];
  readonly writers: readonly Writer[];
}[] = [
  { seed: 1, partitionedBy: [], writers: ['us', 'us', 'spark', 'deltaRs', 'duckDb'] },
  { seed: 2, partitionedBy: ['p'], writers: ['us', 'us', 'spark', 'deltaRs'] },
];

/** Random lives of tables that all write: after each step all read the same, and what the steps say. */
export function histories(scene: () => Scene): void {
  describe.each(cases)('a history of seed $seed, partitioned by $partitionedBy', ({ seed, partitionedBy, writers }) => {
    it('is the same to all after each step, and its past stays', async () => {
      const history = await History.begin(scene(), partitionedBy);
      expect(await history.disagreements()).toEqual([]);
      const [taken = []] = fc.sample(steps(writers, LENGTH), { seed, numRuns: 1 });
      for (const [index, step] of taken.entries()) {
        expect(await history.take(step), `step ${index + 1}: ${JSON.stringify(step)}`).toEqual([]);
      }
      expect(await history.pastDisagreements()).toEqual([]);
    });
  });
}

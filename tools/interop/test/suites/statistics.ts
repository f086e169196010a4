import { quoteLiteral } from '@sluice/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PeerName } from '../../src/peers.ts';
import * as ours from '../ours.ts';
import type { Scene } from '../scene.ts';

const LONG = 'x'.repeat(40);
/** One file each: values whose bounds are cut, rounded or left out where a log keeps them. */
const files = [
  {
    said: `${LONG}a`,
    moment: '2020-01-01 00:00:00.000001',
    twofold: '1.5',
    huge: '9999999999999999999999999999.9999999999',
  },
  {
    said: `${LONG}\u{10FFFF}\u{10FFFF}`,
    moment: '2020-01-01 00:00:00.000999',
    twofold: '-1.5',
    huge: '-9999999999999999999999999999.9999999999',
  },
  { said: '\u{10FFFF}'.repeat(40), moment: '1969-12-31 23:59:59.999999', twofold: '1e300', huge: '0.0000000001' },
  { said: `${'😀'.repeat(31)}é`, moment: '0001-01-01 00:00:00.000001', twofold: '-1e-300', huge: '1' },
  { said: 'Z', moment: '9999-12-31 23:59:59.999999', twofold: '0', huge: '0' },
];

/** DataFusion, the SQL of delta-rs, counts a timestamp's literal in nanoseconds, which end in 2262. */
const moments: Readonly<Record<PeerName, (text: string) => string>> = {
  spark: (text) => `TIMESTAMP '${text}'`,
  deltaRs: (text) => `arrow_cast('${text}', 'Timestamp(Microsecond, Some("UTC"))')`,
  duckDb: (text) => `TIMESTAMP '${text}'`,
};

function conditionsFor(peer: PeerName): readonly string[] {
  return files.flatMap(({ said, moment, twofold, huge }) => [
    `said = ${quoteLiteral(said)}`,
    `moment = ${moments[peer](moment)}`,
    `twofold = CAST('${twofold}' AS DOUBLE)`,
    `huge = CAST('${huge}' AS DECIMAL(38,10))`,
  ]);
}

/** Statistics that we write: what others leave unread by them has none of the rows. */
export function statistics(scene: () => Scene): void {
  describe('the statistics of our files', () => {
    let table: string;

    beforeAll(async () => {
      table = scene().newFolder();
      for (const { said, moment, twofold, huge } of files) {
        const row = `SELECT ${quoteLiteral(said)} AS said, TIMESTAMPTZ '${moment}Z' AS moment,
          CAST('${twofold}' AS DOUBLE) AS twofold, CAST('${huge}' AS DECIMAL(38,10)) AS huge`;
        const other = "SELECT NULL AS said, NULL AS moment, CAST('NaN' AS DOUBLE) AS twofold, NULL AS huge";
        await ours.append(scene(), table, `${row} UNION ALL ${other}`);
      }
    });

    it.each(['spark', 'deltaRs', 'duckDb'] as const)('let %s find every row by its values', async (peer) => {
      const conditions = conditionsFor(peer);
      const counts = await scene().peers[peer].ask('count', { table, conditions });
      expect(counts).toEqual(conditions.map((condition) => [condition, 1]));
    });
  });
}

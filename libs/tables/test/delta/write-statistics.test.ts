import fc from 'fast-check';
import type { Session } from '@sluice/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { statsText } from '../../src/delta/write-statistics.ts';
import type { FileColumn } from '../../src/index.ts';
import { connectForFile, tableOf } from './support.ts';

let session: Session;

beforeAll(async () => {
  session = await connectForFile();
});

interface Stats {
  readonly numRecords: number;
  readonly minValues: Readonly<Record<string, string | number>>;
  readonly maxValues: Readonly<Record<string, string | number>>;
  readonly nullCount: Readonly<Record<string, number>>;
}

function parsed(text = ''): Stats {
  const stats: Stats = JSON.parse(text);
  return stats;
}

/** Statistics of one column that holds `min` to `max`. */
function statsOf(type: string, column: FileColumn): Stats {
  return parsed(statsText({ rows: 1, columns: new Map([['x', column]]) }, [{ path: ['x'], type }]));
}

const byCodePoint = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const text = fc.string({ unit: 'binary', maxLength: 80 });

describe(statsText, () => {
  it('tells rows, bounds and nulls of what was written, and leaves out what nobody skips by', async () => {
    const table = await tableOf(
      session,
      `SELECT i::INTEGER AS i, nullif(i, 1)::BIGINT * 3000000000000000001 AS big, i % 2 = 0 AS flag, (i * 0.1)::DECIMAL(38,10) AS money,
         CASE i WHEN 1 THEN 'nan'::DOUBLE ELSE i END AS nan, 'inf'::DOUBLE AS inf, NULL::DATE AS never,
         '2026-01-01 00:00:00.0005+00'::TIMESTAMPTZ AS ts, DATE '2026-01-01' + i::INTEGER AS day, '\\x00'::BLOB AS bytes,
         '10000-01-01'::DATE AS far
       FROM range(3) t(i)`,
    );
    const stats = (await table.snapshot(session)).files[0]?.action.stats ?? '';
    expect(stats).toContain('"big":6000000000000000002');
    expect(parsed(stats)).toEqual({
      numRecords: 3,
      minValues: { i: 0, big: 0, money: 0, ts: '2026-01-01T00:00:00.000Z', day: '2026-01-01' },
      maxValues: { i: 2, big: 6000000000000000000, money: 0.2, ts: '2026-01-01T00:00:00.001Z', day: '2026-01-03' },
      nullCount: { i: 0, big: 1, flag: 0, money: 0, nan: 0, inf: 0, never: 3, ts: 0, day: 0, bytes: 0, far: 0 },
    });
  });

  it('keeps texts of 32 code points, and bounds what it cuts', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const [min, max] = byCodePoint(one, other) < 0 ? [one, other] : [other, one];
        const { minValues, maxValues } = statsOf('VARCHAR', { min, max });
        const [least, greatest] = [String(minValues['x']), maxValues['x']];
        expect([...least].length).toBeLessThanOrEqual(32);
        expect(byCodePoint(least, min)).toBeLessThanOrEqual(0);
        if (greatest === undefined) return;
        expect([...String(greatest)].length).toBeLessThanOrEqual(32);
        expect(byCodePoint(String(greatest), max)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it.each([
    ['a'.repeat(33), `${'a'.repeat(31)}b`],
    [`${'a'.repeat(31)}\u{10ffff}z`, `${'a'.repeat(30)}b`],
    [`${'a'.repeat(31)}\ud7ffz`, `${'a'.repeat(31)}\ue000`],
    ['🦆'.repeat(40), `${'🦆'.repeat(31)}🦇`],
    ['\u{10ffff}'.repeat(33), undefined],
    ['\u{10ffff}'.repeat(32), '\u{10ffff}'.repeat(32)],
  ])('raises the greatest text where it cuts it (%#)', (max, raised) => {
    expect(statsOf('VARCHAR', { max }).maxValues['x']).toBe(raised);
  });
});

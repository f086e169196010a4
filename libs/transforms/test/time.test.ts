import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { database } from './support.ts';

const { session, value } = database();

const instants = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });

async function parts(expression: string): Promise<unknown> {
  const rows = await session().query(
    `SELECT hour_of_day(t) AS hour, iso_day_of_week(t) AS weekday, is_weekend(t) AS weekend, utc_date(t) AS day
     FROM (SELECT ${expression} AS t)`,
  );
  return rows[0];
}

function expected(instant: Date): unknown {
  const weekday = instant.getUTCDay() === 0 ? 7 : instant.getUTCDay();
  const day = instant.toISOString().slice(0, 10);
  return { hour: instant.getUTCHours(), weekday, weekend: weekday >= 6, day };
}

describe('the parts of an instant', () => {
  it('are those of UTC, of TIMESTAMPTZ and TIMESTAMP alike', async () => {
    await fc.assert(
      fc.asyncProperty(instants, async (instant) => {
        const text = instant.toISOString();
        expect(await parts(`TIMESTAMPTZ '${text}'`)).toEqual(expected(instant));
        expect(await parts(`TIMESTAMP '${text.slice(0, -1)}'`)).toEqual(expected(instant));
      }),
      { numRuns: 60 },
    );
  });

  it('are those of UTC whatever the time zone of the session', async () => {
    await session().execute("SET TimeZone = 'Pacific/Auckland'");
    try {
      const instant = new Date('2025-12-31T18:30:00Z');
      expect(await parts("TIMESTAMPTZ '2025-12-31 18:30:00+00'")).toEqual(expected(instant));
      expect(
        await value("days_between(TIMESTAMPTZ '2025-12-30 23:59:59+00', TIMESTAMPTZ '2025-12-31 00:00:00+00')"),
      ).toBe(1);
    } finally {
      await session().execute("SET TimeZone = 'UTC'");
    }
  });

  it('of a DATE are those of its midnight', async () => {
    expect(await parts("DATE '2026-01-04'")).toEqual({ hour: 0, weekday: 7, weekend: true, day: '2026-01-04' });
  });

  it('of NULL are NULL', async () => {
    expect(await parts('NULL::TIMESTAMPTZ')).toEqual({ hour: null, weekday: null, weekend: null, day: null });
  });
});

describe('days_between', () => {
  it.each([
    ["DATE '2021-03-02'", "DATE '2021-04-01'", 30],
    ["DATE '2021-04-01'", "DATE '2021-03-02'", -30],
    ["TIMESTAMPTZ '2021-03-02 23:59:59+00'", "DATE '2021-03-03'", 1],
    ["TIMESTAMPTZ '2021-03-02 00:00:00+00'", "TIMESTAMPTZ '2021-03-02 23:59:59+00'", 0],
    ["DATE '2024-02-28'", "DATE '2024-03-01'", 2],
    ['NULL::DATE', "DATE '2024-03-01'", null],
  ])('from %s to %s is %s', async (earlier, later, days) => {
    expect(await value(`days_between(${earlier}, ${later})`)).toBe(days);
  });
});

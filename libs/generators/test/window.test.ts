import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayNumber } from '../src/day.ts';
import { customerTransactions, invoiceInvoices, invoiceLineItems, retailTransactions } from '../src/index.ts';
import { BILLING, CYCLE, FIVE_DAYS, SALES } from '../src/seasons.ts';
import { rowsBefore, stretches, windowStart } from '../src/window.ts';
import { addDays, workbench } from './support.ts';

const { query, scratch } = workbench();

const days = fc.integer({ min: 0, max: 20_000 }).map((offset) => addDays('2001-12-31', offset));
const volumes = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 300, max: 3_000 }));

describe('the seasons', () => {
  it.each([SALES, BILLING])('fill a cycle of 365 days', (...seasons) => {
    expect(seasons.reduce((sum, season) => sum + season.days, 0)).toBe(CYCLE);
  });

  it('hold every row of a cycle once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), (rows) => {
        let next = 0;
        for (const stretch of stretches(SALES, rows)) {
          expect(stretch.firstRow).toBe(next);
          next += stretch.rows;
        }
        expect(next).toBe(rows);
      }),
    );
  });
});

describe('the window of 365 days that ends with a day', () => {
  it('begins where the 365 days before it end, whatever the day and the volume', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), fc.integer({ min: 730, max: 30_000 }), (rows, day) => {
        expect(windowStart(SALES, rows, day)).toBe(rowsBefore(SALES, rows, day - 364));
        expect(windowStart(SALES, rows, day) + rows).toBe(rowsBefore(SALES, rows, day + 1));
      }),
    );
  });

  it('holds exactly the rows asked for, numbered on from the origin, in the order of their instants', async () => {
    await fc.assert(
      fc.asyncProperty(days, volumes, async (asOf, transactions) => {
        const table = retailTransactions.emit({ transactions, customers: 50, products: 20, seed: 1, asOf }, scratch());
        const [found] = await query(
          { t: table },
          `SELECT
             count(*) AS total,
             count_if("timestamp" < previous)::BIGINT AS backwards,
             min("timestamp") >= TIMESTAMPTZ '${addDays(asOf, -364)} 00:00:00+00' AS starts,
             max("timestamp") < TIMESTAMPTZ '${addDays(asOf, 1)} 00:00:00+00' AS ends,
             min(transaction_id[5:]::BIGINT) AS first_id,
             max(transaction_id[5:]::BIGINT) AS last_id
           FROM (SELECT *, lag("timestamp", 1, '-infinity') OVER () AS previous FROM t)`,
        );
        const first = windowStart(SALES, transactions, dayNumber(asOf) ?? -1) + 1;
        expect(found).toEqual({
          total: transactions,
          backwards: 0,
          starts: true,
          ends: true,
          first_id: first,
          last_id: first + transactions - 1,
        });
        expect(table.rows).toBe(transactions);
      }),
      { numRuns: 25 },
    );
  });

  it('puts as many rows on each day as the calendar of rows says', async () => {
    const asOf = '2026-03-01';
    const invoices = 1_000;
    const table = invoiceInvoices.emit({ invoices, accounts: 10, seed: 3, asOf }, scratch());
    const found = await query(
      { t: table },
      'SELECT date_issued::VARCHAR AS day, count(*) AS rows FROM t GROUP BY date_issued ORDER BY date_issued',
    );
    const last = dayNumber(asOf) ?? -1;
    const expected = Array.from({ length: 365 }, (_, index) => {
      const day = last - 364 + index;
      const rows = rowsBefore(BILLING, invoices, day + 1) - rowsBefore(BILLING, invoices, day);
      return { day: addDays(asOf, index - 364), rows };
    });
    expect(found).toEqual(expected.filter(({ rows }) => rows > 0));
  });

  it('changes no row of a day that stays when it moves on', async () => {
    await fc.assert(
      fc.asyncProperty(days, volumes, fc.integer({ min: 1, max: 400 }), async (asOf, transactions, later) => {
        const counts = { transactions, customers: 50, products: 20, seed: 9 };
        const before = retailTransactions.emit({ ...counts, asOf }, scratch());
        const after = retailTransactions.emit({ ...counts, asOf: addDays(asOf, later) }, scratch());
        const shared = `"timestamp" >= TIMESTAMPTZ '${addDays(asOf, later - 364)} 00:00:00+00' AND "timestamp" < TIMESTAMPTZ '${addDays(asOf, 1)} 00:00:00+00'`;
        const [found] = await query(
          { a: before, b: after },
          `SELECT
             (SELECT count(*) FROM (SELECT * FROM a WHERE ${shared} EXCEPT ALL SELECT * FROM b)) AS lost,
             (SELECT count(*) FROM (SELECT * FROM b WHERE ${shared} EXCEPT ALL SELECT * FROM a)) AS added`,
        );
        expect(found).toEqual({ lost: 0, added: 0 });
      }),
      { numRuns: 25 },
    );
  });

  it('keeps the lines of an invoice that stays', async () => {
    await fc.assert(
      fc.asyncProperty(days, volumes, fc.integer({ min: 1, max: 12 }), async (asOf, invoices, skus) => {
        const counts = { invoices, accounts: 7, skus, seed: 5 };
        const later = addDays(asOf, 40);
        const [found] = await query(
          {
            a: invoiceLineItems.emit({ ...counts, asOf }, scratch()),
            b: invoiceLineItems.emit({ ...counts, asOf: later }, scratch()),
            stays: invoiceInvoices.emit({ ...counts, asOf: later }, scratch()),
          },
          `SELECT count(*) AS lost
           FROM (SELECT a.* FROM a SEMI JOIN stays USING (invoice_id) EXCEPT ALL SELECT * FROM b)`,
        );
        expect(found).toEqual({ lost: 0 });
      }),
      { numRuns: 25 },
    );
  });
});

describe('the window of five days', () => {
  it('holds exactly the rows asked for, and the same of every day that stays when it moves on', async () => {
    await fc.assert(
      fc.asyncProperty(days, volumes, fc.integer({ min: 1, max: 6 }), async (asOf, rows, later) => {
        const before = customerTransactions.emit({ rows, seed: 9, asOf }, scratch());
        const after = customerTransactions.emit({ rows, seed: 9, asOf: addDays(asOf, later) }, scratch());
        const shared = `"timestamp" >= TIMESTAMPTZ '${addDays(asOf, later - 4)} 00:00:00+00' AND "timestamp" < TIMESTAMPTZ '${addDays(asOf, 1)} 00:00:00+00'`;
        const [found] = await query(
          { a: before, b: after },
          `SELECT
             (SELECT count(*) FROM a) AS total,
             (SELECT min("timestamp") FROM a) >= TIMESTAMPTZ '${addDays(asOf, -4)} 00:00:00+00' AS starts,
             (SELECT max("timestamp") FROM a) < TIMESTAMPTZ '${addDays(asOf, 1)} 00:00:00+00' AS ends,
             (SELECT count_if("timestamp" < previous)::BIGINT FROM (SELECT *, lag("timestamp", 1, '-infinity') OVER () AS previous FROM a)) AS backwards,
             (SELECT count(*) FROM (SELECT * FROM a WHERE ${shared} EXCEPT ALL SELECT * FROM b)) AS lost,
             (SELECT count(*) FROM (SELECT * FROM b WHERE ${shared} EXCEPT ALL SELECT * FROM a)) AS added`,
        );
        expect(found).toEqual({ total: rows, starts: true, ends: true, backwards: 0, lost: 0, added: 0 });
        expect(windowStart(FIVE_DAYS, rows, dayNumber(asOf) ?? -1) + rows).toBe(
          rowsBefore(FIVE_DAYS, rows, (dayNumber(asOf) ?? -1) + 1),
        );
      }),
      { numRuns: 25 },
    );
  });
});

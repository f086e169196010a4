import { describe, expect, it } from 'vitest';
import { customerTransactions } from '../src/index.ts';
import { workbench } from './support.ts';

const { query, scratch } = workbench();

describe('customer transactions', () => {
  it('have the ids, customers, amounts and merchants that a card company exports', async () => {
    const [found] = await query(
      { t: customerTransactions.emit({ rows: 12_000, seed: 42, asOf: '2026-01-01' }, scratch()) },
      `SELECT
         count_if(NOT regexp_full_match(transaction_id, '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'))::BIGINT AS no_uuids,
         min(customer_id) AS least, max(customer_id) AS most, count(DISTINCT customer_id) AS customers,
         min(amount) BETWEEN -50 AND -40 AS lowest, max(amount) BETWEEN 450 AND 500 AS highest,
         count_if(amount < 0) BETWEEN 600 AND 1200 AS refunds, count_if(amount = 0) BETWEEN 50 AND 250 AS zeros,
         list(DISTINCT merchant ORDER BY merchant) AS merchants
       FROM t`,
    );
    expect(found).toEqual({
      ...{ no_uuids: 0, least: 'C1000', most: 'C1100', customers: 101 },
      ...{ lowest: true, highest: true, refunds: true, zeros: true },
      merchants: ['GAS_STATION', 'ONLINE_SHOP', 'RESTAURANT', 'STORE_01', 'STORE_02'],
    });
  });

  it('repeat an earlier id in one row of twenty: the same customer and merchant, later, half of them with another amount', async () => {
    const [found] = await query(
      { t: customerTransactions.emit({ rows: 12_000, seed: 42, asOf: '2026-01-01' }, scratch()) },
      `SELECT
         count(*) AS repeats,
         count(earlier.transaction_id) BETWEEN 550 AND 600 AS in_the_window,
         count_if(repeated.customer_id <> earlier.customer_id OR repeated.merchant <> earlier.merchant)::BIGINT AS strangers,
         count_if(repeated.amount <> earlier.amount) BETWEEN 250 AND 350 AS corrected,
         max(repeated."timestamp" - earlier."timestamp") BETWEEN INTERVAL 12 HOURS AND INTERVAL 36 HOURS AS a_day_at_most,
         min(repeated."timestamp" - earlier."timestamp") >= INTERVAL 0 SECONDS AS later
       FROM (SELECT * FROM (SELECT *, row_number() OVER () AS place FROM t) WHERE place % 20 = 0) repeated
       LEFT JOIN (SELECT * FROM (SELECT *, row_number() OVER () AS place FROM t) WHERE place % 20 <> 0) earlier USING (transaction_id)`,
    );
    expect(found).toEqual({
      ...{ repeats: 600, in_the_window: true, strangers: 0, corrected: true, a_day_at_most: true, later: true },
    });
  });

  it('have ids that another seed does not have', async () => {
    const of = (seed: number) => customerTransactions.emit({ rows: 500, seed, asOf: '2026-01-01' }, scratch());
    const [found] = await query(
      { a: of(1), b: of(2) },
      'SELECT count(*) AS shared FROM a JOIN b USING (transaction_id)',
    );
    expect(found).toEqual({ shared: 0 });
  });
});

import { describe, expect, it } from 'vitest';
import { retailCustomers, retailProducts, retailTransactions } from '../src/index.ts';
import { addDays, workbench } from './support.ts';

const { query, scratch } = workbench();
const sizes = { customers: 10_000, products: 200, transactions: 50_000, seed: 42, asOf: '2026-01-01' };

const emit = {
  customers: (changed: Partial<typeof sizes> = {}) => retailCustomers.emit({ ...sizes, ...changed }, scratch()),
  products: (changed: Partial<typeof sizes> = {}) => retailProducts.emit({ ...sizes, ...changed }, scratch()),
  transactions: (changed: Partial<typeof sizes> = {}) => retailTransactions.emit({ ...sizes, ...changed }, scratch()),
};

describe('customers', () => {
  it('are numbered from 1, with unique e-mails that fit their names and values in range', async () => {
    const [found] = await query(
      { t: emit.customers() },
      `SELECT
         count(*) AS rows,
         count(DISTINCT email) AS emails,
         count_if(customer_id <> number)::BIGINT AS out_of_order,
         count_if(email NOT SIMILAR TO
           lower(regexp_replace(first_name, '[^A-Za-z]', '', 'g')) || '[.]' ||
           lower(regexp_replace(last_name, '[^A-Za-z]', '', 'g')) || customer_id || '@example[.](com|net|org)')::BIGINT AS strange_emails,
         count_if(age NOT BETWEEN 18 AND 80 OR total_orders NOT BETWEEN 0 AND 100)::BIGINT AS out_of_range,
         count_if(total_spent NOT BETWEEN 0 AND 10000 OR (total_orders = 0) <> (total_spent = 0))::BIGINT AS strange_spending,
         count_if(signup_date NOT SIMILAR TO '[0-9]{4}-[0-9]{2}-[0-9]{2}')::BIGINT AS strange_dates,
         min(signup_date) AS first_signup,
         max(signup_date) AS last_signup
       FROM (SELECT *, row_number() OVER () AS number FROM t)`,
    );
    expect(found).toEqual({
      rows: 10_000,
      emails: 10_000,
      out_of_order: 0,
      strange_emails: 0,
      out_of_range: 0,
      strange_spending: 0,
      strange_dates: 0,
      first_signup: addDays('2026-01-01', -729),
      last_signup: '2026-01-01',
    });
  });

  it('reach all segments of spending, the dearer the fewer', async () => {
    const [found] = await query(
      { t: emit.customers() },
      `SELECT
         count_if(total_spent > 3000)::BIGINT AS premium,
         count_if(total_spent > 1500 AND total_spent <= 3000)::BIGINT AS gold,
         count_if(total_spent > 500 AND total_spent <= 1500)::BIGINT AS silver,
         count_if(total_spent <= 500)::BIGINT AS bronze
       FROM t`,
    );
    const counts = Object.values(found ?? {}).map(Number);
    expect(counts).toEqual(counts.toSorted((left, right) => left - right));
    expect(Math.min(...counts)).toBeGreaterThan(500);
  });

  it('keep everything but the sign-up of those who fall out of the period when the as-of day moves on', async () => {
    const [found] = await query(
      { a: emit.customers(), b: emit.customers({ asOf: '2026-01-02' }) },
      `SELECT
         count_if(a.signup_date <> b.signup_date)::BIGINT AS moved,
         count_if(a.signup_date <> b.signup_date AND (a.signup_date <> '2024-01-03' OR b.signup_date <> '2026-01-02'))::BIGINT AS moved_wrongly,
         count_if((a.first_name, a.last_name, a.email, a.age, a.city, a.total_orders, a.total_spent) IS DISTINCT FROM
           (b.first_name, b.last_name, b.email, b.age, b.city, b.total_orders, b.total_spent))::BIGINT AS changed
       FROM a JOIN b USING (customer_id)`,
    );
    expect(found).toMatchObject({ moved_wrongly: 0, changed: 0 });
    expect(found?.['moved']).toBeGreaterThan(0);
  });
});

describe('products', () => {
  it('are numbered from 1, with values in range', async () => {
    const [found] = await query(
      { t: emit.products({ products: 5_000 }) },
      `SELECT
         count_if(product_id <> 'PROD_' || lpad(number::VARCHAR, 4, '0'))::BIGINT AS out_of_order,
         count_if(price NOT BETWEEN 10 AND 2000 OR stock_quantity NOT BETWEEN 0 AND 2000 OR weight_kg <= 0)::BIGINT AS out_of_range,
         count(DISTINCT category) AS categories,
         list(DISTINCT supplier ORDER BY supplier) AS suppliers,
         count_if(stock_quantity = 0) BETWEEN 50 AND 500 AS some_out_of_stock,
         count_if(NOT is_active) BETWEEN 50 AND 1000 AS some_inactive,
         max(created_date) <= '2026-01-01' AS created
       FROM (SELECT *, row_number() OVER () AS number FROM t)`,
    );
    expect(found).toEqual({
      out_of_order: 0,
      out_of_range: 0,
      categories: 8,
      suppliers: ['Supplier A', 'Supplier B', 'Supplier C', 'Supplier D', 'Supplier E'],
      some_out_of_stock: true,
      some_inactive: true,
      created: true,
    });
  });

  it('have been created by the as-of day, the earliest one too', async () => {
    const [found] = await query(
      { t: emit.products({ products: 5_000, asOf: '2001-12-31' }) },
      'SELECT max(created_date) AS newest, min(created_date) AS oldest FROM t',
    );
    expect(found).toEqual({ newest: '2001-12-31', oldest: addDays('2001-12-31', -1_459) });
  });
});

describe('transactions', () => {
  it('are in the order of their ids and instants where many threads write them', async () => {
    const [found] = await query(
      { t: emit.transactions({ transactions: 300_000 }) },
      `SELECT count(*) AS rows, count_if(id <= previous_id OR instant < previous_instant)::BIGINT AS backwards
       FROM (
         SELECT
           transaction_id AS id,
           "timestamp" AS instant,
           lag(transaction_id, 1, '') OVER () AS previous_id,
           lag("timestamp", 1, '-infinity') OVER () AS previous_instant
         FROM t
       )`,
    );
    expect(found).toEqual({ rows: 300_000, backwards: 0 });
  });

  it('name customers and products that exist, and the category of the product', async () => {
    const [found] = await query(
      { t: emit.transactions(), c: emit.customers(), p: emit.products() },
      `SELECT
         (SELECT count(*) FROM t ANTI JOIN c USING (customer_id)) AS no_customer,
         (SELECT count(*) FROM t ANTI JOIN p USING (product_id)) AS no_product,
         (SELECT count(*) FROM t JOIN p USING (product_id) WHERE category <> product_category) AS other_category`,
    );
    expect(found).toEqual({ no_customer: 0, no_product: 0, other_category: 0 });
  });

  it('have unique ids of at least seven digits and values in range', async () => {
    const [found] = await query(
      { t: emit.transactions() },
      `SELECT
         count(DISTINCT transaction_id) AS ids,
         count_if(transaction_id NOT SIMILAR TO 'TXN_[0-9]{7,}')::BIGINT AS strange_ids,
         count_if(amount NOT BETWEEN 5 AND 1000)::BIGINT AS out_of_range,
         list(DISTINCT payment_method ORDER BY payment_method) AS payments,
         list(DISTINCT status ORDER BY status) AS states,
         list(DISTINCT location ORDER BY location) AS locations,
         count(DISTINCT (device, browser)) AS visits
       FROM t`,
    );
    expect(found).toEqual({
      ids: 50_000,
      strange_ids: 0,
      out_of_range: 0,
      payments: ['apple_pay', 'cash', 'credit_card', 'debit_card', 'google_pay', 'paypal'],
      states: ['cancelled', 'completed', 'pending', 'refunded'],
      locations: ['AU', 'CA', 'DE', 'FR', 'JP', 'UK', 'US'],
      visits: 12,
    });
  });

  it('look like life: regular customers, bestsellers, evenings, the weeks before Christmas, Safari on phones', async () => {
    const [found] = await query(
      { t: emit.transactions() },
      `SELECT
         count_if(status = 'completed') / count(*) AS completed,
         (SELECT sum(n) FROM (SELECT count(*) AS n FROM t GROUP BY customer_id ORDER BY n DESC LIMIT 100)) / count(*) AS top_hundredth_of_customers,
         (SELECT sum(n) FROM (SELECT count(*) AS n FROM t GROUP BY product_id ORDER BY n DESC LIMIT 40)) / count(*) AS top_fifth_of_products,
         count_if(hour("timestamp") BETWEEN 17 AND 20) / greatest(count_if(hour("timestamp") BETWEEN 1 AND 4), 1) AS evening_to_night,
         count_if(month("timestamp") >= 11) / 2 / (count(*) / 12) AS november_and_december,
         count_if(browser = 'safari' AND device = 'mobile') / count_if(browser = 'safari') AS safari_on_phones,
         median(amount) / avg(amount) AS median_to_mean
       FROM t`,
    );
    expect(found?.['completed']).toBeCloseTo(0.85, 1);
    expect(found?.['top_hundredth_of_customers']).toBeGreaterThan(0.05);
    expect(found?.['top_fifth_of_products']).toBeGreaterThan(0.45);
    expect(found?.['evening_to_night']).toBeGreaterThan(4);
    expect(found?.['november_and_december']).toBeGreaterThan(1.3);
    expect(found?.['safari_on_phones']).toBeGreaterThan(0.6);
    expect(found?.['median_to_mean']).toBeLessThan(0.7);
  });

  it('differ from seed to seed in everything but number and day', async () => {
    const [found] = await query(
      { a: emit.transactions(), b: emit.transactions({ seed: 43 }) },
      `SELECT
         count(*) AS rows,
         count_if(a."timestamp"::DATE <> b."timestamp"::DATE)::BIGINT AS other_day,
         count_if(a.customer_id = b.customer_id) < 500 AS other_customers,
         count_if(a.amount = b.amount) < 500 AS other_amounts
       FROM a JOIN b USING (transaction_id)`,
    );
    expect(found).toEqual({ rows: 50_000, other_day: 0, other_customers: true, other_amounts: true });
  });

  it('have ids that are never cut and sort as their numbers do, at a hundred million rows too', async () => {
    const { setup, select } = emit.transactions({ transactions: 100_000_000 });
    const numbers = (first: number): string =>
      select.replace(
        /FROM read_parquet\('[^']*'\)/u,
        `FROM range(${String(first)}, ${String(first + 2)}) AS numbers(i)`,
      );
    expect(setup).toHaveLength(1);
    const ids = await query(
      {
        first: { setup: [], select: numbers(0), rows: 2 },
        last: { setup: [], select: numbers(99_999_998), rows: 2 },
      },
      'SELECT transaction_id FROM first UNION ALL SELECT transaction_id FROM last',
    );
    expect(ids.map((row) => row['transaction_id'])).toEqual([
      'TXN_02502331259',
      'TXN_02502331260',
      'TXN_02602331257',
      'TXN_02602331258',
    ]);
  });
});

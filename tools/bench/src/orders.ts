/** A SELECT of the rows that `suites/orders.json` is about, ten columns; every expectation holds of them. */
export const ordersSql = (rows: string): string => `SELECT
  i AS order_id,
  'ORD-' || lpad(CAST(i AS VARCHAR), 9, '0') AS code,
  CAST(hash(i, 1) % 1000000 AS INTEGER) AS customer_id,
  ['open', 'shipped', 'returned', 'lost'][CAST(hash(i, 2) % 4 AS BIGINT) + 1] AS status,
  ['DE', 'FR', 'ES', 'NL', 'IT', 'PL'][CAST(hash(i, 3) % 6 AS BIGINT) + 1] AS country,
  CAST(CAST(hash(i, 4) % 100000 AS INTEGER) / 100 AS DECIMAL(12,2)) AS amount,
  CAST(hash(i, 5) % 50 AS INTEGER) / 100.0 AS discount,
  CAST(hash(i, 6) % 20 AS INTEGER) + 1 AS quantity,
  CASE WHEN hash(i, 7) % 4 > 0 THEN 'note of order ' || CAST(i AS VARCHAR) END AS note,
  TIMESTAMP '2024-01-01' + to_seconds(i) AS ordered_at
FROM range(${rows}) AS numbers(i)`;

/** The same with something wrong in every column, so that every expectation on values fails for some rows. */
export const damagedOrdersSql = (rows: string): string => `SELECT * REPLACE (
  CASE WHEN order_id % 101 = 0 THEN NULL WHEN order_id % 103 = 0 THEN order_id - 1 ELSE order_id END AS order_id,
  CASE WHEN order_id % 67 = 0 THEN 'ord 😀' WHEN order_id % 71 = 0 THEN '' ELSE code END AS code,
  CASE WHEN order_id % 61 = 0 THEN NULL ELSE customer_id END AS customer_id,
  CASE WHEN order_id % 59 = 0 THEN 'stolen' WHEN order_id % 53 = 0 THEN NULL ELSE status END AS status,
  CASE WHEN order_id % 47 = 0 THEN 'de' WHEN order_id % 43 = 0 THEN '' ELSE country END AS country,
  CASE WHEN order_id % 41 = 0 THEN -0.01 WHEN order_id % 37 = 0 THEN 1000.01 ELSE amount END AS amount,
  CASE WHEN order_id % 31 = 0 THEN 0.51 WHEN order_id % 29 = 0 THEN NULL ELSE discount END AS discount,
  CASE WHEN order_id % 23 = 0 THEN 0 WHEN order_id % 19 = 0 THEN 21 ELSE quantity END AS quantity,
  CASE WHEN order_id % 17 = 0 THEN '<b>' WHEN order_id % 13 = 0 THEN repeat('é', 41) ELSE note END AS note,
  CASE WHEN order_id % 11 = 0 THEN TIMESTAMP '2019-12-31 23:59:59' ELSE ordered_at END AS ordered_at
) FROM (${ordersSql(rows)})`;

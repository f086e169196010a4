-- The sales that count: completed, with a positive amount, and when in the week they happened (UTC).
-- grain: transaction_id
WITH transactions AS (
  SELECT
    transaction_id, customer_id, product_id, product_category, amount, "timestamp",
    payment_method, status, device, browser, location
  FROM bronze.transactions
)
SELECT
  transaction_id,
  customer_id,
  product_id,
  product_category,
  amount,
  "timestamp",
  payment_method,
  status,
  device,
  browser,
  location,
  utc_date("timestamp")        AS transaction_date,
  hour_of_day("timestamp")     AS transaction_hour,
  iso_day_of_week("timestamp") AS day_of_week,
  is_weekend("timestamp")      AS is_weekend
FROM transactions
WHERE status = 'completed' AND amount > 0

-- What each customer spent on each day, in UTC; refunds and zeros do not count.
-- grain: customer_id, transaction_date
SELECT
  customer_id,
  utc_date("timestamp")              AS transaction_date,
  CAST(sum(amount) AS DECIMAL(12,2)) AS total_amount,
  count(*)                           AS transaction_count
FROM silver.customer_transactions
WHERE amount > 0
GROUP BY customer_id, utc_date("timestamp")

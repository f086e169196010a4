-- How customers pay, how often and how much.
-- grain: payment_method
WITH sales AS (
  SELECT payment_method, amount FROM silver.transactions_clean
)
SELECT
  payment_method,
  count(*)                           AS usage_count,
  CAST(sum(amount) AS DECIMAL(18,2)) AS total_amount,
  money_average(amount)              AS avg_amount
FROM sales
GROUP BY payment_method

-- What each product category sells, and for how much at a time.
-- grain: product_category
WITH sales AS (
  SELECT product_category, amount FROM silver.transactions_clean
)
SELECT
  product_category,
  count(*)                           AS transaction_count,
  CAST(sum(amount) AS DECIMAL(18,2)) AS total_revenue,
  money_average(amount)              AS avg_transaction_value,
  min(amount)                        AS min_transaction,
  max(amount)                        AS max_transaction
FROM sales
GROUP BY product_category

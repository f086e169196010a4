-- On which devices and in which browsers customers buy.
-- grain: device, browser
WITH sales AS (
  SELECT device, browser, amount FROM silver.transactions_clean
)
SELECT
  device,
  browser,
  count(*)                           AS transaction_count,
  CAST(sum(amount) AS DECIMAL(18,2)) AS total_revenue
FROM sales
GROUP BY device, browser

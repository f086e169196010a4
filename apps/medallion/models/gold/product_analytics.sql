-- What can be bought today, by category and supplier.
-- grain: category, supplier
WITH products AS (
  SELECT category, supplier, price, stock_quantity FROM silver.products_active
)
SELECT
  category,
  supplier,
  count(*)                            AS product_count,
  money_average(price)                AS avg_price,
  CAST(sum(stock_quantity) AS BIGINT) AS total_stock
FROM products
GROUP BY category, supplier

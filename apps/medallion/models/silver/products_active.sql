-- The products that can be bought today: active and in stock.
-- grain: product_id
WITH products AS (
  SELECT
    product_id, product_name, category, price, stock_quantity, supplier, weight_kg, created_date, is_active
  FROM bronze.products
)
SELECT
  product_id,
  product_name,
  category,
  price,
  stock_quantity,
  supplier,
  weight_kg,
  CAST(created_date AS DATE) AS created_date,
  is_active
FROM products
WHERE is_active AND stock_quantity > 0

-- Every customer with full name, mean order and segment.
-- grain: customer_id
WITH customers AS (
  SELECT
    customer_id, first_name, last_name, email, age, city, signup_date, total_orders, total_spent
  FROM bronze.customers
)
SELECT
  customer_id,
  first_name,
  last_name,
  email,
  age,
  city,
  CAST(signup_date AS DATE)                                                        AS signup_date,
  total_orders,
  total_spent,
  concat(first_name, ' ', last_name)                                               AS full_name,
  money_ratio(total_spent, total_orders)                                           AS avg_order_value,
  segment(total_spent, [3000, 1500, 500], ['Premium', 'Gold', 'Silver', 'Bronze']) AS customer_segment
FROM customers

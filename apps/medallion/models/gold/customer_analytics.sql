-- What each customer segment spends in each city.
-- grain: customer_segment, city
WITH customers AS (
  SELECT customer_segment, city, age, total_spent, avg_order_value FROM silver.customers_enriched
)
SELECT
  customer_segment,
  city,
  count(*)                                                                                  AS customer_count,
  CAST(CAST(divide_half_up(10 * sum(age), count(*)) AS DECIMAL(5,0)) * 0.1 AS DECIMAL(4,1)) AS avg_age,
  money_average(total_spent)                                                                AS avg_total_spent,
  money_average(avg_order_value)                                                            AS avg_order_value,
  CAST(sum(total_spent) AS DECIMAL(18,2))                                                   AS segment_revenue
FROM customers
GROUP BY customer_segment, city

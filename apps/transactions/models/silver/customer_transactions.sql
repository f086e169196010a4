-- One row per transaction: of several with one id the earliest stands, then the smallest amount, customer_id and merchant.
-- grain: transaction_id
WITH deliveries AS (
  SELECT
    transaction_id,
    customer_id,
    amount,
    "timestamp",
    merchant,
    row_number() OVER (
      PARTITION BY transaction_id
      ORDER BY "timestamp", amount, customer_id, merchant
    ) AS delivery
  FROM raw.customer_transactions
)
SELECT transaction_id, customer_id, amount, "timestamp", merchant
FROM deliveries
WHERE delivery = 1

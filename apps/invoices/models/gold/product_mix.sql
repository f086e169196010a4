-- Which items each account has bought by the day of the run, each name once.
-- grain: account_id
WITH accounts AS (
  SELECT account_id, company_name FROM raw.accounts
),
bought AS (
  SELECT DISTINCT
    invoices.account_id,
    skus.item_name
  FROM raw.invoices AS invoices
  CROSS JOIN run.parameters AS parameters
  JOIN raw.invoice_line_items AS line_items ON line_items.invoice_id = invoices.invoice_id
  JOIN raw.skus AS skus ON skus.item_id = line_items.item_id
  WHERE invoices.date_issued <= parameters.as_of
),
mixes AS (
  SELECT account_id, string_agg(item_name, ',' ORDER BY item_name) AS item_names
  FROM bought
  GROUP BY account_id
)
SELECT
  accounts.account_id,
  accounts.company_name,
  coalesce(mixes.item_names, '') AS sku_types_purchased
FROM accounts
LEFT JOIN mixes ON mixes.account_id = accounts.account_id

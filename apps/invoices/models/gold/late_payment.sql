-- What each account was invoiced, and how much of it is late, on the day of the run.
-- grain: account_id
WITH accounts AS (
  SELECT
    account_id, company_name, company_address, contact_person, contact_phone, gender, joining_date
  FROM raw.accounts
),
issued AS (
  SELECT
    invoices.invoice_id,
    invoices.account_id,
    days_between(invoices.date_issued, parameters.as_of)                                AS days_since_issue,
    days_between(invoices.date_issued, parameters.as_of) > parameters.payment_term_days AS is_late
  FROM raw.invoices AS invoices
  CROSS JOIN run.parameters AS parameters
  WHERE invoices.date_issued <= parameters.as_of
),
invoice_costs AS (
  SELECT
    line_items.invoice_id,
    sum(line_items.quantity * skus.item_cost_price) AS cost
  FROM raw.invoice_line_items AS line_items
  JOIN raw.skus AS skus ON skus.item_id = line_items.item_id
  GROUP BY line_items.invoice_id
),
account_totals AS (
  SELECT
    issued.account_id,
    count(*)                                                              AS invoices,
    sum(invoice_costs.cost)                                               AS cost,
    sum(CASE WHEN issued.is_late THEN 1 ELSE 0 END)                       AS late_invoices,
    sum(CASE WHEN issued.is_late THEN issued.days_since_issue ELSE 0 END) AS late_days,
    max(CASE WHEN issued.is_late THEN issued.days_since_issue ELSE 0 END) AS oldest_late_days,
    sum(CASE WHEN issued.is_late THEN invoice_costs.cost END)             AS late_cost
  FROM issued
  LEFT JOIN invoice_costs ON invoice_costs.invoice_id = issued.invoice_id
  GROUP BY issued.account_id
)
SELECT
  CAST(coalesce(account_totals.late_invoices, 0) AS BIGINT)    AS total_late_invoices,
  CAST(coalesce(account_totals.late_days, 0) AS BIGINT)        AS total_days_since_issue,
  accounts.account_id,
  accounts.company_name,
  one_line(accounts.company_address)                           AS company_address,
  accounts.contact_person,
  accounts.contact_phone,
  accounts.gender,
  accounts.joining_date,
  coalesce(account_totals.invoices, 0)                         AS total_invoices,
  money_round(coalesce(account_totals.cost, 0))                AS total_invoiced_cost,
  money_round(coalesce(account_totals.late_cost, 0))           AS late_invoiced_cost,
  CAST(coalesce(account_totals.oldest_late_days, 0) AS BIGINT) AS oldest_late_days
FROM accounts
LEFT JOIN account_totals ON account_totals.account_id = accounts.account_id

/** The tables over which the examples of the reference pages are judged. */
export const orders = `SELECT * FROM (VALUES
  (1::BIGINT, 101::BIGINT, 'shipped', 'DE', 'DE', 20.00::DECIMAL(12,2), 0.00::DECIMAL(12,2), 3, NULL, TIMESTAMPTZ '2026-01-05 09:00:00Z', '2026-01-06', '{"gift": false}', 100, 0),
  (2, 102, 'shipped', 'FR', 'FR', 35.50, 5.00, 3, 'call first', TIMESTAMPTZ '2026-01-05 10:30:00Z', '2026-01-07', '{"gift": true}', 60, 40),
  (3, 101, 'open', 'DE', 'NL', 12.00, 0.00, 2, NULL, TIMESTAMPTZ '2026-01-06 08:15:00Z', NULL, '{}', 100, 0),
  (4, 103, 'returned', 'ES', 'ES', 80.00, 0.00, 2, NULL, TIMESTAMPTZ '2026-01-07 17:45:00Z', '2026-01-08', '{"gift": false}', 0, 100),
  (5, 104, 'lost', 'de', 'DE', 45.25, 50.00, 2, NULL, TIMESTAMPTZ '2026-01-08 12:00:00Z', '09.01.2026', '{"gift": "no"}', 50, 40),
  (6, 102, 'open', 'FR', NULL, 15.75, 0.00, 1, NULL, TIMESTAMPTZ '2026-01-09 11:20:00Z', NULL, NULL, 0, 100)
) AS t(order_id, customer_id, status, country, billing_country, amount, discount, priority, note, ordered_at, shipped_on, details, share_card, share_cash)`;

export const shipments = 'SELECT * FROM (VALUES (1::BIGINT), (2)) AS t(order_id)';

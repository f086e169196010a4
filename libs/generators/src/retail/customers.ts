import { latestDay } from '../day.ts';
import type { Generator, Origin } from '../generator.ts';
import { asOfDay, count, seedLiteral } from '../parameters.ts';
import { sequence } from '../sequence.ts';
import { skewed } from '../skew.ts';
import { bits, hundredths, list, pick, slice } from '../sql.ts';
import { lettersOf, words } from '../words.ts';

export interface RetailCustomersParameters extends Origin {
  readonly customers: number;
}

const firstNames = [...words.femaleNames, ...words.maleNames];
const SIGNUP_DAYS = 730;

/** Columns and order: README. A customer's row depends on the seed and the id; `signup_date` also on the as-of day. */
export const retailCustomers: Generator<RetailCustomersParameters> = {
  name: 'retail_customers',
  describe: 'Customers of a shop, numbered from 1, with what they have ordered and spent so far.',
  emit(parameters, scratch) {
    const rows = count('customers', parameters.customers);
    const seed = seedLiteral(parameters.seed);
    const today = asOfDay(parameters.asOf);
    const { setup, relation } = sequence(this.name, rows, scratch);
    const select = `SELECT
  id::INTEGER AS customer_id,
  ${list(firstNames)}[first] AS first_name,
  ${list(words.lastNames)}[last] AS last_name,
  ${list(firstNames.map(lettersOf))}[first] || '.' || ${list(words.lastNames.map(lettersOf))}[last] || id || ${pick(['@example.com', '@example.net', '@example.org'], 'h1 % 3')} AS email,
  (18 + h1 // 3 % 32 + h1 // 96 % 32)::INTEGER AS age,
  ${pick(words.cities, skewed(slice('h2', 0, 31), words.cities.length))} AS city,
  (${latestDay(today, 'h1 >> 40', SIGNUP_DAYS)})::VARCHAR AS signup_date,
  orders::INTEGER AS total_orders,
  ${hundredths(`orders * (1000 + ${skewed(slice('h3', 31, 31), 9000)}) + h3 % greatest(orders, 1)`, 12)} AS total_spent
FROM (
  SELECT
    *,
    h1 // 3072 % ${String(firstNames.length)} + 1 AS first,
    (h2 >> 32) % ${String(words.lastNames.length)} + 1 AS last,
    ${skewed(slice('h3', 0, 31), 101)} AS orders
  FROM (
    SELECT
      id,
      ${bits('id', seed, 11)} AS h1,
      ${bits('id', seed, 12)} AS h2,
      ${bits('id', seed, 13)} AS h3
    FROM (SELECT i::BIGINT + 1 AS id FROM ${relation})
  )
)`;
    return { setup, select, rows };
  },
};

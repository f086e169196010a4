import { ORIGIN } from '../day.ts';
import type { Generator, Origin } from '../generator.ts';
import { asOfDay, count, seedLiteral } from '../parameters.ts';
import { CYCLE, SALES } from '../seasons.ts';
import { sequence } from '../sequence.ts';
import { shuffled, skewed, skewedRank, steepRank } from '../skew.ts';
import { bits, digitsFor, hundredths, paddedId, slice } from '../sql.ts';
import { timeOfRow, windowStart } from '../window.ts';
import { categoryName, categoryOf, reachOf } from './categories.ts';
import { PARTS_OF_DAY, secondOfDay } from './hours.ts';
import { productId } from './ids.ts';
import { browserOf, deviceOf, locationOf, paymentOf } from './visit.ts';

export interface RetailTransactionsParameters extends Origin {
  readonly transactions: number;
  readonly customers: number;
  readonly products: number;
}

/** Ids have digits for a hundred cycles, so that they sort as their numbers do until the end of 2099. */
const CYCLES_IN_DIGITS = 100;
/** Amounts go from 5.00 to 1,000.00. */
const AMOUNT_SPAN = 99_501;
const origin = String(Date.parse(ORIGIN) * 1000);

/** Columns and order: README. A day's rows depend on the seed, the three counts and that day. */
export const retailTransactions: Generator<RetailTransactionsParameters> = {
  name: 'retail_transactions',
  describe: 'Sales of a shop in the 365 days up to the as-of day, in the order in which they were made.',
  emit(parameters, scratch) {
    const rows = count('transactions', parameters.transactions);
    const customers = count('customers', parameters.customers);
    const products = count('products', parameters.products);
    const seed = seedLiteral(parameters.seed);
    const first = windowStart(SALES, rows, asOfDay(parameters.asOf));
    const time = timeOfRow(SALES, rows, 'cycle_row');
    const digits = digitsFor(rows * CYCLES_IN_DIGITS, 7);
    const { setup, relation } = sequence(this.name, rows, scratch);
    const select = `SELECT
  ${paddedId('TXN_', 'g + 1', digits, first + 1, first + rows)} AS transaction_id,
  customer::INTEGER AS customer_id,
  ${productId('product', products)} AS product_id,
  ${categoryName('category')} AS product_category,
  ${hundredths(`500 + ${skewed(slice('h2', 16, 31), reachOf('category', AMOUNT_SPAN))}`, 10)} AS amount,
  make_timestamptz(${origin} + (day * 86400 + ${secondOfDay('part')}) * 1000000) AS "timestamp",
  ${paymentOf('visit', '(h3 >> 20)')} AS payment_method,
  CASE WHEN outcome < 85 THEN 'completed' WHEN outcome < 92 THEN 'pending' WHEN outcome < 97 THEN 'cancelled' ELSE 'refunded' END AS status,
  ${deviceOf('visit')} AS device,
  ${browserOf('visit')} AS browser,
  ${locationOf('customer', seed)} AS location
FROM (
  SELECT
    g, h2, h3, customer, product,
    ${categoryOf('product', seed)} AS category,
    cycle * ${String(CYCLE)} + ${time.day} AS day,
    ((${time.place} << 16) + ${slice('h2', 0, 16)}) * ${String(PARTS_OF_DAY)} // (${time.places} << 16) AS part,
    h3 % 100 AS visit,
    (h3 >> 32) % 100 AS outcome
  FROM (
    SELECT
      g, h2, h3,
      g // ${String(rows)} AS cycle,
      g % ${String(rows)} AS cycle_row,
      ${time.stretch} AS stretch,
      ${shuffled(skewedRank(slice('h1', 0, 31), customers), customers, parameters.seed)} + 1 AS customer,
      ${shuffled(steepRank(slice('h1', 31, 31), products), products, parameters.seed)} + 1 AS product
    FROM (
      SELECT
        g,
        ${bits('g', seed, 1)} AS h1,
        ${bits('g', seed, 2)} AS h2,
        ${bits('g', seed, 3)} AS h3
      FROM (SELECT i::BIGINT + ${String(first)} AS g FROM ${relation})
    )
  )
)`;
    return { setup, select, rows };
  },
};

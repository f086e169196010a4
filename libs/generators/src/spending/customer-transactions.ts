import { ORIGIN } from '../day.ts';
import type { Generator, Origin } from '../generator.ts';
import { asOfDay, count, seedLiteral } from '../parameters.ts';
import { PARTS_OF_DAY, secondOfDay } from '../retail/hours.ts';
import { daysOf, FIVE_DAYS } from '../seasons.ts';
import { sequence } from '../sequence.ts';
import { shuffled, skewed, skewedRank } from '../skew.ts';
import { bits, hundredths, pick, slice, weighted } from '../sql.ts';
import { timeOfRow, windowStart } from '../window.ts';
import { uuid } from './uuid.ts';

export interface CustomerTransactionsParameters extends Origin {
  readonly rows: number;
}

const DAYS = daysOf(FIVE_DAYS);
/** C1000 to C1100. */
const CUSTOMERS = 101;
/** Every so many rows, the last of them repeats the id of an earlier one. */
const BLOCK = 20;
const merchants = weighted([
  ['STORE_01', 6],
  ['ONLINE_SHOP', 6],
  ['STORE_02', 4],
  ['RESTAURANT', 3],
  ['GAS_STATION', 1],
]);
const origin = String(Date.parse(ORIGIN) * 1000);

/**
 * Columns and order: README. A day's rows depend on the seed, the number of rows and that day. One row in twenty has the id,
 * customer and merchant of a row before it, up to a day older; half of those repeat its amount too.
 */
export const customerTransactions: Generator<CustomerTransactionsParameters> = {
  name: 'customer_transactions',
  describe: 'What customers spent in the five days up to the as-of day, in the order in which it happened.',
  emit(parameters, scratch) {
    const rows = count('rows', parameters.rows);
    const seed = seedLiteral(parameters.seed);
    const first = windowStart(FIVE_DAYS, rows, asOfDay(parameters.asOf));
    const time = timeOfRow(FIVE_DAYS, rows, 'cycle_row');
    const block = String(BLOCK);
    const blocksOfDay = Math.floor(rows / DAYS / BLOCK);
    const { setup, relation } = sequence(this.name, rows, scratch);
    const select = `SELECT
  ${uuid('n', seed)} AS transaction_id,
  'C' || (1000 + ${shuffled(skewedRank(slice('h1', 0, 31), CUSTOMERS), CUSTOMERS, parameters.seed)}) AS customer_id,
  ${hundredths(amountOf('h2'), 10)} AS amount,
  make_timestamptz(${origin} + (day * 86400 + ${secondOfDay('part')}) * 1000000) AS "timestamp",
  ${pick(merchants, `(h1 >> 32) % ${String(merchants.length)}`)} AS merchant
FROM (
  SELECT
    n,
    ${bits('n', seed, 61)} AS h1,
    ${bits('priced', seed, 62)} AS h2,
    cycle * ${String(DAYS)} + ${time.day} AS day,
    ((${time.place} << 16) + ${slice('h3', 0, 16)}) * ${String(PARTS_OF_DAY)} // (${time.places} << 16) AS part
  FROM (
    SELECT
      h3, cycle, cycle_row, stretch, n,
      CASE WHEN h3 & 65536 = 0 THEN n ELSE g END AS priced
    FROM (
      SELECT
        g, h3,
        g // ${String(rows)} AS cycle,
        g % ${String(rows)} AS cycle_row,
        ${time.stretch} AS stretch,
        CASE WHEN g % ${block} = ${String(BLOCK - 1)}
          THEN (g // ${block} - ${skewed(slice('h3', 17, 31), blocksOfDay + 1)}) * ${block} + (h3 >> 48) % ${String(BLOCK - 1)}
          ELSE g END AS n
      FROM (SELECT g, ${bits('g', seed, 63)} AS h3 FROM (SELECT i::BIGINT + ${String(first)} AS g FROM ${relation}))
    )
  )
)`;
    return { setup, select, rows };
  },
};

/** SQL: cents from -5,000 to 50,000: seven in a hundred are refunds, one is zero. @param random  SQL, BIGINT of 63 random bits. */
function amountOf(random: string): string {
  const kind = `${random} % 100`;
  const part = slice(random, 20, 31);
  return `CASE WHEN ${kind} < 1 THEN 0 WHEN ${kind} < 8 THEN -1 - ${part} % 5000 ELSE 1 + ${skewed(part, 50_000)} END`;
}

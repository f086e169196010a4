import { latestDay } from '../day.ts';
import type { Generator, Origin } from '../generator.ts';
import { asOfDay, count, seedLiteral } from '../parameters.ts';
import { sequence } from '../sequence.ts';
import { skewed } from '../skew.ts';
import { bits, hundredths, pick, slice } from '../sql.ts';
import { words } from '../words.ts';
import { articleOf, categoryName, categoryOf, reachOf } from './categories.ts';
import { productId } from './ids.ts';

export interface RetailProductsParameters extends Origin {
  readonly products: number;
}

const CATALOGUE_DAYS = 1_460;
/** The dearest product costs 2,000.00, the cheapest 10.00. */
const PRICE_SPAN = 199_001;

/** Columns and order: README. A product's row depends on the seed and the id; `created_date` also on the as-of day. */
export const retailProducts: Generator<RetailProductsParameters> = {
  name: 'retail_products',
  describe: 'The catalogue of a shop, numbered from 1, with price and stock.',
  emit(parameters, scratch) {
    const rows = count('products', parameters.products);
    const seed = seedLiteral(parameters.seed);
    const today = asOfDay(parameters.asOf);
    const { setup, relation } = sequence(this.name, rows, scratch);
    const select = `SELECT
  ${productId('id', rows)} AS product_id,
  ${pick(words.adjectives, `h1 % ${String(words.adjectives.length)}`)} || ' ' || ${pick(words.materials, `h1 // 100 % ${String(words.materials.length)}`)} || ' ' || ${articleOf('category', '(h1 >> 20)')} AS product_name,
  ${categoryName('category')} AS category,
  ${hundredths(`1000 + ${skewed(slice('h2', 0, 31), reachOf('category', PRICE_SPAN))}`, 10)} AS price,
  (CASE WHEN (h2 >> 31) % 29 = 0 THEN 0 ELSE ${skewed(slice('h2', 31, 31), 2001)} END)::INTEGER AS stock_quantity,
  ${pick(['Supplier A', 'Supplier B', 'Supplier C', 'Supplier D', 'Supplier E'], '(h1 >> 30) % 5')} AS supplier,
  ${hundredths(`5 + ${skewed(slice('h3', 0, 31), 4000)}`, 8)} AS weight_kg,
  (${latestDay(today, 'h3 >> 32', CATALOGUE_DAYS)})::VARCHAR AS created_date,
  (h1 >> 45) % 13 <> 0 AS is_active
FROM (
  SELECT
    id,
    ${categoryOf('id', seed)} AS category,
    ${bits('id', seed, 21)} AS h1,
    ${bits('id', seed, 22)} AS h2,
    ${bits('id', seed, 23)} AS h3
  FROM (SELECT i::BIGINT + 1 AS id FROM ${relation})
)`;
    return { setup, select, rows };
  },
};

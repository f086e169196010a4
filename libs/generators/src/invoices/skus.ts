import type { Generator, Origin } from '../generator.ts';
import { count, seedLiteral } from '../parameters.ts';
import { sequence } from '../sequence.ts';
import { shuffled, skewed } from '../skew.ts';
import { bits, pick, slice } from '../sql.ts';
import { words } from '../words.ts';
import { itemId } from './ids.ts';

export interface InvoiceSkusParameters extends Origin {
  readonly skus: number;
}

const { adjectives, materials, articles } = words;
const NAMES = adjectives.length * materials.length * articles.length;
/** Shares no divisor with the number of names: neighbours in number have names far apart. */
const STRIDE = 1_009;
const suffixes = ['', '', '', ' 27"', '', '', ' Ø 8 mm', '', '', ' «Édition»'];

const descriptions = [
  'For daily use',
  'Sold in pairs, packed in card',
  'Six to a box,\nwith instructions',
  'Called "second choice" by the maker',
  'With a guarantee of two years',
  'Spare part; fits older models too',
  'Käse & Co.’s own brand',
  'Only while stocks last',
];

/** Prices are counted in units of 0.00000001. */
const UNITS = 100_000_000;
const CENT = UNITS / 100;

function price(units: string): string {
  return `((${units})::DECIMAL(18,0) * 0.00000001::DECIMAL(8,8))::DECIMAL(18,8)`;
}

/** Columns and order: README. An item's row depends on the seed, its number and how many items there are. */
export const invoiceSkus: Generator<InvoiceSkusParameters> = {
  name: 'invoice_skus',
  describe: 'Items that are invoiced, numbered from 1; a quarter of the names belongs to two of them.',
  emit(parameters, scratch) {
    const rows = count('skus', parameters.skus);
    const seed = seedLiteral(parameters.seed);
    const { setup, relation } = sequence(this.name, rows, scratch);
    const select = `SELECT
  ${itemId('id', rows)} AS item_id,
  ${pick(adjectives, `name % ${String(adjectives.length)}`)}
    || ' ' || ${pick(materials, `name // ${String(adjectives.length)} % ${String(materials.length)}`)}
    || ' ' || ${pick(articles, `name // ${String(adjectives.length * materials.length)}`)}
    || ${pick(suffixes, `name % ${String(suffixes.length)}`)} AS item_name,
  ${pick(descriptions, '(h2 >> 20) % 8')} AS item_description,
  ${price('cost')} AS item_cost_price,
  ${price(`cost * (110 + (h2 >> 8) % 111) // 100 // step * step + step`)} AS item_retail_price
FROM (
  SELECT
    *,
    raw_cost - raw_cost % ${pick([CENT, CENT / 100, 1], '(h2 % 3)')} AS cost,
    ${pick([CENT, CENT, CENT, 1], '(h2 >> 4 & 3)')} AS step
  FROM (
    SELECT
      id,
      h1,
      h2,
      ${shuffled('id - 1', rows, parameters.seed)} * 3 // 4 * ${String(STRIDE)} % ${String(NAMES)} AS name,
      ${String(UNITS / 20)} + ${skewed(slice('h1', 0, 31), 300)} * ${String(UNITS)} + (h1 >> 31) % ${String(UNITS)} AS raw_cost
    FROM (
      SELECT
        id,
        ${bits('id', seed, 71)} AS h1,
        ${bits('id', seed, 72)} AS h2
      FROM (SELECT i::BIGINT + 1 AS id FROM ${relation})
    )
  )
)`;
    return { setup, select, rows };
  },
};

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { temporaryFolder } from '@sluice/testing';
import { describe, expect, it } from 'vitest';
import medallion from '../pipeline.ts';
import { runMedallion, samples } from './support.ts';

/** The pipeline's models, with one text of one model replaced. */
function broken(model: string, from: string, to: string): URL {
  const folder = temporaryFolder();
  cpSync(fileURLToPath(medallion.models), folder, { recursive: true });
  const file = join(folder, `${model.replace('.', '/')}.sql`);
  const sql = readFileSync(file, 'utf8');
  expect(sql).toContain(from);
  writeFileSync(file, sql.replace(from, to));
  return pathToFileURL(`${folder}/`);
}

describe('the contracts of medallion stop a model that', () => {
  it.each([
    ['moves a threshold', 'silver.customers_enriched', '500]', '499]'],
    ['loses customers', 'silver.customers_enriched', 'FROM customers', 'FROM customers WHERE total_orders > 0'],
    [
      'divides by nobody’s orders',
      'silver.customers_enriched',
      'money_ratio(total_spent, total_orders)',
      '(-1)::DECIMAL(18,2)',
    ],
    ['keeps pending sales', 'silver.transactions_clean', "status = 'completed'", "status <> 'refunded'"],
    ['keeps corrections', 'silver.transactions_clean', ' AND amount > 0', ''],
    [
      'starts the weekend on Friday',
      'silver.transactions_clean',
      'is_weekend("timestamp")',
      'iso_day_of_week("timestamp") >= 5',
    ],
    ['sells what is not in stock', 'silver.products_active', ' AND stock_quantity > 0', ''],
    ['sells what is inactive', 'silver.products_active', 'is_active AND ', ''],
    [
      'forgets a segment',
      'gold.customer_analytics',
      'FROM customers',
      "FROM customers WHERE customer_segment <> 'Gold'",
    ],
    ['forgets a category', 'gold.category_analytics', 'FROM sales', "FROM sales WHERE product_category <> 'Books'"],
    [
      'counts large sales twice',
      'gold.payment_analytics',
      'FROM sales',
      'FROM (FROM sales UNION ALL FROM sales WHERE amount > 500)',
    ],
    ['drops the cents', 'gold.device_analytics', 'sum(amount)', 'sum(floor(amount))'],
    [
      'takes the mean for the sum',
      'gold.category_analytics',
      'CAST(sum(amount) AS DECIMAL(18,2))',
      'money_average(amount)',
    ],
    [
      'lists a pair twice',
      'gold.product_analytics',
      'GROUP BY category, supplier',
      'GROUP BY category, supplier, price',
    ],
    ['counts pieces for products', 'gold.product_analytics', 'count(*)', 'CAST(sum(stock_quantity) AS BIGINT)'],
  ])('%s', async (_, model, from, to) => {
    const record = await runMedallion(temporaryFolder(), { inputDir: samples, models: broken(model, from, to) });

    expect(record.error).toMatchObject({ code: 'AUDIT_FAILED', exitCode: 1 });
    expect(record.tables.filter(({ state }) => state === 'failed').map(({ name }) => name)).toEqual([model]);
    expect(record.tables.filter(({ state }) => state === 'published')).toEqual([]);
  });
});

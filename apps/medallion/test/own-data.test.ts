import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { layoutOf } from '@sluice/pipeline';
import { readCsv, temporaryFolder, type TextRow } from '@sluice/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { golden, readTable, runMedallion, samples, writeNdjson } from './support.ts';

const sources = ['customers', 'transactions', 'products'];
const models = [
  'silver.customers_enriched',
  'silver.transactions_clean',
  'silver.products_active',
  'gold.customer_analytics',
  'gold.category_analytics',
  'gold.payment_analytics',
  'gold.device_analytics',
  'gold.product_analytics',
];

describe('medallion on data of one’s own', () => {
  it('makes of the samples the tables that were worked out by hand', async () => {
    const lake = temporaryFolder();
    const record = await runMedallion(lake, { inputDir: samples });

    expect(record.error).toBeUndefined();
    for (const table of models) {
      expect(await readTable(lake, table), table).toEqual(
        await readCsv(join(golden, `${table.replace('.', '/')}.csv`)),
      );
    }
  });

  it('warns of amounts that are no ordinary sale, and goes on', async () => {
    const record = await runMedallion(temporaryFolder(), { inputDir: samples });

    const found = record.tables.flatMap(({ checks }) => checks.filter(({ status }) => status !== 'passed'));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      table: 'bronze.transactions',
      columns: ['amount'],
      severity: 'warning',
      unexpectedCount: 2,
    });
    expect(record.status).toBe('succeeded');
  });

  it.each(['parquet', 'ndjson', 'json'])(
    'makes of published tables as %s the rows that they came with',
    async (format) => {
      const [first, second, folder] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
      await runMedallion(first, { parameters: { customers: 50, transactions: 400, products: 20 } });
      for (const table of sources) {
        const file = join(folder, `${table}.${format}`);
        if (format !== 'parquet') await writeNdjson(first, `bronze.${table}`, file);
        else copyFileSync(layoutOf(first, 'medallion').table('bronze', table), file);
      }
      const record = await runMedallion(second, { inputDir: folder });

      expect(record.error).toBeUndefined();
      expect(await everyRow(second)).toEqual(await everyRow(first));
    },
  );

  it('does not care in which order the rows of its files stand', async () => {
    const straight = temporaryFolder();
    await runMedallion(straight, { inputDir: samples });
    const expected = await everyRow(straight);

    const shuffled = fc.record(Object.fromEntries(sources.map((table) => [table, shuffledRows(table)])));
    await fc.assert(
      fc.asyncProperty(shuffled, async (files) => {
        const [lake, folder] = [temporaryFolder(), temporaryFolder()];
        for (const [table, text] of Object.entries(files)) writeFileSync(join(folder, `${table}.csv`), text);
        const record = await runMedallion(lake, { inputDir: folder });

        expect(record.error).toBeUndefined();
        expect(await everyRow(lake)).toEqual(expected);
      }),
      { numRuns: 4 },
    );
  });
});

async function everyRow(lake: string): Promise<readonly (readonly TextRow[])[]> {
  return Promise.all(
    [...sources.map((source) => `bronze.${source}`), ...models].map((table) => readTable(lake, table)),
  );
}

/** No field of these samples contains a line break. */
function shuffledRows(table: string): fc.Arbitrary<string> {
  const [header = '', ...rows] = readFileSync(join(samples, `${table}.csv`), 'utf8')
    .trimEnd()
    .split('\n');
  return fc
    .shuffledSubarray(rows, { minLength: rows.length })
    .map((shuffled) => `${[header, ...shuffled].join('\n')}\n`);
}

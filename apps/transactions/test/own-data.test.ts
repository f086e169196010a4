import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { layoutOf } from '@sluice/pipeline';
import { readCsv, temporaryFolder } from '@sluice/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runTransactions } from './run-transactions.ts';
import { golden, readTable, samples } from './support.ts';

const models = ['silver.customer_transactions', 'gold.customer_daily_aggregates'];
const FILE = 'customer_transactions';

describe('transactions on data of one’s own', () => {
  it('makes of the samples the tables that were worked out by hand', async () => {
    const lake = temporaryFolder();
    const record = await runTransactions(lake, { inputDir: samples });

    expect(record.error).toBeUndefined();
    for (const table of models) {
      expect(await readTable(lake, table), table).toEqual(await readCsv(join(golden, `${table}.csv`)));
    }
  });

  it('warns of an amount that is no ordinary payment, and goes on', async () => {
    const record = await runTransactions(temporaryFolder(), { inputDir: samples });

    const found = record.tables.flatMap(({ checks }) => checks.filter(({ status }) => status !== 'passed'));
    expect(found).toMatchObject([{ columns: ['amount'], severity: 'warning', unexpectedCount: 1 }]);
  });

  it('takes Parquet, and NDJSON of it', async () => {
    const [first, folder] = [temporaryFolder(), temporaryFolder()];
    await runTransactions(first, { inputDir: samples });
    copyFileSync(layoutOf(first, 'transactions').table('raw', FILE), join(folder, `${FILE}.parquet`));
    const [parquet, ndjson, lines] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    await runTransactions(parquet, { inputDir: folder });
    const rows = await readTable(first, 'raw.customer_transactions');
    const asWritten = rows.map((row) => JSON.stringify({ ...row, timestamp: row['timestamp']?.replace('+00', 'Z') }));
    writeFileSync(join(lines, `${FILE}.ndjson`), `${asWritten.join('\n')}\n`);
    await runTransactions(ndjson, { inputDir: lines });

    for (const table of models) {
      const expected = await readTable(first, table);
      expect(await readTable(parquet, table), table).toEqual(expected);
      expect(await readTable(ndjson, table), table).toEqual(expected);
    }
  });

  it('does not care in which order the rows of its file stand', async () => {
    const [header = '', ...rows] = readFileSync(join(samples, `${FILE}.csv`), 'utf8')
      .trimEnd()
      .split('\n');
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(rows, { minLength: rows.length }), async (shuffled) => {
        const [lake, folder] = [temporaryFolder(), temporaryFolder()];
        writeFileSync(join(folder, `${FILE}.csv`), `${[header, ...shuffled].join('\n')}\n`);
        const record = await runTransactions(lake, { inputDir: folder });

        expect(record.error).toBeUndefined();
        for (const table of models) {
          expect(await readTable(lake, table)).toEqual(await readCsv(join(golden, `${table}.csv`)));
        }
      }),
      { numRuns: 5 },
    );
  });
});

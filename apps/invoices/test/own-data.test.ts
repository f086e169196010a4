import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { layoutOf } from '@sluice/pipeline';
import { temporaryFolder } from '@sluice/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extracts, output, outputs, readTable, runInvoices, runToDefaultOutput, samples } from './support.ts';

describe('invoices on extracts of one’s own', () => {
  it.each(outputs)('writes of the samples the %s.csv that was worked out by hand', async (table) => {
    const lake = temporaryFolder();
    const record = await runInvoices(lake, { inputDir: samples });

    expect(record.error).toBeUndefined();
    expect(output(lake, table)).toBe(readFileSync(join(import.meta.dirname, 'golden', `${table}.csv`), 'utf8'));
  });

  it('writes its outputs into the lake where no folder is named for them', async () => {
    const lake = temporaryFolder();
    const record = await runToDefaultOutput(lake, { inputDir: samples });

    for (const { path } of record.sinks) expect(existsSync(path)).toBe(true);
    expect(record.sinks.map(({ path }) => path)).toEqual(
      outputs.map((table) => join(layoutOf(lake, 'invoices').root, '_output', `${table}.csv`)),
    );
  });

  it('counts as of another day, and by another term', async () => {
    const lake = temporaryFolder();
    await runInvoices(lake, { inputDir: samples, parameters: { asOf: '2021-04-02', paymentTermDays: 31 } });

    const rows = await readTable(lake, 'gold.late_payment');
    expect(
      rows.map(({ account_id, total_late_invoices, total_invoices }) => [
        account_id,
        total_late_invoices,
        total_invoices,
      ]),
    ).toEqual([
      ['1001', '2', '3'],
      ['1002', '0', '3'],
      ['1003', '2', '2'],
      ['1004', '0', '1'],
      ['1005', '0', '0'],
    ]);
  });

  it('does not care in which order the rows of its files stand', async () => {
    const straight = temporaryFolder();
    await runInvoices(straight, { inputDir: samples });

    const shuffled = fc.record(Object.fromEntries(extracts.map((table) => [table, shuffledRows(table)])));
    await fc.assert(
      fc.asyncProperty(shuffled, async (files) => {
        const [lake, folder] = [temporaryFolder(), temporaryFolder()];
        for (const [table, content] of Object.entries(files)) writeFileSync(join(folder, `${table}.csv`), content);
        const record = await runInvoices(lake, { inputDir: folder });

        expect(record.error).toBeUndefined();
        for (const table of outputs) expect(output(lake, table)).toBe(output(straight, table));
      }),
      { numRuns: 4 },
    );
  });

  it('takes what it published as input again', async () => {
    const [first, second, folder] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    await runInvoices(first, { inputDir: samples });
    for (const table of extracts) {
      copyFileSync(layoutOf(first, 'invoices').table('raw', table), join(folder, `${table}.parquet`));
    }
    const record = await runInvoices(second, { inputDir: folder });

    expect(record.error).toBeUndefined();
    for (const table of outputs) expect(output(second, table)).toBe(output(first, table));
  });
});

/** The rows of a sample in another order; a row ends with a line break outside of quotes. */
function shuffledRows(table: string): fc.Arbitrary<string> {
  const [header = '', ...rows] =
    readFileSync(join(samples, `${table}.csv`), 'utf8').match(/(?:"[^"]*"|[^"\n])+\n/gu) ?? [];
  return fc.shuffledSubarray(rows, { minLength: rows.length }).map((shuffled) => [header, ...shuffled].join(''));
}

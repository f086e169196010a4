import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { temporaryFolder } from '@sluice/testing';
import { describe, expect, it } from 'vitest';
import invoices from '../pipeline.ts';
import { runInvoices, samples } from './support.ts';

/** The pipeline's models, with one text of one model replaced. */
function broken(model: string, from: string, to: string): URL {
  const folder = temporaryFolder();
  cpSync(fileURLToPath(invoices.models), folder, { recursive: true });
  const file = join(folder, `${model.replace('.', '/')}.sql`);
  const sql = readFileSync(file, 'utf8');
  expect(sql).toContain(from);
  writeFileSync(file, sql.replace(from, to));
  return pathToFileURL(`${folder}/`);
}

describe('the contracts of invoices stop a model that', () => {
  it.each([
    ['loses accounts without invoices', 'gold.late_payment', 'LEFT JOIN account_totals', 'JOIN account_totals'],
    ['loses accounts without purchases', 'gold.product_mix', 'LEFT JOIN mixes', 'JOIN mixes'],
    ['counts the future', 'gold.late_payment', 'WHERE invoices.date_issued <= parameters.as_of', ''],
    ['forgets today', 'gold.late_payment', 'date_issued <= parameters.as_of', 'date_issued < parameters.as_of'],
    [
      'leaves an address on several lines',
      'gold.late_payment',
      'one_line(accounts.company_address)',
      'accounts.company_address',
    ],
    ['takes all cost for late cost', 'gold.late_payment', 'account_totals.late_cost, 0', 'account_totals.cost, 0'],
    [
      'adds up days that are not late',
      'gold.late_payment',
      'THEN issued.days_since_issue ELSE 0',
      'THEN issued.days_since_issue ELSE issued.days_since_issue',
    ],
    [
      'counts lines for invoices',
      'gold.late_payment',
      'FROM issued\n',
      'FROM issued JOIN raw.invoice_line_items USING (invoice_id)\n',
    ],
    ['lists an account per item', 'gold.product_mix', 'GROUP BY account_id', 'GROUP BY account_id, item_name'],
  ])('%s', async (_, model, from, to) => {
    const record = await runInvoices(temporaryFolder(), { inputDir: samples, models: broken(model, from, to) });

    expect(record.error).toMatchObject({ code: 'AUDIT_FAILED', exitCode: 1 });
    expect(record.tables.filter(({ state }) => state === 'failed').map(({ name }) => name)).toEqual([model]);
    expect(record.tables.filter(({ state }) => state === 'published')).toEqual([]);
  });
});

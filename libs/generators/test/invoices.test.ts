import { describe, expect, it } from 'vitest';
import { invoiceAccounts, invoiceInvoices, invoiceLineItems, invoiceSkus } from '../src/index.ts';
import { workbench } from './support.ts';

const { query, scratch } = workbench();
const sizes = { accounts: 500, invoices: 5_000, skus: 200, seed: 42, asOf: '2026-01-01' };

const emit = {
  accounts: () => invoiceAccounts.emit(sizes, scratch()),
  invoices: () => invoiceInvoices.emit(sizes, scratch()),
  lineItems: (changed: Partial<typeof sizes> = {}) => invoiceLineItems.emit({ ...sizes, ...changed }, scratch()),
  skus: () => invoiceSkus.emit(sizes, scratch()),
};

describe('the invoices extracts', () => {
  it('refer to rows that exist; every tenth account has no invoice', async () => {
    const [found] = await query(
      { a: emit.accounts(), i: emit.invoices(), l: emit.lineItems(), s: emit.skus() },
      `SELECT
         (SELECT count(*) FROM i ANTI JOIN a USING (account_id)) AS no_account,
         (SELECT count(*) FROM l ANTI JOIN i USING (invoice_id)) AS no_invoice,
         (SELECT count(*) FROM i ANTI JOIN l USING (invoice_id)) AS no_line,
         (SELECT count(*) FROM l ANTI JOIN s USING (item_id)) AS no_item,
         (SELECT count(*) FROM a ANTI JOIN i USING (account_id)) BETWEEN 50 AND 60 AS tenth_without_invoice`,
    );
    expect(found).toEqual({ no_account: 0, no_invoice: 0, no_line: 0, no_item: 0, tenth_without_invoice: true });
  });

  it('are sorted by their keys, which occur once', async () => {
    const [found] = await query(
      { a: emit.accounts(), i: emit.invoices(), l: emit.lineItems(), s: emit.skus() },
      `SELECT
         (SELECT count(*) FROM (SELECT account_id <= lag(account_id) OVER () AS bad FROM a) WHERE bad) AS accounts,
         (SELECT count(*) FROM (SELECT invoice_id <= lag(invoice_id) OVER () AS bad FROM i) WHERE bad) AS invoices,
         (SELECT count(*) FROM (SELECT (invoice_id, item_id) <= lag((invoice_id, item_id)) OVER () AS bad FROM l) WHERE bad) AS lines,
         (SELECT count(*) FROM (SELECT item_id <= lag(item_id) OVER () AS bad FROM s) WHERE bad) AS items`,
    );
    expect(found).toEqual({ accounts: 0, invoices: 0, lines: 0, items: 0 });
  });
});

describe('accounts', () => {
  it('have what real extracts have: line breaks, quotes, commas, letters beyond ASCII, d/m/yyyy, missing numbers', async () => {
    const [found] = await query(
      { t: emit.accounts() },
      `SELECT
         count_if(contains(company_address, chr(10))) = count(*) AS line_breaks,
         count_if(contains(company_address, chr(13) || chr(10))) > 50 AS windows_line_breaks,
         count_if(contains(company_name, '"')) > 0 AS quotes,
         count_if(contains(company_name, ',')) > 0 AS commas,
         count_if(strlen(company_name) > length(company_name)) > 0 AS unicode,
         count_if(try_strptime(joining_date, '%d/%m/%Y') IS NULL)::BIGINT AS no_days,
         count_if(regexp_matches(joining_date, '(^|/)0'))::BIGINT AS leading_zeros,
         max(try_strptime(joining_date, '%d/%m/%Y'))::DATE::VARCHAR <= '2025-01-01' AS joined_before_invoices,
         count_if(contact_phone IS NULL) BETWEEN 20 AND 120 AS without_phone,
         list(DISTINCT gender ORDER BY gender) AS genders
       FROM t`,
    );
    expect(found).toEqual({
      line_breaks: true,
      windows_line_breaks: true,
      quotes: true,
      commas: true,
      unicode: true,
      no_days: 0,
      leading_zeros: 0,
      joined_before_invoices: true,
      without_phone: true,
      genders: ['Female', 'Male', 'Non-binary'],
    });
  });
});

describe('line items', () => {
  it('are as many as announced, whatever the number of items', async () => {
    for (const skus of [1, 2, 7, 8, 200]) {
      const table = emit.lineItems({ skus, invoices: 333 });
      const [found] = await query(
        { t: table },
        `SELECT
           count(*) AS rows,
           count(DISTINCT (invoice_id, item_id)) AS keys,
           count(DISTINCT invoice_id) AS invoices,
           count(DISTINCT item_id) <= ${String(skus)} AS items,
           min(quantity) >= 1 AS quantities
         FROM t`,
      );
      expect(found).toEqual({ rows: table.rows, keys: table.rows, invoices: 333, items: true, quantities: true });
    }
  });
});

describe('items', () => {
  it('share names: a quarter of the names belongs to two items', async () => {
    const [found] = await query(
      { t: emit.skus() },
      `SELECT count(*) AS items, count(DISTINCT item_name) AS names, count_if(contains(item_name, '"')) > 0 AS quotes FROM t`,
    );
    expect(found).toEqual({ items: 200, names: 150, quotes: true });
  });

  it('cost up to eight decimals and sell above cost', async () => {
    const [found] = await query(
      { t: emit.skus() },
      `SELECT
         count_if(item_retail_price <= item_cost_price)::BIGINT AS sold_at_a_loss,
         count_if(item_cost_price <= 0)::BIGINT AS free,
         count_if(item_cost_price <> round(item_cost_price, 4)) > 20 AS eight_decimals,
         count_if(item_cost_price = round(item_cost_price, 2)) > 20 AS two_decimals
       FROM t`,
    );
    expect(found).toEqual({ sold_at_a_loss: 0, free: 0, eight_decimals: true, two_decimals: true });
  });
});

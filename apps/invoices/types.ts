// Made from the contracts in models: npx vitest run --project checks -u

/** One row per account, those without invoices included. */
export interface LatePayment {
  /** Invoices issued more days before the as-of date than the payment term has. */
  readonly total_late_invoices: number | string;
  /** Days from issue to the as-of date, summed over the late invoices. */
  readonly total_days_since_issue: number | string;
  /** The account's id. */
  readonly account_id: string;
  /** The company that is invoiced. */
  readonly company_name: string;
  /** Postal address on one line. */
  readonly company_address: string | null;
  /** Whom to ask about payments. */
  readonly contact_person: string | null;
  /** The contact person's telephone number, as it was typed. */
  readonly contact_phone: string | null;
  /** The contact person's gender, as it was typed. */
  readonly gender: string | null;
  /** Day on which the account was opened, as the extract writes it (d/m/yyyy). */
  readonly joining_date: string;
  /** Invoices issued up to the as-of date. */
  readonly total_invoices: number | string;
  /** Quantity times cost price over all of them, summed exactly and then rounded to 2 places, half up. */
  readonly total_invoiced_cost: string | number;
  /** The same over the late ones. */
  readonly late_invoiced_cost: string | number;
  /** Days from the issue of the oldest late invoice to the as-of date; 0 without a late one. */
  readonly oldest_late_days: number | string;
}

/** One row per account, those that bought nothing included. */
export interface ProductMix {
  /** The account's id. */
  readonly account_id: string;
  /** The company that is invoiced. */
  readonly company_name: string;
  /** Names of the items it bought, each once, in the order of their UTF-8 bytes, joined by commas; empty without any. */
  readonly sku_types_purchased: string;
}

/** One row per account. */
export interface Accounts {
  /** The account's id. */
  readonly account_id: string;
  /** The company that is invoiced. */
  readonly company_name: string;
  /** Postal address; its parts are separated by line breaks. */
  readonly company_address: string | null;
  /** Whom to ask about payments. */
  readonly contact_person: string | null;
  /** The contact person's telephone number, as it was typed. */
  readonly contact_phone: string | null;
  /** The contact person's gender, as it was typed. */
  readonly gender: string | null;
  /** Day on which the account was opened, as the extract writes it (d/m/yyyy). */
  readonly joining_date: string;
}

/** One row per line of an invoice. */
export interface InvoiceLineItems {
  /** The invoice that the line stands on. */
  readonly invoice_id: string;
  /** What was bought. */
  readonly item_id: string;
  /** How many pieces were bought. */
  readonly quantity: number;
}

/** One row per invoice. */
export interface Invoices {
  /** The invoice's id. */
  readonly invoice_id: string;
  /** Who has to pay. */
  readonly account_id: string;
  /** Day on which the invoice was issued. */
  readonly date_issued: string;
}

/** One row per item id. */
export interface Skus {
  /** The item's id. */
  readonly item_id: string;
  /** The item's name; not unique. */
  readonly item_name: string;
  /** A sentence about the item. */
  readonly item_description: string | null;
  /** What one piece costs the account, with up to eight decimals. */
  readonly item_cost_price: string | number;
  /** What one piece costs in a shop, with up to eight decimals. */
  readonly item_retail_price: string | number;
}

/** Deterministic synthetic data: faker gives the vocabulary, SQL multiplies it. */
export { GeneratorParameterError } from './errors.ts';
export type { Generated, Generator, Origin } from './generator.ts';
export { invoiceAccounts, type InvoiceAccountsParameters } from './invoices/accounts.ts';
export { invoiceInvoices, type InvoiceInvoicesParameters } from './invoices/invoices.ts';
export { invoiceLineItems, type InvoiceLineItemsParameters } from './invoices/line-items.ts';
export { invoiceSkus, type InvoiceSkusParameters } from './invoices/skus.ts';
export { retailCustomers, type RetailCustomersParameters } from './retail/customers.ts';
export { retailProducts, type RetailProductsParameters } from './retail/products.ts';
export { retailTransactions, type RetailTransactionsParameters } from './retail/transactions.ts';
export { customerTransactions, type CustomerTransactionsParameters } from './spending/customer-transactions.ts';

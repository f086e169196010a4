import { invoiceAccounts, invoiceInvoices, invoiceLineItems, invoiceSkus } from '@sluice/generators';
import { definePipeline, integer, source } from '@sluice/pipeline';
import { csv } from '@sluice/sinks';

export default definePipeline({
  name: 'invoices',
  summary: 'Late payments and product mix from four invoice extracts',
  schedule: '53 4 * * *',
  params: {
    accounts: integer({ default: 500, minimum: 1, describe: 'accounts to generate' }),
    invoices: integer({ default: 5_000, minimum: 1, describe: 'invoices to generate' }),
    skus: integer({ default: 200, minimum: 1, describe: 'items to generate' }),
    paymentTermDays: integer({ default: 30, minimum: 0, describe: 'days after issue from which an invoice is late' }),
  },
  sources: {
    'raw.accounts': source({ generate: invoiceAccounts, files: ['csv', 'ndjson', 'json', 'parquet'] }),
    'raw.invoices': source({ generate: invoiceInvoices, files: ['csv', 'ndjson', 'json', 'parquet'] }),
    'raw.invoice_line_items': source({ generate: invoiceLineItems, files: ['csv', 'ndjson', 'json', 'parquet'] }),
    'raw.skus': source({ generate: invoiceSkus, files: ['csv', 'ndjson', 'json', 'parquet'] }),
  },
  models: new URL('./models/', import.meta.url),
  sinks: {
    'gold.late_payment': csv({ file: 'late_payment.csv' }),
    'gold.product_mix': csv({ file: 'product_mix.csv' }),
  },
});

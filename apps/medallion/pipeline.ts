import { retailCustomers, retailProducts, retailTransactions } from '@sluice/generators';
import { definePipeline, integer, source } from '@sluice/pipeline';

export default definePipeline({
  name: 'medallion',
  summary: 'Retail data through bronze, silver and gold',
  schedule: '23 4 * * *',
  params: {
    customers: integer({ default: 10_000, minimum: 1, describe: 'customers to generate' }),
    transactions: integer({ default: 50_000, minimum: 1, describe: 'transactions to generate' }),
    products: integer({ default: 200, minimum: 1, describe: 'products to generate' }),
  },
  sources: {
    'bronze.customers': source({ generate: retailCustomers, files: ['csv', 'ndjson', 'json', 'parquet'] }),
    'bronze.transactions': source({ generate: retailTransactions, files: ['csv', 'ndjson', 'json', 'parquet'] }),
    'bronze.products': source({ generate: retailProducts, files: ['csv', 'ndjson', 'json', 'parquet'] }),
  },
  models: new URL('./models/', import.meta.url),
});

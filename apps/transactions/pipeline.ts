import { customerTransactions } from '@sluice/generators';
import { definePipeline, integer, source } from '@sluice/pipeline';

export default definePipeline({
  name: 'transactions',
  summary: 'Customer transactions, each counted once, and what every customer spent per day',
  schedule: '37 4 * * *',
  params: {
    rows: integer({ default: 1_200, minimum: 1, describe: 'transactions to generate' }),
  },
  sources: {
    'raw.customer_transactions': source({ generate: customerTransactions, files: ['parquet', 'csv', 'ndjson'] }),
  },
  models: new URL('./models/', import.meta.url),
});

import { customerTransactions } from '@sluice/generators';
import { definePipeline, integer, source } from '@sluice/pipeline';
import { cql } from '@sluice/sinks';

export default definePipeline({
  name: 'transactions',
  summary: 'Customer transactions, each counted once, and what every customer spent per day, served over CQL',
  schedule: '37 4 * * *',
  params: {
    rows: integer({ default: 1_200, minimum: 1, describe: 'transactions to generate' }),
  },
  sources: {
    'raw.customer_transactions': source({ generate: customerTransactions, files: ['parquet', 'csv', 'ndjson'] }),
  },
  models: new URL('./models/', import.meta.url),
  sinks: {
    'gold.customer_daily_aggregates': cql({
      keyspace: 'analytics',
      table: 'customer_daily_aggregates',
      types: { total_amount: 'double', transaction_count: 'int' },
      descending: ['transaction_date'],
    }),
  },
});

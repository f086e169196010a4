import { resolveSettings, systemClock } from '@sluice/core';
import type { Session } from '@sluice/engine';
import type { Layout } from '@sluice/pipeline';
import { checkCql, cql, CqlNotReconciledError } from '@sluice/sinks';
import { localStorage, readSnapshot, snapshotRelation } from '@sluice/tables';

/** As the pipeline declares it. */
const STORE = cql({
  keyspace: 'analytics',
  table: 'customer_daily_aggregates',
  types: { total_amount: 'double', transaction_count: 'int' },
  descending: ['transaction_date'],
});
const COLUMNS = [
  { name: 'customer_id', type: 'VARCHAR', cqlType: 'text', personal: false },
  { name: 'transaction_date', type: 'DATE', cqlType: 'date', personal: false },
  { name: 'total_amount', type: 'DECIMAL(12,2)', cqlType: 'decimal', personal: false },
  { name: 'transaction_count', type: 'BIGINT', cqlType: 'bigint', personal: false },
];

/** What the CQL store of transactions holds otherwise than its table: a sentence, or nothing. */
export async function storeProblems(
  session: Session,
  layout: Layout,
  env: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const storage = localStorage(layout.folder('gold', 'customer_daily_aggregates'));
  const { cql: settings } = resolveSettings({ flags: {}, env, workspace: layout.root });
  try {
    await checkCql(session, STORE, {
      relation: `(${snapshotRelation(storage, await readSnapshot(session, storage))})`,
      columns: COLUMNS,
      key: { partition: ['customer_id'], clustering: ['transaction_date'] },
      source: 'transactions/gold.customer_daily_aggregates',
      ...{ settings, stateDir: layout.serving, fullRefresh: false, clock: systemClock },
    });
    return [];
  } catch (error) {
    if (error instanceof CqlNotReconciledError) return [error.message];
    throw error;
  }
}

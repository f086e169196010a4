import { join } from 'node:path';
import type { Contract } from '@sluice/quality';
import { type CqlSink, deliver, deliverCql, type Sink } from '@sluice/sinks';
import { quoteIdentifier, quoteTable } from '@sluice/engine';
import { cqlRequest } from './cql-request.ts';
import type { Execution, Results } from './execution.ts';
import type { SinkRecord } from '@sluice/reporting';
import { deltaInput } from '../incremental/delta-input.ts';

/** Hands every selected table that has a sink to it, changed or not, so that after a run the two agree. */
export async function deliverAll(execution: Execution, results: Results): Promise<readonly SinkRecord[]> {
  const { plan, context, observe } = execution;
  const delivered: SinkRecord[] = [];
  const { pipeline, tables } = plan.project;
  for (const { name, action } of plan.tables) {
    const sink = pipeline.sinks.get(name);
    const contract = tables.get(name)?.contract;
    if (sink === undefined || contract === undefined || action === 'leave') continue;
    const record = await deliverTo(sink, name, contract, execution, results);
    context.logger.info(record, 'delivered');
    observe({ type: 'delivered', sink: record });
    delivered.push(record);
  }
  return delivered;
}

async function deliverTo(
  sink: Sink,
  name: string,
  contract: Contract,
  execution: Execution,
  results: Results,
): Promise<SinkRecord> {
  if (sink.kind === 'cql') return deliverToCql(sink, name, contract, execution, results);
  const { plan, session, context } = execution;
  const outputDir = context.outputDir ?? join(plan.layout.root, '_output');
  const columns = contract.columns.map((column) => column.name);
  // A file is in the table's order; the files of a Delta table together are in none.
  const orderBy = contract.format === 'delta' ? contract.orderedBy : [];
  const delivery = await deliver(session, sink, { relation: quoteTable(name), columns, orderBy, outputDir });
  return { table: name, kind: sink.kind, ...delivery };
}

/** Of a Delta table only what changed since the store's position goes there; without versions all of it is compared. */
async function deliverToCql(
  sink: CqlSink,
  name: string,
  contract: Contract,
  { plan, session, context, options }: Execution,
  results: Results,
): Promise<SinkRecord> {
  const delta = deltaInput(plan, results, name);
  const place = { pipeline: plan.project.pipeline.name, layout: plan.layout };
  const delivery = await deliverCql(session, sink, {
    ...cqlRequest(context, place, { name, contract }),
    version: delta?.contents.version,
    ...(delta && {
      identityOf: async (version) => {
        const { localStorage, versionIdentity } = await import('@sluice/tables');
        return versionIdentity(localStorage(delta.folder), version);
      },
      changesSince: async (version) => {
        const { changesOf } = await import('../incremental/changes-of.ts');
        const changes = await changesOf(session, delta, version);
        return changes && `SELECT DISTINCT ${contract.primaryKey.map(quoteIdentifier).join(', ')} FROM (${changes})`;
      },
    }),
    fullRefresh: options.fullRefresh,
  });
  return { table: name, kind: sink.kind, ...delivery };
}

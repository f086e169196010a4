import { join } from 'node:path';
import { type Contract, columnTypeIn, cqlKey } from '@sluice/quality';
import { type CqlSink, deliver, deliverCql, type Sink } from '@sluice/sinks';
import { quoteTable } from '@sluice/engine';
import type { Execution } from './execution.ts';
import type { SinkRecord } from '@sluice/reporting';

/** Hands every selected table that has a sink to it, changed or not, so that after a run the two agree. */
export async function deliverAll(execution: Execution): Promise<readonly SinkRecord[]> {
  const delivered: SinkRecord[] = [];
  const { plan, context, observe } = execution;
  const { pipeline, tables } = plan.project;
  for (const { name, action } of plan.tables) {
    const sink = pipeline.sinks.get(name);
    const contract = tables.get(name)?.contract;
    if (sink === undefined || contract === undefined || action === 'leave') continue;
    const record = await deliverTo(sink, name, contract, execution);
    context.logger.info(record, 'delivered');
    observe({ type: 'delivered', sink: record });
    delivered.push(record);
  }
  return delivered;
}

async function deliverTo(sink: Sink, name: string, contract: Contract, execution: Execution): Promise<SinkRecord> {
  if (sink.kind === 'cql') return deliverToCql(sink, name, contract, execution);
  const { plan, session, context } = execution;
  const outputDir = context.outputDir ?? join(plan.layout.root, '_output');
  const columns = contract.columns.map((column) => column.name);
  const delivery = await deliver(session, sink, { relation: quoteTable(name), columns, outputDir });
  return { table: name, kind: sink.kind, ...delivery };
}

/** A Parquet table has no versions, so all of it is compared. */
async function deliverToCql(
  sink: CqlSink,
  name: string,
  contract: Contract,
  { plan, session, context, options }: Execution,
): Promise<SinkRecord> {
  const delivery = await deliverCql(session, sink, {
    relation: quoteTable(name),
    columns: contract.columns.map((column) => ({ ...column, cqlType: columnTypeIn('cql', column.type) })),
    key: cqlKey(contract),
    source: `${plan.project.pipeline.name}/${name}`,
    fullRefresh: options.fullRefresh,
    clock: context.clock,
    stateDir: plan.layout.serving,
    settings: context.cql,
    signal: context.signal,
  });
  return { table: name, kind: sink.kind, ...delivery };
}

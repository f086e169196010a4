import { join } from 'node:path';
import { deliver } from '@sluice/sinks';
import { quoteTable } from '@sluice/engine';
import type { Execution } from './execution.ts';
import type { SinkRecord } from '@sluice/reporting';

/** Hands every selected table that has a sink to it, changed or not, so that after a run the two agree. */
export async function deliverAll({ plan, session, context, observe }: Execution): Promise<readonly SinkRecord[]> {
  const delivered: SinkRecord[] = [];
  const { pipeline, tables } = plan.project;
  const outputDir = context.outputDir ?? join(plan.layout.root, '_output');
  for (const { name, action } of plan.tables) {
    const sink = pipeline.sinks.get(name);
    const contract = tables.get(name)?.contract;
    if (sink === undefined || contract === undefined || action === 'leave') continue;
    const columns = contract.columns.map((column) => column.name);
    // A file is in the table's order; the files of a Delta table together are in none.
    const orderBy = contract.format === 'delta' ? contract.orderedBy : [];
    const delivery = await deliver(session, sink, { relation: quoteTable(name), columns, orderBy, outputDir });
    const record = { table: name, kind: sink.kind, ...delivery };
    context.logger.info(record, 'delivered');
    observe({ type: 'delivered', sink: record });
    delivered.push(record);
  }
  return delivered;
}

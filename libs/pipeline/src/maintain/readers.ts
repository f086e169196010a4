import type { Session } from '@sluice/engine';
import { cqlPosition } from '@sluice/sinks';
import type { DeltaSnapshot } from '@sluice/tables';
import type { RunContext } from '../context.ts';
import type { Pipeline } from '../definition/definition.ts';
import { readerOf } from '../incremental/increment.ts';
import type { LakeTable } from '../lake/lake-table.ts';
import { layoutOf } from '../lake/layout.ts';

/** A Delta table of the lake and its newest version. */
export interface OpenTable {
  readonly table: LakeTable;
  readonly snapshot: DeltaSnapshot;
}

/**
 * Who reads a table step by step, and up to which version they have: tables that take note of it in their own log, and
 * the CQL store that serves it.
 * @param all  every Delta table of the pipeline
 * @throws what `cqlPosition` throws for a store that cannot be asked
 */
export async function readersOf(
  session: Session,
  context: RunContext,
  pipeline: Pipeline,
  { layer, table }: LakeTable,
  all: readonly OpenTable[],
): Promise<ReadonlyMap<string, number>> {
  const name = `${layer}.${table}`;
  const readers = new Map<string, number>();
  for (const { table: reader, snapshot } of all) {
    const version = snapshot.positions.get(readerOf(pipeline.name, name));
    if (version !== undefined) readers.set(`${reader.layer}.${reader.table}`, version);
  }
  const sink = pipeline.sinks.get(name);
  if (sink?.kind !== 'cql') return readers;
  const { cql: settings, signal } = context;
  const stateDir = layoutOf(context.dataDir, pipeline.name).serving;
  const position = await cqlPosition(session, sink, { settings, signal, stateDir });
  if (position?.version !== undefined && position.source === `${pipeline.name}/${name}`) {
    readers.set(`cql ${sink.keyspace}.${sink.table}`, position.version);
  }
  return readers;
}

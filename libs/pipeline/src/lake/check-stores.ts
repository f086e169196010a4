import { EXIT } from '@sluice/core';
import type { Session } from '@sluice/engine';
import type { ErrorRecord } from '@sluice/reporting';
import { checkCql, CqlNotReconciledError } from '@sluice/sinks';
import type { RunContext } from '../context.ts';
import type { Pipeline } from '../definition/definition.ts';
import type { ProjectTable } from '../project/project.ts';
import { cqlRequest } from '../run/cql-request.ts';
import { layoutOf } from './layout.ts';

/** A serving store beside the table that it serves. */
export interface CheckedStore {
  readonly table: string;
  readonly path: string;
  /** Rows of the table, all of which the store holds, and no others; undefined where the two differ. */
  readonly rows: number | undefined;
}

/**
 * Compares CQL stores with the published tables that they serve, row by row; changes nothing.
 * @param session  on which the tables are bound under their names
 * @returns the stores, and the first difference
 * @throws what `checkCql` throws for a store that it cannot read
 */
export async function checkStores(
  session: Session,
  context: RunContext,
  pipeline: Pipeline,
  tables: readonly ProjectTable[],
): Promise<{ readonly stores: readonly CheckedStore[]; readonly error: ErrorRecord | undefined }> {
  const place = { pipeline: pipeline.name, layout: layoutOf(context.dataDir, pipeline.name) };
  const stores: CheckedStore[] = [];
  let error: ErrorRecord | undefined;
  for (const { name, contract } of tables) {
    const sink = pipeline.sinks.get(name);
    if (sink?.kind !== 'cql') continue;
    const request = { ...cqlRequest(context, place, { name, contract }), fullRefresh: false };
    try {
      const { path, rows } = await checkCql(session, sink, request);
      stores.push({ table: name, path, rows });
    } catch (difference) {
      if (!(difference instanceof CqlNotReconciledError)) throw difference;
      stores.push({ table: name, path: difference.store, rows: undefined });
      error ??= { code: difference.code, message: difference.message, exitCode: EXIT.failed };
    }
  }
  return { stores, error };
}

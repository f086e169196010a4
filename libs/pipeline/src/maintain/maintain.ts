import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Session } from '@sluice/engine';
import { localStorage, readSnapshot, sweep } from '@sluice/tables';
import type { RunContext } from '../context.ts';
import type { Pipeline } from '../definition/definition.ts';
import type { LakeTable } from '../lake/lake-table.ts';
import { lakeTables } from '../lake/lake.ts';
import { layoutOf } from '../lake/layout.ts';
import { withSession } from '../lake/with-session.ts';
import { recover } from '../run/recover.ts';
import { isDeltaFolder } from '../store/published.ts';
import { type OpenTable, readersOf } from './readers.ts';
import type { MaintainedTable, MaintainReport } from './report.ts';
import { planUpkeep, upkeep, type UpkeepRequest } from './upkeep.ts';

export interface MaintainOptions {
  /** Delta tables of the pipeline by their folders; all unless told. */
  readonly tables?: readonly LakeTable[];
  readonly dryRun: boolean;
  /** How long files are kept that were removed from a table, in milliseconds; what each table says unless told. */
  readonly retention: number | undefined;
}

/**
 * Keeps up the Delta tables of a pipeline: packs small files, writes checkpoints that are due, cleans logs up and
 * removes files that nobody needs. No row changes, so that the next plan finds the tables as they were. The lake's lock
 * is held, and every table is looked at before any is touched.
 * @throws {LakeLockedError} {RetentionTooShortError} {FeatureUnsupportedError} and what `cqlPosition` throws, before
 *         anything was done; {CommitConflictError} where another writer was first
 */
export async function maintain(
  context: RunContext,
  pipeline: Pipeline,
  { tables, dryRun, retention }: MaintainOptions,
): Promise<MaintainReport> {
  const layout = layoutOf(context.dataDir, pipeline.name);
  if (!existsSync(layout.root)) return { pipeline: pipeline.name, dryRun, tables: [] };
  return withSession(context, pipeline.name, async (session, engine) => {
    const lock = await engine.lock(layout.lock);
    const staging = join(layout.staging, `maintain-${randomUUID()}`);
    try {
      if (!dryRun) await recover(session, layout, context.clock, context.logger);
      const all = await openTables(session, context.dataDir, pipeline.name);
      const paths = tables && new Set(tables.map(({ path }) => path));
      const requests: UpkeepRequest[] = [];
      for (const open of all.filter(({ table }) => paths?.has(table.path) ?? true)) {
        const readers = await readersOf(session, context, pipeline, open.table, all);
        requests.push({ ...open, clock: context.clock, retention, readers });
      }
      const done: MaintainedTable[] = [];
      for (const request of requests) done.push(await planUpkeep(session, request));
      if (dryRun) return { pipeline: pipeline.name, dryRun, tables: done };
      for (const [index, request] of requests.entries()) {
        done[index] = await upkeep(session, request, done[index]?.late ?? [], staging);
      }
      return { pipeline: pipeline.name, dryRun, tables: done };
    } finally {
      if (!dryRun) await sweep(staging);
      await lock.release();
    }
  });
}

async function openTables(session: Session, dataDir: string, pipeline: string): Promise<readonly OpenTable[]> {
  const open: OpenTable[] = [];
  for (const table of lakeTables(dataDir, [pipeline])) {
    if (!isDeltaFolder(table.path)) continue;
    open.push({ table, snapshot: await readSnapshot(session, localStorage(table.path)) });
  }
  return open;
}

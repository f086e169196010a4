import { quoteFile, type Session } from '@sluice/engine';
import { profile, type TableProfile } from '@sluice/quality';
import { readPublished } from '@sluice/tables';
import { hashInput } from '@sluice/sources';
import type { RunContext } from '../context.ts';
import type { Pipeline } from '../definition/definition.ts';
import { bindProject } from '../project/bound-project.ts';
import { listRuns, readRecord, writeDocument } from '../record/record-file.ts';
import type { LakeTable } from './lake.ts';
import { type Layout, layoutOf } from './layout.ts';
import { withSession } from './with-session.ts';

/** A profile of a published table, and where it was saved. */
export interface PublishedProfile extends TableProfile {
  readonly pipeline: string;
  readonly table: string;
  /** Of the file that was profiled. */
  readonly sha256: string;
  /** The run that published it, and the profile's file beside its record; undefined where no record names the file. */
  readonly saved: { readonly runId: string; readonly path: string } | undefined;
}

/**
 * Describes every column of a published table, and saves what it found beside the record of the run that published it.
 * The contract says which columns are personal; a table without one is refused.
 */
export async function profileTable(
  context: RunContext,
  pipeline: Pipeline,
  { layer, table, path }: LakeTable,
): Promise<PublishedProfile> {
  const layout = layoutOf(context.dataDir, pipeline.name);
  const name = `${layer}.${table}`;
  return withSession(context, pipeline.name, async (session) => {
    const { project } = await bindProject(session, pipeline, context, {});
    const contract = project.tables.get(name)?.contract;
    const personal = new Set(contract?.columns.filter((column) => column.personal).map((column) => column.name));
    const found = await describeFile(session, path, (column) => contract === undefined || personal.has(column));
    const sha256 = await hashInput(path, layout.inputHashes);
    const runId = await publishedBy(layout, name, sha256);
    const document = { pipeline: pipeline.name, table: name, sha256, ...found };
    if (runId === undefined) return { ...document, saved: undefined };
    const saved = layout.profile(runId, name);
    await writeDocument(saved, document);
    return { ...document, saved: { runId, path: saved } };
  });
}

async function describeFile(
  session: Session,
  path: string,
  isPersonal: (column: string) => boolean,
): Promise<TableProfile> {
  const relation = `read_parquet(${quoteFile(path)}, file_row_number = true)`;
  const described = await session.describe(`SELECT * EXCLUDE (file_row_number) FROM ${relation}`);
  const rows = (await readPublished(session, [path])).get(path)?.rows ?? 0;
  const columns = described.map((column) => ({ ...column, personal: isPersonal(column.name) }));
  return profile(session, { relation, rows, rowNumber: 'file_row_number' }, columns);
}

/** The newest run whose record says that it published this very file. */
async function publishedBy(layout: Layout, table: string, sha256: string): Promise<string | undefined> {
  for (const runId of [...(await listRuns(layout))].reverse()) {
    const { tables } = await readRecord(layout, runId);
    if (
      tables.some(({ name, state, ...record }) => name === table && state === 'published' && record.sha256 === sha256)
    )
      return runId;
  }
  return undefined;
}

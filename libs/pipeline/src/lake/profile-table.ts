import { quoteFile, type Session } from '@sluice/engine';
import { TableUnknownError } from '../errors.ts';
import { profile, type TableProfile } from '@sluice/quality';
import { hashInput } from '@sluice/sources';
import type { RunContext } from '../context.ts';
import type { Pipeline } from '../definition/definition.ts';
import { bindProject } from '../project/bound-project.ts';
import { listRuns, readRecord, writeDocument } from '../record/record-file.ts';
import { readTableAt } from '../store/published.ts';
import type { PublishedTable } from '../store/published-table.ts';
import type { LakeTable } from './lake-table.ts';
import { type Layout, layoutOf } from './layout.ts';
import { withSession } from './with-session.ts';

/** A profile of a published table, and where it was saved. */
export interface PublishedProfile extends TableProfile {
  readonly pipeline: string;
  readonly table: string;
  /** Of the file that was profiled. */
  readonly sha256?: string;
  /** Of the Delta table that was profiled. */
  readonly version?: number;
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
    const published = await readTableAt(session, path);
    if (published === undefined) throw new TableUnknownError(`${name} is not published any more.`);
    const found = await describe(session, published, (column) => contract === undefined || personal.has(column));
    const { snapshot } = published;
    const mark =
      snapshot === undefined ? { sha256: await hashInput(path, layout.inputHashes) } : { version: snapshot.version };
    const runId = await publishedBy(layout, name, mark);
    const document = { pipeline: pipeline.name, table: name, ...mark, ...found };
    if (runId === undefined) return { ...document, saved: undefined };
    const saved = layout.profile(runId, name);
    await writeDocument(saved, document);
    return { ...document, saved: { runId, path: saved } };
  });
}

async function describe(
  session: Session,
  { path, relation, rows = 0, snapshot }: PublishedTable,
  isPersonal: (column: string) => boolean,
): Promise<TableProfile> {
  const described = await session.describe(`SELECT * FROM ${relation}`);
  const columns = described.map((column) => ({ ...column, personal: isPersonal(column.name) }));
  if (snapshot !== undefined) return profile(session, { relation, rows }, columns);
  const numbered = `read_parquet(${quoteFile(path)}, file_row_number = true)`;
  return profile(session, { relation: numbered, rows, rowNumber: 'file_row_number' }, columns);
}

/** The newest run whose record says that it published this very file, or version. */
async function publishedBy(
  layout: Layout,
  table: string,
  { sha256, version }: Pick<PublishedProfile, 'sha256' | 'version'>,
): Promise<string | undefined> {
  for (const runId of [...(await listRuns(layout))].reverse()) {
    const { tables } = await readRecord(layout, runId);
    const isIt = tables.some(
      ({ name, state, ...record }) =>
        name === table && state === 'published' && record.sha256 === sha256 && record.version === version,
    );
    if (isIt) return runId;
  }
  return undefined;
}

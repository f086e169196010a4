import type { RunContext } from '../context.ts';
import type { Pipeline } from '../definition/definition.ts';
import type { LakeTable } from '../lake/lake-table.ts';
import { withSession } from '../lake/with-session.ts';
import { bindProject } from '../project/bound-project.ts';
import { readVersion, tableHistory, type VersionAt } from '../store/versions.ts';
import type { DiffReport } from './report.ts';
import { diffTable } from './table.ts';

export interface VersionsOptions {
  /** The version that counts as old. */
  readonly from: number;
  /** The newest unless told. */
  readonly to: number | undefined;
  /** Most samples of added and of removed rows, and of the changes in each column. */
  readonly samples: number;
}

/**
 * Compares two versions of one published table, value by value; changes nothing. The report names the versions where that of
 * two lakes names their folders.
 * @throws {VersionsNoneError} for a table that is one Parquet file
 * @throws {VersionMissingError}
 */
export async function diffVersions(
  context: RunContext,
  pipeline: Pipeline,
  table: LakeTable,
  { from, to, samples }: VersionsOptions,
): Promise<DiffReport> {
  const [newest] = await tableHistory(table, 1);
  const name = `${table.layer}.${table.table}`;
  return withSession(context, pipeline.name, async (session) => {
    const { project } = await bindProject(session, pipeline, context, {});
    const sideOf = (at: VersionAt) => readVersion(session, table, at);
    const [before, after] = [await sideOf({ version: from }), await sideOf({ version: to ?? newest?.version ?? from })];
    const sides = { contract: project.tables.get(name)?.contract, old: before, new: after };
    const difference = await diffTable(session, { name, ...sides }, samples);
    return {
      pipeline: pipeline.name,
      dataDir: `${table.path} at version ${String(after.snapshot?.version)}`,
      against: `${table.path} at version ${String(from)}`,
      tables: [difference],
      different: difference.different,
    };
  });
}

import { existsSync, realpathSync } from 'node:fs';
import type { Session } from '@sluice/engine';
import { bindProject, type BoundProject } from '../project/bound-project.ts';
import type { RunContext } from '../context.ts';
import type { Pipeline } from '../definition/definition.ts';
import type { DiffReport, TableDiff } from './report.ts';
import { diffTable, type TablePair } from './table.ts';
import { LakeUnknownError, TableUnknownError } from '../errors.ts';
import { lakeTables } from '../lake/lake.ts';
import { layoutOf } from '../lake/layout.ts';
import { type Selection, selectTables } from '../plan/selection.ts';
import { withSession } from '../lake/with-session.ts';
import { readTables } from '../store/published.ts';
import type { PublishedTable } from '../store/published-table.ts';

export interface DiffOptions extends Selection {
  /** The data folder that counts as old; absolute. */
  readonly against: string;
  /** Most samples of added and of removed rows, and of the changes in each column. */
  readonly samples: number;
}

/**
 * Compares what is published of a pipeline in two lakes, value by value; changes nothing.
 * Values are the same where SQL finds them not distinct: NaN is NaN, null is null, and −0 is 0.
 * @throws {LakeUnknownError} when one of the lakes holds nothing of the pipeline
 * @throws {TableUnknownError} when neither lake has what was selected
 */
export async function diff(context: RunContext, pipeline: Pipeline, options: DiffOptions): Promise<DiffReport> {
  const { dataDir } = context;
  const { against } = options;
  for (const folder of [dataDir, against]) {
    if (!existsSync(folder)) throw new LakeUnknownError(`There is no data folder ${folder}.`);
  }
  if (realpathSync(dataDir) === realpathSync(against)) {
    throw new LakeUnknownError(`${against} is the data folder itself; expected another one to compare with.`);
  }
  return withSession(context, pipeline.name, async (session) => {
    const bound = await bindProject(session, pipeline, context, {});
    const before = await publishedTables(session, against, pipeline.name);
    const after = await publishedTables(session, dataDir, pipeline.name);
    const pairs = pairsOf(bound, before, after);
    const selected = select(bound, pairs, options, pipeline.name);
    const tables: TableDiff[] = [];
    for (const pair of pairs) {
      if (selected.has(pair.name)) tables.push(await diffTable(session, pair, options.samples));
    }
    if (tables.length === 0) {
      throw new TableUnknownError(`Neither ${dataDir} nor ${against} has what was selected of ${pipeline.name}.`);
    }
    return { pipeline: pipeline.name, dataDir, against, tables, different: tables.some((table) => table.different) };
  });
}

type Published = ReadonlyMap<string, PublishedTable>;

async function publishedTables(session: Session, dataDir: string, pipeline: string): Promise<Published> {
  const files = lakeTables(dataDir, [pipeline]);
  if (files.length === 0) {
    throw new LakeUnknownError(`Nothing of ${pipeline} is published in ${dataDir}. Run it with --data-dir ${dataDir}.`);
  }
  return readTables(session, layoutOf(dataDir, pipeline), files);
}

/** Tables that one lake has at least: those of the pipeline in the order of a run, then those that it has no more. */
function pairsOf({ order, project }: BoundProject, before: Published, after: Published): readonly TablePair[] {
  const gone = [...before.keys(), ...after.keys()].filter((name) => !project.tables.has(name)).sort();
  return [...new Set([...order, ...gone])]
    .map((name) => ({
      name,
      contract: project.tables.get(name)?.contract,
      old: before.get(name),
      new: after.get(name),
    }))
    .filter((pair) => pair.old !== undefined || pair.new !== undefined);
}

/** Here `state:modified` means: made from something else in the two lakes. */
function select(
  { project, dependencies }: BoundProject,
  pairs: readonly TablePair[],
  { select: given, exclude }: Selection,
  pipeline: string,
): ReadonlySet<string> {
  const names = new Set([...project.tables.keys(), ...pairs.map(({ name }) => name)]);
  const modified = new Set(
    pairs.filter((pair) => pair.old?.definition !== pair.new?.definition).map(({ name }) => name),
  );
  const selectable = [...names].map((name) => {
    const tags = project.tables.get(name)?.contract.tags ?? [];
    return [name, { tags, modified: modified.has(name) }] as const;
  });
  const edges = [...names].map((name) => [name, dependencies.get(name) ?? new Set<string>()] as const);
  // `medallion.gold.x` names what `gold.x` does.
  const prefix = new RegExp(`(?<![\\w.])${pipeline}\\.(?=[^\\s,+.]+\\.)`, 'gu');
  const short = (selectors: readonly string[]): readonly string[] => selectors.map((text) => text.replace(prefix, ''));
  return selectTables({ select: short(given), exclude: short(exclude) }, new Map(selectable), new Map(edges));
}

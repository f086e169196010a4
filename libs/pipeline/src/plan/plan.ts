import type { Session } from '@sluice/engine';
import { findInputs, type InputFile } from '@sluice/sources';
import { bindProject, type BoundProject } from '../project/bound-project.ts';
import type { RunContext } from '../context.ts';
import { decide, type PlannedTable } from './decide.ts';
import type { Pipeline } from '../definition/definition.ts';
import type { Dependencies } from './graph.ts';
import { type Layout, layoutOf } from '../lake/layout.ts';
import type { PlanOptions } from '../options.ts';
import type { ParameterValues } from '../definition/parameters.ts';
import type { Project } from '../project/project.ts';
import { readTables } from '../store/published.ts';

/** What a run would do, and why; tables in the order in which they would be staged. */
export interface Plan {
  readonly project: Project;
  readonly layout: Layout;
  readonly parameters: ParameterValues;
  readonly asOf: string;
  readonly tables: readonly PlannedTable[];
  readonly dependencies: Dependencies;
  readonly warnings: readonly string[];
}

/**
 * Says for each table whether it would run, and why.
 * @param session  an empty catalog; afterwards it holds the pipeline's schemas, macros and empty views
 * @throws {SelectorInvalidError} @throws {InputUnpublishedError} and what `bindProject` and `findInputs` throw
 */
export async function plan(
  session: Session,
  pipeline: Pipeline,
  context: Pick<RunContext, 'workspace' | 'dataDir' | 'clock' | 'cacheDir'>,
  options: PlanOptions,
): Promise<Plan> {
  const bound = await bindProject(session, pipeline, context, options.parameters);
  const layout = layoutOf(context.dataDir, pipeline.name);
  const inputs = inputFiles(pipeline, options.inputDir);
  const published = await readTables(session, layout, [...bound.project.tables.values()]);
  const { tables, stale } = await decide({
    bound,
    layout,
    inputs,
    published,
    options,
    pending: options.pending,
  });
  return {
    project: bound.project,
    layout,
    parameters: bound.parameters,
    asOf: String(bound.parameters['asOf']),
    tables,
    dependencies: bound.dependencies,
    warnings: [...unreadTables(bound), ...stale],
  };
}

function inputFiles(pipeline: Pipeline, inputDir: string | undefined): ReadonlyMap<string, InputFile> {
  if (inputDir === undefined) return new Map();
  const sources = [...pipeline.sources].filter(([, { files }]) => files.length > 0);
  const formats = [...new Set(sources.flatMap(([, { files }]) => files))];
  const bare = (name: string): string => name.slice(name.indexOf('.') + 1);
  const found = findInputs(
    inputDir,
    sources.map(([name]) => bare(name)),
    formats,
  );
  return new Map(
    sources.flatMap(([name]) => {
      const file = found.get(bare(name));
      return file === undefined ? [] : [[name, file] as const];
    }),
  );
}

function unreadTables({ project, dependencies }: BoundProject): readonly string[] {
  const read = new Set([...dependencies.values()].flatMap((needed) => [...needed]));
  return [...project.tables.values()]
    .filter(({ name, layer }) => layer !== 'gold' && !read.has(name) && !project.pipeline.sinks.has(name))
    .map(({ name }) => `${name} is read by no model and handed to no sink.`);
}

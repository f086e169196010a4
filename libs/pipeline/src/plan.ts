import type { Clock } from '@sluice/core';
import { formatLocation } from '@sluice/core';
import type { Session } from '@sluice/engine';
import { type InputFile, findInputs } from '@sluice/sources';
import { readPublished } from '@sluice/tables';
import { type BoundModel, bindingStatements, bindModels } from './bind.ts';
import { decide, type PlannedTable } from './decide.ts';
import type { Pipeline } from './definition.ts';
import { PlanRefusedError, type PlanProblem } from './errors.ts';
import { type Dependencies, topologicalOrder } from './graph.ts';
import { type Layout, layoutOf } from './layout.ts';
import { type ParameterValues, resolveParameters } from './parameters.ts';
import { type Project, readProject } from './project.ts';
import { referencesOf } from './references.ts';
import type { Selection } from './selection.ts';

/** What a command stands on, the same for every pipeline. */
export interface PlanContext {
  readonly workspace: string;
  readonly dataDir: string;
  readonly clock: Clock;
}

export interface PlanOptions extends Selection {
  /** By parameter name, as given by the operator. */
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly fullRefresh: boolean;
  /** Folder of the user's own files for the sources that take files. */
  readonly inputDir: string | undefined;
}

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

/** A pipeline whose models all bind, and the order of its tables. */
export interface BoundProject {
  readonly project: Project;
  readonly models: ReadonlyMap<string, BoundModel>;
  readonly parameters: ParameterValues;
  readonly order: readonly string[];
  readonly dependencies: Dependencies;
}

/**
 * Reads a pipeline's files and binds every model against the contracts.
 * @throws {PlanRefusedError} naming every problem: missing contracts, unknown tables, cycles, wrong columns.
 * @throws {ParametersInvalidError}
 */
export async function bindProject(
  session: Session,
  pipeline: Pipeline,
  context: Pick<PlanContext, 'workspace' | 'clock'>,
  given: Readonly<Record<string, string | number>>,
): Promise<BoundProject> {
  const parameters = resolveParameters(pipeline.parameters, given, context.clock);
  const { project, problems: fileProblems } = readProject(pipeline, context.workspace);
  refuse(pipeline, fileProblems);
  await session.execute(bindingStatements(project, parameters).join(';\n'));
  const { models, problems } = await bindModels(session, project);
  refuse(pipeline, problems);
  const dependencies = await dependenciesOf(session, project, models);
  const sorted = topologicalOrder(dependencies);
  if ('cycle' in sorted) refuse(pipeline, [cycleProblem(project, sorted.cycle)]);
  return { project, models, parameters, dependencies, order: 'order' in sorted ? sorted.order : [] };
}

/**
 * Says for each table whether it would run, and why.
 * @param session  an empty catalog; afterwards it holds the pipeline's schemas, macros and empty views
 * @throws {SelectorInvalidError} @throws {InputUnpublishedError} and what `bindProject` and `findInputs` throw
 */
export async function plan(
  session: Session,
  pipeline: Pipeline,
  context: PlanContext,
  options: PlanOptions,
): Promise<Plan> {
  const bound = await bindProject(session, pipeline, context, options.parameters);
  const layout = layoutOf(context.dataDir, pipeline.name);
  const inputs = inputFiles(pipeline, options.inputDir);
  const paths = new Map([...bound.project.tables.values()].map(({ name, layer, table }) => [name, layout.table(layer, table)]));
  const published = await readPublished(session, [...paths.values()]);
  const { tables, stale } = await decide({ bound, layout, inputs, paths, published, options });
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

function refuse(pipeline: Pipeline, problems: readonly PlanProblem[]): void {
  if (problems.length === 0) return;
  throw new PlanRefusedError(pipeline.name, problems, ({ message, location }) =>
    location === undefined || message.startsWith(location.file) ? message : `${formatLocation(location)}: ${message}`,
  );
}

/** Tables that a model reads, and those that its contract refers to, which must be staged before it is audited. */
async function dependenciesOf(
  session: Session,
  project: Project,
  models: ReadonlyMap<string, BoundModel>,
): Promise<Dependencies> {
  const dependencies = new Map<string, ReadonlySet<string>>();
  for (const table of project.tables.values()) {
    const references = await referencesOf(session, table, project);
    dependencies.set(table.name, new Set([...(models.get(table.name)?.inputs ?? []), ...references]));
  }
  return dependencies;
}

function cycleProblem(project: Project, cycle: readonly string[]): PlanProblem {
  const first = project.tables.get(cycle[0] ?? '');
  const location = first?.model?.location ?? (first === undefined ? undefined : { file: first.contract.file });
  return { message: `these tables need each other: ${cycle.join(' → ')}`, ...(location && { location }) };
}

function inputFiles(pipeline: Pipeline, inputDir: string | undefined): ReadonlyMap<string, InputFile> {
  if (inputDir === undefined) return new Map();
  const sources = [...pipeline.sources].filter(([, { files }]) => files.length > 0);
  const formats = [...new Set(sources.flatMap(([, { files }]) => files))];
  const bare = (name: string): string => name.slice(name.indexOf('.') + 1);
  const found = findInputs(inputDir, sources.map(([name]) => bare(name)), formats);
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

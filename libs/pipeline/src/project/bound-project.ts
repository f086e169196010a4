import { formatLocation, nearest } from '@sluice/core';
import type { Session } from '@sluice/engine';
import { bindingStatements, bindModels, type BoundModel } from './bind.ts';
import { Cache } from './cache.ts';
import type { RunContext } from '../context.ts';
import type { Pipeline } from '../definition/definition.ts';
import { type PlanProblem, PlanRefusedError } from '../errors.ts';
import { incrementalProblems } from '../incremental/refusals.ts';
import { type Dependencies, topologicalOrder } from '../plan/graph.ts';
import { columnName, type ParameterValues, resolveParameters } from '../definition/parameters.ts';
import { type Project, readProject } from './project.ts';
import { type References, referencesOf } from './references.ts';

/** A pipeline whose models all bind, and the order of its tables. */
export interface BoundProject {
  readonly project: Project;
  readonly models: ReadonlyMap<string, BoundModel>;
  /** By table, what its contract refers to. */
  readonly references: ReadonlyMap<string, References>;
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
  context: Pick<RunContext, 'workspace' | 'clock' | 'cacheDir'>,
  given: Readonly<Record<string, string | number>>,
): Promise<BoundProject> {
  const cache = new Cache(context.cacheDir);
  const parameters = resolveParameters(pipeline.parameters, given, context.clock);
  const { project, problems: fileProblems } = readProject(pipeline, context.workspace, cache);
  refuse(pipeline, fileProblems);
  await session.execute(bindingStatements(project, parameters).join(';\n'));
  const { models, problems } = await bindModels(session, project, cache);
  refuse(pipeline, problems);
  refuse(pipeline, await incrementalProblems(session, project, models));
  const references = await allReferences(session, project, cache);
  refuse(pipeline, unknownParameters(project, pipeline));
  const dependencies = dependenciesOf(project, models, references);
  const sorted = topologicalOrder(dependencies);
  if ('cycle' in sorted) refuse(pipeline, [cycleProblem(project, sorted.cycle)]);
  return { project, models, references, parameters, dependencies, order: 'order' in sorted ? sorted.order : [] };
}

function refuse(pipeline: Pipeline, problems: readonly PlanProblem[]): void {
  if (problems.length === 0) return;
  throw new PlanRefusedError(pipeline.name, problems, ({ message, location }) =>
    location === undefined || message.startsWith(location.file) ? message : `${formatLocation(location)}: ${message}`,
  );
}

async function allReferences(
  session: Session,
  project: Project,
  cache: Cache,
): Promise<ReadonlyMap<string, References>> {
  const references = new Map<string, References>();
  for (const table of project.tables.values()) {
    references.set(table.name, await referencesOf(session, table, project, cache));
  }
  return references;
}

/** Tables that a model reads, and those that its contract refers to, which must be staged before it is audited. */
function dependenciesOf(
  project: Project,
  models: ReadonlyMap<string, BoundModel>,
  references: ReadonlyMap<string, References>,
): Dependencies {
  return new Map(
    [...project.tables.keys()].map((name) => {
      const inputs = models.get(name)?.inputs ?? [];
      return [name, new Set([...inputs, ...(references.get(name)?.tables ?? [])])];
    }),
  );
}

/** What contracts ask of the run and the pipeline does not have. */
function unknownParameters(project: Project, pipeline: Pipeline): readonly PlanProblem[] {
  const known = Object.keys(pipeline.parameters).map(columnName);
  return [...project.tables.values()].flatMap(({ contract }) =>
    contract.rules.flatMap((rule) => {
      const asked = rule.form === 'expectation' ? rule.parameters : [];
      return asked
        .filter((name) => !known.includes(name))
        .map((name) => {
          const near = nearest(name, known);
          const hint = near === undefined ? `it has ${known.join(', ')}` : `did you mean ${near}?`;
          return { message: `the pipeline has no parameter ${name}; ${hint}`, location: rule.location };
        });
    }),
  );
}

function cycleProblem(project: Project, cycle: readonly string[]): PlanProblem {
  const first = project.tables.get(cycle[0] ?? '');
  const location = first?.model?.location ?? (first === undefined ? undefined : { file: first.contract.file });
  return { message: `these tables need each other: ${cycle.join(' → ')}`, ...(location && { location }) };
}

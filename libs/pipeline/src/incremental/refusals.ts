import type { Session } from '@sluice/engine';
import { refersToItself } from '@sluice/quality';
import type { PlanProblem } from '../errors.ts';
import type { BoundModel } from '../project/bind.ts';
import type { Project, ProjectTable } from '../project/project.ts';
import { aggregateNames } from './aggregate-names.ts';
import { notRowwise } from './rowwise.ts';

/**
 * Why tables cannot take what is new in the way that their contracts declare.
 * @param models  those that are bound
 */
export async function incrementalProblems(
  session: Session,
  project: Project,
  models: ReadonlyMap<string, BoundModel>,
): Promise<readonly PlanProblem[]> {
  const problems: PlanProblem[] = [];
  for (const table of project.tables.values()) {
    if (table.contract.incremental === undefined) continue;
    const reason = await refusal(session, table, models.get(table.name), project);
    if (reason === undefined) continue;
    const location = table.model?.location ?? { file: table.contract.file };
    problems.push({
      message: `${table.name} cannot be incremental (${table.contract.incremental.mode}): ${reason}`,
      location,
    });
  }
  return problems;
}

async function refusal(
  session: Session,
  { name, contract, model }: ProjectTable,
  bound: BoundModel | undefined,
  { tables }: Project,
): Promise<string | undefined> {
  const { incremental } = contract;
  if (incremental === undefined) return undefined;
  if (model === undefined || bound === undefined) return 'it has no model; a source is read whole';
  if (contract.rules.some((rule) => refersToItself(rule, name))) return 'its contract refers to the table itself';
  const [input, other] = bound.inputs;
  const read = input === undefined ? undefined : tables.get(input);
  if (input === undefined || read === undefined || other !== undefined) {
    const list = bound.inputs.length === 0 ? 'none' : bound.inputs.join(', ');
    return `its model must read exactly one table of the pipeline, and reads ${list}`;
  }
  if (incremental.mode === 'merge') return foldRefusal(contract, read, incremental.by);
  if (read.contract.format !== 'delta') return `it reads ${input}, of which only a Delta table would tell what changed`;
  if (bound.parsed.tables.filter((table) => `${table.schema ?? ''}.${table.name}` === input).length > 1) {
    return `its model names ${input} more than once`;
  }
  const by = incremental.mode === 'replace' ? incremental.by : undefined;
  const reason = notRowwise(await session.readTree(model), { aggregates: await aggregateNames(session), by });
  return reason === undefined ? undefined : `its model ${reason}, so that changed rows do not tell what changes`;
}

/** The rows of the table are read as rows of the input again, together with the new batch. */
function foldRefusal(
  { columns }: ProjectTable['contract'],
  { name, contract }: ProjectTable,
  by: readonly string[],
): string | undefined {
  const types = new Map(columns.map((column) => [column.name, column.type]));
  const lost = contract.columns.find((column) => types.get(column.name) !== column.type);
  if (lost !== undefined) {
    return `its rows are to be read as rows of ${name} again, but it has no column ${lost.name} ${lost.type}`;
  }
  const missing = by.find((column) => !contract.columns.some((each) => each.name === column));
  return missing === undefined ? undefined : `${name} has no column ${missing}, by which batches are merged`;
}

import { nearest, SluiceError } from '@sluice/core';
import { type ParsedSelect, quoteIdentifier, quoteTable, type Session } from '@sluice/engine';
import type { Contract } from '@sluice/quality';
import { macroStatements } from '@sluice/transforms';
import type { Cache } from './cache.ts';
import type { PlanProblem } from '../errors.ts';
import { parseSql } from './parse-cache.ts';
import { parametersSelect, type ParameterValues } from '../definition/parameters.ts';
import type { Project, ProjectTable } from './project.ts';

/** The relation of one row that holds the run's parameters. */
export const PARAMETERS = 'run.parameters';

/** A model that keeps its contract's columns, and what its SQL names. */
export interface BoundModel {
  readonly parsed: ParsedSelect;
  /** Tables of the pipeline that it reads. */
  readonly inputs: readonly string[];
}

/** The statements after which every model of the pipeline can be bound: schemas, macros, parameters, and an empty view for each table. */
export function bindingStatements(project: Project, values: ParameterValues): readonly string[] {
  const layers = new Set(['run', ...[...project.tables.values()].map((table) => table.layer)]);
  return [
    ...[...layers].map((layer) => `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(layer)}`),
    ...macroStatements(),
    `CREATE OR REPLACE VIEW ${quoteTable(PARAMETERS)} AS ${parametersSelect(project.pipeline.parameters, values)}`,
    ...[...project.tables.values()].map(({ name, contract }) => viewStatement(name, emptySelect(contract))),
  ];
}

/** Binds a table's name to a SELECT. */
export function viewStatement(table: string, select: string): string {
  return `CREATE OR REPLACE VIEW ${quoteTable(table)} AS ${select}`;
}

/** A relation of the contract's columns and types without a row. */
export function emptySelect(contract: Contract): string {
  const columns = contract.columns.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${quoteIdentifier(name)}`);
  return `SELECT ${columns.join(', ')} WHERE false`;
}

/**
 * Binds every model of the project against the contracts.
 * @param session  on which `bindingStatements` ran
 * @returns the models that hold, and every problem found: syntax, unknown tables, names, order and types of columns.
 */
export async function bindModels(
  session: Session,
  project: Project,
  cache: Cache,
): Promise<{ readonly models: ReadonlyMap<string, BoundModel>; readonly problems: readonly PlanProblem[] }> {
  const models = new Map<string, BoundModel>();
  const problems: PlanProblem[] = [];
  for (const table of project.tables.values()) {
    if (table.model === undefined) continue;
    try {
      const parsed = await parseSql(session, table.model, cache);
      const unknown = unknownTables(table, parsed, project);
      problems.push(...unknown);
      if (unknown.length > 0) continue;
      const found = await session.describe(table.model);
      const differences = columnDifferences(table, found);
      problems.push(...differences);
      const inputs = new Set(parsed.tables.map(({ schema, name }) => `${schema ?? ''}.${name}`));
      inputs.delete(PARAMETERS);
      if (differences.length === 0) models.set(table.name, { parsed, inputs: [...inputs].sort() });
    } catch (error) {
      if (!(error instanceof SluiceError) || error.location === undefined) throw error;
      problems.push({ message: error.message, location: error.location });
    }
  }
  return { models, problems };
}

function unknownTables(table: ProjectTable, parsed: ParsedSelect, project: Project): readonly PlanProblem[] {
  return parsed.tables.flatMap(({ schema, name, line }) => {
    const reference = schema === undefined ? name : `${schema}.${name}`;
    if (reference === PARAMETERS || project.tables.has(reference)) return [];
    const candidates = [...project.tables.keys(), PARAMETERS];
    const near = candidates.find((candidate) => candidate.endsWith(`.${name}`)) ?? nearest(reference, candidates);
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    const message = `${table.name} reads ${reference}, which is no table of this pipeline${hint}`;
    return [{ message, location: { file: table.model?.location?.file ?? table.contract.file, line } }];
  });
}

export function columnDifferences(
  { name, contract, model }: ProjectTable,
  found: readonly { readonly name: string; readonly type: string }[],
): readonly PlanProblem[] {
  const show = (column: { readonly name: string; readonly type: string } | undefined): string =>
    column === undefined ? 'no column' : `${column.name} ${column.type}`;
  const count = Math.max(found.length, contract.columns.length);
  for (let index = 0; index < count; index += 1) {
    const expected = contract.columns[index];
    const got = found[index];
    if (expected?.name === got?.name && expected?.type === got?.type) continue;
    const message =
      `${name}: column ${String(index + 1)} of the model is not the contract's.\n` +
      `    expected ${show(expected)} (${contract.file})\n    got      ${show(got)}`;
    return [{ message, ...(model?.location && { location: model.location }) }];
  }
  return [];
}

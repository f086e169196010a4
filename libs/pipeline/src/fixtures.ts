import { relative } from 'node:path';
import { EXIT, type Location, nearest, SluiceError } from '@sluice/core';
import { type Row, type Session, wrapSql } from '@sluice/engine';
import { emptySelect, PARAMETERS, viewStatement } from './bind.ts';
import { bindProject, type BoundProject } from './bound-project.ts';
import type { RunContext } from './context.ts';
import type { Pipeline } from './definition.ts';
import { FixtureInvalidError } from './errors.ts';
import { secondsSince } from './execution.ts';
import { type LocatedCase, readFixture } from './fixture-file.ts';
import { fixtureSelect } from './fixture-relation.ts';
import { columnName, parametersSelect, resolveParameters } from './parameters.ts';
import { isModel, type ModelTable } from './project.ts';
import type { ErrorRecord } from '@sluice/reporting';
import { type Selection, selectTables } from './selection.ts';
import { withSession } from './with-session.ts';

/** What one case showed: rows that the model gave too many, and rows that it lacks. */
export interface FixtureResult {
  readonly table: string;
  readonly name: string;
  readonly location: Location;
  readonly status: 'passed' | 'failed';
  readonly unexpected: readonly Row[];
  readonly missing: readonly Row[];
  readonly error?: ErrorRecord;
  readonly seconds: number;
}

export interface FixtureReport {
  readonly pipeline: string;
  readonly results: readonly FixtureResult[];
  /** Selected models that have no fixture. */
  readonly without: readonly string[];
}

/**
 * Runs the fixtures beside the models, without a lake.
 * @throws {FixtureInvalidError} @throws {PlanRefusedError} @throws {SelectorInvalidError}
 */
export async function testFixtures(
  context: RunContext,
  pipeline: Pipeline,
  selection: Selection,
): Promise<FixtureReport> {
  return withSession(context, pipeline.name, async (session) => {
    const bound = await bindProject(session, pipeline, context, {});
    const selectable = [...bound.project.tables.values()].map(
      ({ name, contract }) => [name, { tags: contract.tags, modified: true }] as const,
    );
    const selected = selectTables(selection, new Map(selectable), bound.dependencies);
    const models = bound.order.flatMap((name) => {
      const table = bound.project.tables.get(name);
      return table !== undefined && isModel(table) && selected.has(name) ? [table] : [];
    });
    const results: FixtureResult[] = [];
    for (const table of models) {
      if (table.fixture === undefined) continue;
      for (const fixtureCase of readFixture(table.fixture, relative(context.workspace, table.fixture))) {
        results.push(await testCase(session, context, bound, table, table.fixture, fixtureCase));
      }
    }
    const without = models.filter(({ fixture }) => fixture === undefined).map(({ name }) => name);
    return { pipeline: pipeline.name, results, without };
  });
}

async function testCase(
  session: Session,
  context: RunContext,
  bound: BoundProject,
  table: ModelTable,
  fixture: string,
  fixtureCase: LocatedCase,
): Promise<FixtureResult> {
  const { name, location } = fixtureCase;
  const began = performance.now();
  try {
    await bindGiven(session, context, bound, table, fixture, fixtureCase);
    const expected = await fixtureSelect(session, table.contract, fixtureCase.expect, fixture, location);
    const { unexpected, missing } = await differences(session, table, expected);
    const status = unexpected.length + missing.length === 0 ? 'passed' : 'failed';
    return { table: table.name, name, location, status, unexpected, missing, seconds: secondsSince(began) };
  } catch (error) {
    if (!(error instanceof SluiceError) || error.exitCode === EXIT.usage || error.exitCode === EXIT.interrupted)
      throw error;
    const { code, message, exitCode } = error;
    const record = { code, message, exitCode };
    return {
      table: table.name,
      name,
      location,
      status: 'failed',
      unexpected: [],
      missing: [],
      error: record,
      seconds: secondsSince(began),
    };
  }
}

/** Binds the model's inputs to the rows that the case gives; those that it does not name are empty. */
async function bindGiven(
  session: Session,
  context: RunContext,
  bound: BoundProject,
  table: ModelTable,
  fixture: string,
  { given, parameters, location }: LocatedCase,
): Promise<void> {
  const inputs = bound.models.get(table.name)?.inputs ?? [];
  const stray = Object.keys(given).find((name) => !inputs.includes(name));
  if (stray !== undefined) {
    const near = nearest(stray, inputs);
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    throw new FixtureInvalidError(`${table.name} does not read ${stray}${hint}`, { location });
  }
  const { pipeline, tables } = bound.project;
  const byColumn = new Map(Object.keys(pipeline.parameters).map((name) => [columnName(name), name]));
  const named = Object.entries(parameters ?? {}).map(
    ([column, value]) => [byColumn.get(column) ?? column, value] as const,
  );
  const values = resolveParameters(pipeline.parameters, Object.fromEntries(named), context.clock);
  await session.execute(viewStatement(PARAMETERS, parametersSelect(pipeline.parameters, values)));
  for (const input of inputs) {
    const contract = tables.get(input)?.contract;
    const rows = given[input];
    if (contract === undefined) continue;
    const select =
      rows === undefined ? emptySelect(contract) : await fixtureSelect(session, contract, rows, fixture, location);
    await session.execute(viewStatement(input, select));
  }
}

/** Compares as bags, typed: a row that is there twice is not the same as once. */
async function differences(
  session: Session,
  table: ModelTable,
  expected: string,
): Promise<{ readonly unexpected: readonly Row[]; readonly missing: readonly Row[] }> {
  await session.execute(wrapSql('CREATE OR REPLACE TEMP TABLE fixture_actual AS (', table.model, ')'));
  await session.execute(`CREATE OR REPLACE TEMP TABLE fixture_expected AS ${expected}`);
  const except = (left: string, right: string): string =>
    `SELECT * FROM ${left} EXCEPT ALL SELECT * FROM ${right} ORDER BY ALL`;
  const unexpected = await session.query(except('fixture_actual', 'fixture_expected'));
  const missing = await session.query(except('fixture_expected', 'fixture_actual'));
  return { unexpected, missing };
}

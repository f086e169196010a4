import { relative } from 'node:path';
import type { Session } from '@sluice/engine';
import type { RunContext } from '../context.ts';
import { type Fixture, readFixture } from '../fixtures/fixture-file.ts';
import type { BoundProject } from '../project/bound-project.ts';
import type { ModelTable } from '../project/project.ts';
import { killByContract } from './kill-by-contract.ts';
import { killByFixtures } from './kill-by-fixtures.ts';
import { type Mutants, mutantsOf } from './mutants.ts';
import type { MutantResult } from './report.ts';

/** A model on trial. */
export interface Trial {
  readonly table: ModelTable;
  readonly fixture: Fixture;
  readonly made: Mutants;
  /** By mutant id. */
  readonly killers: Map<string, NonNullable<MutantResult['killer']>>;
}

const NO_FIXTURE: Fixture = { cases: [], survivors: [] };

/** Makes the mutants of a model, and runs its cases on them. */
export async function tryFixtures(
  session: Session,
  context: RunContext,
  bound: BoundProject,
  table: ModelTable,
): Promise<Trial> {
  const made = await mutantsOf(session, table);
  if (table.fixture === undefined) return { table, fixture: NO_FIXTURE, made, killers: new Map() };
  const fixture = readFixture(table.fixture, relative(context.workspace, table.fixture));
  const killed = await killByFixtures(session, context, bound, { table, fixture: table.fixture }, fixture.cases, made);
  const killers = new Map([...killed].map(([id, name]) => [id, { by: 'fixture', name } as const]));
  return { table, fixture, made, killers };
}

/** Judges by the contract what is still alive. */
export async function tryContract(
  session: Session,
  bound: BoundProject,
  { table, made, killers }: Trial,
): Promise<void> {
  const alive = made.mutants.filter(({ id }) => !killers.has(id));
  const killed = await killByContract(session, bound, table, alive);
  for (const [id, name] of killed) killers.set(id, { by: 'contract', name });
}

/** What became of every mutant. */
export function resultsOf({ table, fixture, made, killers }: Trial): readonly MutantResult[] {
  const reasons = new Map(fixture.survivors.map(({ mutant, reason }) => [mutant, reason]));
  return made.mutants.map(({ id, operator, location, before, after }) => {
    const killer = killers.get(id);
    const reason = killer === undefined ? reasons.get(id) : undefined;
    return {
      table: table.name,
      mutant: id,
      operator,
      location,
      before,
      after,
      status: killer !== undefined ? 'killed' : reason !== undefined ? 'explained' : 'survived',
      ...(killer !== undefined && { killer }),
      ...(reason !== undefined && { reason }),
    };
  });
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Session } from '@sluice/engine';
import type { RunContext } from '../context.ts';
import type { Pipeline } from '../definition/definition.ts';
import { type Fixture, readFixture } from '../fixtures/fixture-file.ts';
import { selectedModels } from '../fixtures/fixtures.ts';
import { withSession } from '../lake/with-session.ts';
import type { Selection } from '../plan/selection.ts';
import { bindProject, type BoundProject } from '../project/bound-project.ts';
import type { ModelTable } from '../project/project.ts';
import { secondsSince } from '../run/execution.ts';
import { makeTables, smallParameters } from './generated-data.ts';
import { killByContract } from './kill-by-contract.ts';
import { killByFixtures } from './kill-by-fixtures.ts';
import { type Mutants, mutantsOf } from './mutants.ts';
import type { MutantResult, MutationReport } from './report.ts';
import { staleExplanations } from './stale.ts';

/** A model on trial. */
interface Trial {
  readonly table: ModelTable;
  readonly fixture: Fixture;
  readonly made: Mutants;
  /** By mutant id. */
  readonly killers: Map<string, NonNullable<MutantResult['killer']>>;
}

const NO_FIXTURE: Fixture = { cases: [], survivors: [] };

/**
 * Puts single mistakes into the selected models, and looks whether the fixtures tell each from the model, else whether
 * the contract refuses what it makes of generated rows. Needs no lake and leaves nothing behind.
 * @throws {ControlKilledError} @throws {AuditFailedError} where the models themselves do not hold
 * @throws {FixtureInvalidError} @throws {PlanRefusedError} @throws {SelectorInvalidError}
 */
export async function mutate(context: RunContext, pipeline: Pipeline, selection: Selection): Promise<MutationReport> {
  const began = performance.now();
  const scratch = await mkdtemp(join(tmpdir(), 'sluice-mutate-'));
  try {
    return await withSession({ ...context, dataDir: scratch }, pipeline.name, async (session) => {
      const bound = await bindProject(session, pipeline, context, smallParameters(pipeline));
      const trials: Trial[] = [];
      for (const table of selectedModels(bound, selection)) {
        trials.push(await tryFixtures(session, context, bound, table));
      }
      // Fixtures leave inputs and parameters bound to their own.
      const again = await bindProject(session, pipeline, context, smallParameters(pipeline));
      await makeTables(session, again, scratch);
      for (const trial of trials) await tryContract(session, again, trial);
      return {
        pipeline: pipeline.name,
        mutants: trials.flatMap(resultsOf),
        invalid: trials.reduce((sum, { made }) => sum + made.invalid, 0),
        stale: trials.flatMap(({ table, fixture, made, killers }) =>
          staleExplanations(table.name, fixture.survivors, made.mutants, killers),
        ),
        seconds: secondsSince(began),
      };
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function tryFixtures(
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

async function tryContract(session: Session, bound: BoundProject, { table, made, killers }: Trial): Promise<void> {
  const alive = made.mutants.filter(({ id }) => !killers.has(id));
  const killed = await killByContract(session, bound, table, alive);
  for (const [id, name] of killed) killers.set(id, { by: 'contract', name });
}

function resultsOf({ table, fixture, made, killers }: Trial): readonly MutantResult[] {
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

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunContext } from '../context.ts';
import type { Pipeline } from '../definition/definition.ts';
import { selectedTables } from '../fixtures/fixtures.ts';
import { withSession } from '../lake/with-session.ts';
import type { Selection } from '../plan/selection.ts';
import { bindProject } from '../project/bound-project.ts';
import { isModel } from '../project/project.ts';
import { secondsSince } from '../run/execution.ts';
import { bindGenerated, smallParameters } from './generated-data.ts';
import type { MutationReport, RuleResult } from './report.ts';
import { staleExplanations } from './stale.ts';
import { resultsOf, type Trial, tryContract, tryFixtures } from './try-model.ts';
import { tryRules } from './try-rules.ts';

/** What mutants are judged on. */
const SOME_ROWS = 1000;
/** What rules are tried on: every attempt writes the table anew. */
const FEW_ROWS = 20;

/**
 * Puts single mistakes into the selected models, and looks whether the fixtures tell each from the model, else whether
 * the contract refuses what it makes of generated rows; puts rows into the selected tables that break one rule of the
 * contract each, and looks whether the audit catches them. Needs no lake and leaves nothing behind.
 * @throws {ControlKilledError} @throws {AuditFailedError} where the models themselves do not hold
 * @throws {FixtureInvalidError} @throws {PlanRefusedError} @throws {SelectorInvalidError}
 */
export async function mutate(context: RunContext, pipeline: Pipeline, selection: Selection): Promise<MutationReport> {
  const began = performance.now();
  const scratch = await mkdtemp(join(tmpdir(), 'sluice-mutate-'));
  try {
    return await withSession({ ...context, dataDir: scratch }, pipeline.name, async (session) => {
      const bound = await bindProject(session, pipeline, context, smallParameters(pipeline, SOME_ROWS));
      const tables = selectedTables(bound, selection);
      const trials: Trial[] = [];
      for (const table of tables.filter(isModel)) trials.push(await tryFixtures(session, context, bound, table));
      // Fixtures leave inputs and parameters bound to their own.
      const some = await bindGenerated(session, pipeline, context, SOME_ROWS, join(scratch, 'some'));
      for (const trial of trials) await tryContract(session, some, trial);
      const few = await bindGenerated(session, pipeline, context, FEW_ROWS, join(scratch, 'few'));
      const rules: RuleResult[] = [];
      for (const table of tables) rules.push(...(await tryRules(session, few, table)));
      return {
        pipeline: pipeline.name,
        mutants: trials.flatMap(resultsOf),
        invalid: trials.reduce((sum, { made }) => sum + made.invalid, 0),
        stale: trials.flatMap(({ table, fixture, made, killers }) =>
          staleExplanations(table.name, fixture.survivors, made.mutants, killers),
        ),
        rules,
        seconds: secondsSince(began),
      };
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

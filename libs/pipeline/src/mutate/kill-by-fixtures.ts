import { EXIT, SluiceError } from '@sluice/core';
import type { Session, SqlText } from '@sluice/engine';
import type { RunContext } from '../context.ts';
import { bindCase, type CaseSubject, differences } from '../fixtures/fixture-case.ts';
import type { LocatedCase } from '../fixtures/fixture-file.ts';
import type { BoundProject } from '../project/bound-project.ts';
import type { Mutants } from './mutants.ts';
import { ControlKilledError } from '../errors.ts';

/**
 * Runs every mutant on one case after the other until one tells it from the model.
 * @returns by mutant id, the name of the case that killed it
 * @throws {ControlKilledError} where the model fails a case as DuckDB prints it
 */
export async function killByFixtures(
  session: Session,
  context: RunContext,
  bound: BoundProject,
  subject: CaseSubject,
  cases: readonly LocatedCase[],
  { control, mutants }: Mutants,
): Promise<ReadonlyMap<string, string>> {
  const killed = new Map<string, string>();
  for (const fixtureCase of cases) {
    await bindCase(session, context, bound, subject, fixtureCase);
    if (await differs(session, control)) throw new ControlKilledError(subject.table.name, fixtureCase.name);
    for (const { id, model } of mutants) {
      if (!killed.has(id) && (await differs(session, model))) killed.set(id, fixtureCase.name);
    }
  }
  return killed;
}

async function differs(session: Session, model: SqlText): Promise<boolean> {
  try {
    const { unexpected, missing } = await differences(session, model);
    return unexpected.length + missing.length > 0;
  } catch (error) {
    if (failsByItself(error)) return true;
    throw error;
  }
}

/** True for what the SQL itself does wrong on the rows, such as a division by zero. */
export function failsByItself(error: unknown): boolean {
  return error instanceof SluiceError && error.exitCode !== EXIT.usage && error.exitCode !== EXIT.interrupted;
}

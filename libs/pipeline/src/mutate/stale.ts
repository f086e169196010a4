import { nearest } from '@sluice/core';
import type { LocatedSurvivor } from '../fixtures/fixture-file.ts';
import type { Mutant } from './mutants.ts';
import type { MutantResult, StaleExplanation } from './report.ts';

/** The explanations that hold no longer: their mutant is killed by now, or the model has changed. */
export function staleExplanations(
  table: string,
  survivors: readonly LocatedSurvivor[],
  mutants: readonly Mutant[],
  killers: ReadonlyMap<string, NonNullable<MutantResult['killer']>>,
): readonly StaleExplanation[] {
  const ids = mutants.map(({ id }) => id);
  return survivors.flatMap(({ mutant, location }) => {
    const killer = killers.get(mutant);
    if (killer !== undefined) {
      const what = killer.by === 'fixture' ? 'the case' : 'the rule';
      return [{ table, mutant, location, problem: `${what} "${killer.name}" kills it` }];
    }
    if (ids.includes(mutant)) return [];
    const near = nearest(mutant, ids);
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    return [{ table, mutant, location, problem: `the model has no such mutant${hint}` }];
  });
}

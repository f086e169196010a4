/** Kills that hit and missed, by what was killed and what it was at. */
export interface Tally {
  killed: number;
  /** The work was done before the kill came. */
  missed: number;
  readonly byWork: Record<string, { killed: number; readonly phases: Record<string, number> }>;
  readonly problems: string[];
}

export function newTally(works: readonly string[]): Tally {
  const byWork = Object.fromEntries(works.map((work) => [work, { killed: 0, phases: {} }]));
  return { killed: 0, missed: 0, byWork, problems: [] };
}

/** @param phase  undefined for a miss */
export function noteKill(tally: Tally, work: string, phase: string | undefined): void {
  const of = tally.byWork[work];
  if (phase === undefined || of === undefined) {
    tally.missed += 1;
    return;
  }
  tally.killed += 1;
  of.killed += 1;
  of.phases[phase] = (of.phases[phase] ?? 0) + 1;
}

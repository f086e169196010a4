import type { Engine, Session } from '@sluice/engine';
import type { Rename } from '@sluice/tables';
import type { RunContext } from '../context.ts';
import type { RunObserver } from './events.ts';
import type { RunOptions } from '../options.ts';
import type { Plan } from '../plan/plan.ts';
import type { Candidate } from '../store/candidate.ts';
import type { RunRecord, TableRecord } from '@sluice/reporting';

/** A run under way. */
export interface Execution {
  readonly engine: Engine;
  /** Holds the catalog: views of all tables. */
  readonly session: Session;
  readonly context: RunContext;
  readonly options: RunOptions;
  readonly observe: RunObserver;
  readonly plan: Plan;
  readonly opening: RunRecord;
}

/** Results by table, as they come in. */
export interface Results {
  readonly records: Map<string, TableRecord>;
  /** Audited, not yet shown. */
  readonly candidates: Map<string, Candidate>;
  /** Rows set aside, not yet shown: staged files by table, and where they go. */
  readonly aside: Map<string, Rename>;
}

/** @param began  by `performance.now()` */
export function secondsSince(began: number): number {
  return Math.round(performance.now() - began) / 1000;
}

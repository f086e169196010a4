import type { PlanOptions } from './plan.ts';

/** What ends a run with exit code 1. Failed errors publish nothing whatever is said here. */
export type FailOn = 'error' | 'warning' | 'never';

export interface RunOptions extends PlanOptions {
  /** Stage and audit, publish nothing. */
  readonly dryRun: boolean;
  /** Take up no further table after the first failure. */
  readonly failFast: boolean;
  readonly failOn: FailOn;
  /** `run`: all tables of the run together, or none; `table`: each as soon as it passes. */
  readonly publish: 'run' | 'table';
}

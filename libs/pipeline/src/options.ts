import type { Selection } from './plan/selection.ts';
import type { Replay, ReplayRequest } from './quarantine/replays.ts';

export interface PlanOptions extends Selection {
  /** By parameter name, as given by the operator. */
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly fullRefresh: boolean;
  /** Folder of the user's own files for the sources that take files. */
  readonly inputDir: string | undefined;
  /** Corrected rows that are to be published with this run. */
  readonly pending?: Replay;
}

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
  /** Rows of a quarantine, corrected, that stand in for the records they came from. */
  readonly replay?: ReplayRequest;
}

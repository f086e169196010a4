import type { ExitCode, Location } from '@sluice/core';
import type { CheckResult } from '@sluice/quality';
import type { ParameterValues } from './parameters.ts';

export type RunStatus = 'running' | 'succeeded' | 'failed' | 'interrupted';

/**
 * What became of one table. `published`: new and shown; `audited`: new and good, but not shown;
 * `failed`: its audit or its staging failed; `skipped`: unchanged; `left`: not selected;
 * `blocked`: something that it needs failed; `not_run`: the run ended before its turn.
 */
export type TableState = 'published' | 'audited' | 'failed' | 'skipped' | 'left' | 'blocked' | 'not_run';

export interface ColumnRecord {
  readonly name: string;
  readonly type: string;
  readonly nulls: number;
}

export interface TableRecord {
  readonly name: string;
  readonly layer: string;
  readonly kind: 'source' | 'model';
  readonly state: TableState;
  /** Why the plan ran it or not. */
  readonly reason: string;
  readonly inputs: readonly string[];
  /** `generated`, or the file that a source was read from. */
  readonly source?: string;
  readonly fingerprint: string;
  /** Of the published file, relative to the data folder. */
  readonly path: string;
  readonly rows: { readonly staged: number; readonly published: number; readonly quarantined: number };
  readonly bytes: number;
  readonly sha256?: string;
  readonly columns: readonly ColumnRecord[];
  readonly checks: readonly CheckResult[];
  readonly warnings: readonly string[];
  /** Seconds since the run began, and how long each step took. */
  readonly startedAfter?: number;
  readonly stageSeconds?: number;
  readonly auditSeconds?: number;
}

export interface SinkRecord {
  readonly table: string;
  readonly kind: 'csv';
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly seconds: number;
}

export interface ErrorRecord {
  readonly code: string;
  readonly message: string;
  readonly exitCode: ExitCode;
  readonly location?: Location;
}

export interface RunRecord {
  readonly schemaVersion: 1;
  readonly runId: string;
  readonly pipeline: string;
  readonly status: RunStatus;
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly seconds?: number;
  readonly asOf: string;
  readonly parameters: ParameterValues;
  readonly options: {
    readonly select: readonly string[];
    readonly exclude: readonly string[];
    readonly fullRefresh: boolean;
    readonly dryRun: boolean;
    readonly publish: 'run' | 'table';
    readonly failOn: 'error' | 'warning' | 'never';
    readonly inputDir?: string;
  };
  readonly environment: {
    readonly node: string;
    readonly platform: string;
    readonly threads: number;
    readonly memoryBytes: number;
    readonly gitCommit?: string;
  };
  readonly tables: readonly TableRecord[];
  readonly sinks: readonly SinkRecord[];
  /** Most bytes that lay in the spill folder at once. */
  readonly spilledBytes?: number;
  readonly warnings: readonly string[];
  readonly error?: ErrorRecord;
}

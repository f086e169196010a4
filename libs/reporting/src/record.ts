import type { ExitCode, Location } from '@sluice/core';
import type { Row, Value } from '@sluice/engine';

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

/** One rule judged on one table. */
export interface CheckRecord {
  readonly table: string;
  readonly rule: string;
  readonly type: string;
  readonly columns: readonly string[];
  readonly severity: 'error' | 'warning' | 'info';
  readonly kind: 'row' | 'table';
  /**
   * `not_evaluated` is no pass: `reason` says why. `quarantined`: rows break it, and were set aside within the table's
   * budget, so that what is left keeps it. `no_history`: too few earlier runs to judge drift by; a note, and no pass.
   */
  readonly status: 'passed' | 'failed' | 'not_evaluated' | 'quarantined' | 'no_history';
  readonly elementCount: number;
  readonly unexpectedCount: number;
  readonly observed?: string;
  readonly expected: string;
  readonly examples: readonly Row[];
  readonly reason?: string;
  readonly sql: string;
  readonly seconds: number;
  readonly location: Location;
}

/** A chart as a contract declares it: `y` by `x`, summed where several rows share an `x`, one colour for each `series`. */
export interface ChartDeclaration {
  readonly type: 'bar' | 'line';
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series?: string;
  /** Of `y`. */
  readonly unit?: string;
  /** Of bars only so many, the longest. */
  readonly top?: number;
  /** Whole numbers, rising: `x` is counted in classes that end with each of them, and one beyond the last. */
  readonly bins?: readonly number[];
}

/** What is drawn at one place, summed over the whole table. */
export interface ChartPoint {
  readonly x: string;
  readonly series?: string;
  readonly y: number;
}

/** A declared chart and what it draws, in the order in which it is drawn: at most 200 places and 8 series. */
export interface ChartRecord extends ChartDeclaration {
  readonly points: readonly ChartPoint[];
}

/** Rows of a table, at most 500; personal values read `•••`, long texts are cut. */
export interface PreviewRecord {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
  readonly truncated: boolean;
}

/** The rows of a table that were set aside. */
export interface QuarantineRecord {
  /** Relative to the data folder; absent where it is not shown: in a dry run, and where the table is unchanged. */
  readonly path?: string;
  /** How many may be set aside and the rest be published, in words. */
  readonly budget: string;
  /** How many rows were set aside for each reason; a row may have several. */
  readonly reasons: readonly {
    readonly rule: string;
    readonly columns: readonly string[];
    readonly expected: string;
    readonly rows: number;
  }[];
}

export interface TableRecord {
  readonly name: string;
  readonly layer: string;
  readonly description?: string;
  readonly kind: 'source' | 'model';
  readonly state: TableState;
  /** Why the plan ran it or not. */
  readonly reason: string;
  readonly inputs: readonly string[];
  /** `generated`, or the file that a source was read from. */
  readonly source?: string;
  readonly fingerprint: string;
  /** Of the published file, or the folder of a Delta table, relative to the data folder. */
  readonly path: string;
  /** Of a table that was staged in the run, `staged` = those that were left and may be published + `quarantined`. */
  readonly rows: { readonly staged: number; readonly published: number; readonly quarantined: number };
  readonly quarantine?: QuarantineRecord;
  readonly bytes: number;
  /** Of a file. */
  readonly sha256?: string;
  /** Of a Delta table: the one that the run made, or found. */
  readonly version?: number;
  readonly columns: readonly ColumnRecord[];
  readonly checks: readonly CheckRecord[];
  readonly warnings: readonly string[];
  /** Seconds since the run began, and how long each step took. */
  readonly startedAfter?: number;
  readonly stageSeconds?: number;
  readonly auditStartedAfter?: number;
  readonly auditSeconds?: number;
  /** Of tables in gold. */
  readonly charts?: readonly ChartRecord[];
  readonly preview?: PreviewRecord;
}

interface Delivered {
  readonly table: string;
  /** The file, or the address of the store's table. */
  readonly path: string;
  /** Of the table that was handed on. */
  readonly rows: number;
  readonly seconds: number;
}

/** A table that was handed on: as a file, or into a store that then held `compared` rows of it as they are. */
export type SinkRecord =
  | (Delivered & { readonly kind: 'csv'; readonly bytes: number; readonly sha256: string })
  | (Delivered & {
      readonly kind: 'cql';
      readonly written: number;
      readonly removed: number;
      readonly compared: number;
    });

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
  readonly parameters: Readonly<Record<string, number | string>>;
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

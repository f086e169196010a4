/** What upkeep did with one Delta table, or would do. */
export interface MaintainedTable {
  /** `pipeline.layer.table` */
  readonly name: string;
  readonly path: string;
  /** The newest version: after it, or, where nothing was done, now. */
  readonly version: number;
  /** Small files that were written into fewer; their rows are undefined where their writer kept no count. */
  readonly packed: {
    readonly files: number;
    readonly into: number;
    readonly rows: number | undefined;
    readonly bytes: number;
  };
  /** The version that got a checkpoint. */
  readonly checkpoint: number | undefined;
  /** Files of the log that went. */
  readonly log: Files;
  /** Data files that went, which no version within the retention and no reader needs. */
  readonly removed: Files;
  /** Who has yet to read from which version on: what they need is kept. */
  readonly readers: readonly { readonly name: string; readonly version: number }[];
  /** Readers for whom nothing can be kept, as the log does not tell their version any more: they read the table in full. */
  readonly late: readonly string[];
}

export interface Files {
  readonly files: number;
  readonly bytes: number;
  /** Below the table's folder. */
  readonly paths: readonly string[];
}

export interface MaintainReport {
  readonly pipeline: string;
  readonly dryRun: boolean;
  readonly tables: readonly MaintainedTable[];
}

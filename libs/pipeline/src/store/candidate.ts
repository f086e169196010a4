import type { Contract } from '@sluice/quality';
import type { Commit, Removal, Rename, Snapshot, StagedTable } from '@sluice/tables';
import type { PlannedTable } from '../plan/decide.ts';
import type { Increment } from '../incremental/increment.ts';

/** What a table will hold once the run is published, and how it gets there. */
export interface Candidate {
  /** A FROM item that yields its rows as they lie now. */
  readonly relation: string;
  readonly rows: number;
  readonly bytes: number;
  /** Nulls of each column. */
  readonly nulls: ReadonlyMap<string, number>;
  /** The content of its file, or the version that it becomes. */
  readonly mark: { readonly sha256: string } | { readonly version: number };
  /** None where the table holds these rows already. */
  readonly commits: readonly Commit[];
  readonly renames: readonly Rename[];
  /** The form in which it was published before, where that was another. */
  readonly removals: readonly Removal[];
  /** Of a Delta table: the version, its new files where they are staged. */
  readonly contents?: Snapshot;
  /** The same when it is published. */
  readonly published: { readonly relation: string; readonly contents?: Snapshot };
}

export interface CandidateRequest {
  readonly planned: PlannedTable;
  readonly contract: Contract;
  /** The rows that passed. */
  readonly rest: StagedTable;
  /** What these rows are to the table. */
  readonly increment: Increment;
  readonly quarantined: number;
  /** A folder of the run, on the volume of the lake. */
  readonly staging: string;
  /** Who makes the version: the run's id, the git commit, the as-of day. */
  readonly info: Readonly<Record<string, string>>;
}

export function formerForm({ path, published }: PlannedTable): readonly Removal[] {
  return published === undefined || published.path === path ? [] : [{ remove: published.path }];
}

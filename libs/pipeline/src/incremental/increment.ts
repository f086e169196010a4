import type { Snapshot } from '@sluice/tables';

/** What the staged rows of a table are to it. */
export type Increment =
  /** All of its rows. */
  | { readonly kind: 'whole'; readonly positions?: Positions }
  /** The rows of some keys. */
  | { readonly kind: 'merge'; readonly by: readonly string[] }
  /** The rows of the `by` values in `touched`, a SELECT. */
  | {
      readonly kind: 'replace';
      readonly by: readonly string[];
      readonly touched: string;
      readonly positions: Positions;
    }
  /** Rows to add. */
  | { readonly kind: 'append'; readonly positions: Positions };

/** How far inputs were read, by the name of their reader: the version of a Delta table. */
export type Positions = ReadonlyMap<string, number>;

/** A Delta table of the pipeline as the run will leave it, and the folder in which it lies. */
export interface DeltaInput {
  readonly name: string;
  readonly folder: string;
  readonly contents: Snapshot;
}

/** The name under which a table takes note of how far it has read an input. */
export function readerOf(pipeline: string, input: string): string {
  return `sluice/${pipeline}/${input}`;
}

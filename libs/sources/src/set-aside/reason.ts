/** Why a record was set aside: stable codes, documented in the README. */
export type ReasonCode =
  | 'cells'
  | 'quote'
  | 'line_end'
  | 'nul'
  | 'encoding'
  | 'doubtful'
  | 'json'
  | 'not_object'
  | 'duplicate_key'
  | 'depth'
  | 'number_range'
  | 'type';

/** One reason; `column` is null where it concerns the record as a whole. */
export interface Reason {
  readonly code: ReasonCode;
  readonly column: string | null;
  readonly expected: string;
  readonly got: string;
}

/** The SQL type of a list of reasons. */
export const REASONS_TYPE = 'STRUCT(code VARCHAR, "column" VARCHAR, expected VARCHAR, got VARCHAR)[]';

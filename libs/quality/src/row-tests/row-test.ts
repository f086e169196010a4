export type BoundOperator = '>=' | '>' | '<=' | '<';
export type PairOperator = '=' | '>' | '>=';

/**
 * One thing that a row rule demands of single rows, by its meaning rather than as SQL: the JSON Schema, the DDL, the
 * generator and the breaker are made from it. Null is judged by `present`, `absent` and tests of several
 * columns alone.
 */
export type RowTest =
  | { readonly test: 'present'; readonly column: string }
  | { readonly test: 'absent'; readonly column: string }
  | { readonly test: 'bound'; readonly column: string; readonly operator: BoundOperator; readonly value: string }
  /** In code points. */
  | { readonly test: 'length'; readonly column: string; readonly least: number; readonly most: number }
  | { readonly test: 'matches'; readonly column: string; readonly pattern: string; readonly negated: boolean }
  /** At least one of the patterns matches. */
  | { readonly test: 'matches-any'; readonly column: string; readonly patterns: readonly string[] }
  /** Values as the contract writes them; nulls among them mean nothing. */
  | {
      readonly test: 'member';
      readonly column: string;
      readonly values: readonly unknown[];
      readonly negated: boolean;
    }
  | { readonly test: 'multiple'; readonly column: string; readonly step: number }
  /** Written as a strftime format says. */
  | { readonly test: 'written'; readonly column: string; readonly format: string }
  | {
      readonly test: 'pair';
      readonly columns: readonly [string, string];
      readonly operator: PairOperator;
      readonly ignored: IgnoredRows;
    }
  | ColumnsTest;

/** What several columns of a row are together. */
export type ColumnsTest = { readonly columns: readonly string[]; readonly ignored: IgnoredRows } & (
  | { readonly test: 'equal' | 'distinct' }
  /** A null adds nothing. */
  | { readonly test: 'sum'; readonly total: number }
  /** The row's values are one of the lists; a null in a list stands for a null. */
  | { readonly test: 'listed'; readonly lists: readonly (readonly unknown[])[] }
);

/** A test on the values of one column. */
export type ColumnTest = Extract<RowTest, { readonly column: string }>;

export function isOnColumn(test: RowTest): test is ColumnTest {
  return 'column' in test;
}

/** Which rows of two or more columns are not judged: those where both (all) values are null, where either (any) is, or none. */
export type IgnoredRows = 'both' | 'either' | 'neither';

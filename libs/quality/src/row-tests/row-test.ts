export type BoundOperator = '>=' | '>' | '<=' | '<';
export type PairOperator = '=' | '>' | '>=';

/**
 * One thing that a row rule demands of single rows, by its meaning rather than as SQL: the JSON Schema, the DDL, the
 * generator and the breaker are made from it. Null is judged by `present`, `absent` and `pair` alone.
 */
export type RowTest =
  | { readonly test: 'present'; readonly column: string }
  | { readonly test: 'absent'; readonly column: string }
  | { readonly test: 'bound'; readonly column: string; readonly operator: BoundOperator; readonly value: string }
  /** In code points. */
  | { readonly test: 'length'; readonly column: string; readonly least: number; readonly most: number }
  | { readonly test: 'matches'; readonly column: string; readonly pattern: string; readonly negated: boolean }
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
    };

/** Which rows of a pair are not judged: those where both values are null, where either is, or none. */
export type IgnoredRows = 'both' | 'either' | 'neither';

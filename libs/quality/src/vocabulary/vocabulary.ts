import { aggregates } from './aggregates.ts';
import { columnDocuments } from './column-documents.ts';
import { columnPatterns } from './column-patterns.ts';
import { columnStatistics } from './column-statistics.ts';
import { columnTypes } from './column-types.ts';
import { columnValues } from './column-values.ts';
import type { Definition } from './definition.ts';
import { distinctValues } from './distinct-values.ts';
import { divergence } from './divergence.ts';
import { pairs } from './pairs.ts';
import { quantiles } from './quantiles.ts';
import { query } from './query.ts';
import { severalColumns } from './several-columns.ts';
import { table } from './table.ts';

/** Every expectation by its name: the one place that says what there is. */
export const vocabulary: ReadonlyMap<string, Definition> = new Map(
  Object.entries({
    ...columnValues,
    ...columnPatterns,
    ...columnDocuments,
    ...columnStatistics,
    ...columnTypes,
    ...aggregates,
    ...quantiles,
    ...distinctValues,
    ...divergence,
    ...pairs,
    ...severalColumns,
    ...table,
    ...query,
  }),
);

/** The expectations that can be judged, by their names. */
export const expectationNames: readonly string[] = [...vocabulary.keys()].toSorted();

/** Names of the vocabulary that no engine can judge, and what says the same. */
export const unusable: Readonly<Record<string, string>> = {
  expect_multicolumn_values_to_be_unique: 'use expect_compound_columns_to_be_unique',
  expect_column_bootstrapped_ks_test_p_value_to_be_greater_than:
    'use expect_column_kl_divergence_to_be_less_than with bins',
  expect_column_chisquare_test_p_value_to_be_greater_than:
    'use expect_column_kl_divergence_to_be_less_than with values',
  expect_column_parameterized_distribution_ks_test_p_value_to_be_greater_than:
    'use expect_column_kl_divergence_to_be_less_than with bins, or expect_column_quantile_values_to_be_between',
  expect_column_pair_cramers_phi_value_to_be_less_than:
    'use unexpected_rows_expectation with a query that yields rows where the columns depend on each other',
};

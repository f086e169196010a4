import { quoteIdentifier } from '@sluice/engine';
import { betweenCondition } from '../condition.ts';
import type { ContractColumn } from '../contract.ts';
import {
  anyBound,
  baseOf,
  boundsArgument,
  columnArgument,
  columnName,
  numberBound,
  strict,
  type Expectation,
} from './definition.ts';

const numeric: readonly ContractColumn['family'][] = ['integer', 'decimal', 'float'];
const ordered: readonly ContractColumn['family'][] = [...numeric, 'date', 'timestamp', 'time', 'text'];

/** `expect_column_<metric>_to_be_between`: one aggregate of the column's values, within bounds. */
function aggregate(
  label: string,
  families: readonly ContractColumn['family'][] | undefined,
  value: (sql: string) => string,
  result: 'number' | 'value',
): Expectation {
  const bound = result === 'number' ? numberBound : anyBound;
  return {
    parameters: { column: columnName, min_value: bound, max_value: bound, strict_min: strict, strict_max: strict },
    required: ['column'],
    build(written) {
      const column = columnArgument(written, 'column', families);
      if (column === undefined) return undefined;
      const range = boundsArgument(written, result === 'value' ? column : { family: 'decimal', type: 'DECIMAL' });
      if (range === undefined) return undefined;
      const condition = betweenCondition(range);
      return {
        ...baseOf(written, [column.name], `${label} of ${column.name} ${condition.text}`),
        kind: 'table',
        form: 'metric',
        value: value(quoteIdentifier(column.name)),
        condition,
      };
    },
  };
}

export const aggregateExpectations: Readonly<Record<string, Expectation>> = {
  expect_column_sum_to_be_between: aggregate('sum', numeric, (sql) => `sum(${sql})`, 'number'),
  expect_column_mean_to_be_between: aggregate('mean', numeric, (sql) => `avg(${sql})`, 'number'),
  expect_column_min_to_be_between: aggregate('smallest value', ordered, (sql) => `min(${sql})`, 'value'),
  expect_column_max_to_be_between: aggregate('largest value', ordered, (sql) => `max(${sql})`, 'value'),
  expect_column_unique_value_count_to_be_between: aggregate(
    'number of distinct values',
    undefined,
    (sql) => `count(DISTINCT ${sql})`,
    'number',
  ),
};

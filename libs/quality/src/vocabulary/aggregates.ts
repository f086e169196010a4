import { betweenCondition, conditionSql } from '../condition.ts';
import { anyNumber, boundsOf, boundsText, columnArgument, literal, numeric, orderable, textOf } from './arguments.ts';
import type { AnyFamily, KnownColumn } from './arguments.ts';
import type { Definition, Issue, Kwargs, Scope } from './definition.ts';
import { plainNumber } from './plain-number.ts';
import { bounds, column, conditionParameters } from './parameters.ts';

interface Aggregate {
  readonly issue: Issue;
  /** `mean`, to be read before "of amount". */
  readonly label: string;
  readonly summary: string;
  readonly notes?: readonly string[];
  readonly types?: readonly AnyFamily[];
  /** The metric is a value of the column, and its bounds are of the column's type. */
  readonly isValue?: true;
  readonly alone?: true;
  readonly example: Kwargs;
  readonly metric: (column: KnownColumn, scope: Scope) => string;
}

/** One aggregate of a column, within bounds. */
function aggregate({ label, types, isValue, alone, metric, notes, ...rest }: Aggregate): Definition {
  return {
    ...rest,
    ...(notes && { notes }),
    kind: 'column aggregate',
    parameters: { column, ...bounds('number', isValue ? ['number', 'string'] : ['number']), ...conditionParameters },
    expected: (kwargs) => `${label} of ${textOf(kwargs, 'column')} ${boundsText(kwargs)}`,
    plan(kwargs, subject) {
      const known = columnArgument(kwargs, subject, types);
      const range = isValue
        ? boundsOf(kwargs, known.family, (value, what) => literal(value, known, what))
        : boundsOf(kwargs, 'float', anyNumber);
      return {
        form: 'metrics',
        ...(alone && { alone }),
        metrics(scope) {
          const observed = metric(known, scope);
          return { observed, holds: conditionSql(observed, betweenCondition(range)) };
        },
        judge: ({ observed = null, holds = null }) => ({
          success: observed !== null && holds === true,
          observed: plainNumber(observed, isValue ? known.type : 'DECIMAL'),
        }),
      };
    },
  };
}

const double = ({ sql }: KnownColumn, scope: Scope): string => scope.value(`CAST(${sql} AS DOUBLE)`);
const nothing = 'Where there is no value the metric is null, and that fails.';

/** `expect_column_<metric>_to_be_between`. */
export const aggregates: Readonly<Record<string, Definition>> = {
  expect_column_min_to_be_between: aggregate({
    issue: 'Numeric',
    label: 'smallest value',
    summary: 'The smallest value of a column lies between two bounds.',
    notes: ['Numbers, texts, dates and times.', nothing],
    types: orderable,
    isValue: true,
    example: { column: 'ordered_at', min_value: '2026-01-01T00:00:00Z' },
    metric: ({ sql }, scope) => `min(${scope.value(sql)})`,
  }),
  expect_column_max_to_be_between: aggregate({
    issue: 'Numeric',
    label: 'largest value',
    summary: 'The largest value of a column lies between two bounds.',
    notes: ['Numbers, texts, dates and times. NaN is larger than any number and keeps no bound.', nothing],
    types: orderable,
    isValue: true,
    example: { column: 'amount', max_value: 1000 },
    metric: ({ sql }, scope) => `max(${scope.value(sql)})`,
  }),
  expect_column_mean_to_be_between: aggregate({
    issue: 'Numeric',
    label: 'mean',
    summary: 'The mean of a column lies between two bounds.',
    notes: [nothing],
    types: numeric,
    example: { column: 'amount', min_value: 10, max_value: 100 },
    metric: ({ sql }, scope) => `avg(${scope.value(sql)})`,
  }),
  expect_column_sum_to_be_between: aggregate({
    issue: 'Numeric',
    label: 'sum',
    summary: 'The sum of a column lies between two bounds.',
    notes: ['Sums of integers and DECIMAL are exact.', nothing],
    types: numeric,
    example: { column: 'amount', min_value: 100 },
    metric: ({ sql }, scope) => `sum(${scope.value(sql)})`,
  }),
  expect_column_median_to_be_between: aggregate({
    issue: 'Numeric',
    label: 'median',
    summary: 'The median of a column lies between two bounds.',
    notes: ['Of an even number of values it is the mean of the two in the middle.', nothing],
    types: numeric,
    alone: true,
    example: { column: 'amount', min_value: 10, max_value: 100 },
    metric: (known, scope) => `median(${double(known, scope)})`,
  }),
  expect_column_stdev_to_be_between: aggregate({
    issue: 'Numeric',
    label: 'standard deviation',
    summary: 'The standard deviation of a column lies between two bounds.',
    notes: ['That of a sample (n − 1); of one value there is none.', nothing],
    types: numeric,
    example: { column: 'amount', max_value: 100 },
    metric: (known, scope) => `stddev_samp(${double(known, scope)})`,
  }),
  expect_column_unique_value_count_to_be_between: aggregate({
    issue: 'Uniqueness',
    label: 'number of distinct values',
    summary: 'The number of distinct values of a column lies between two bounds.',
    notes: ['Nulls do not count; without values it is 0.'],
    alone: true,
    example: { column: 'status', min_value: 1, max_value: 3 },
    metric: ({ sql }, scope) => `count(DISTINCT ${scope.value(sql)})`,
  }),
  expect_column_proportion_of_unique_values_to_be_between: aggregate({
    issue: 'Uniqueness',
    label: 'share of distinct values',
    summary: 'The number of distinct values of a column by the number of its values lies between two bounds.',
    notes: ['Nulls do not count; without values it is 0.'],
    alone: true,
    example: { column: 'order_id', min_value: 1 },
    metric: ({ sql }, scope) =>
      `CASE WHEN count(${scope.value(sql)}) = 0 THEN 0.0::DOUBLE ELSE count(DISTINCT ${scope.value(sql)}) / count(${scope.value(sql)}) END`,
  }),
  expect_column_proportion_of_non_null_values_to_be_between: aggregate({
    issue: 'Completeness',
    label: 'share of values that are not null',
    summary: 'The share of rows in which a column is not null lies between two bounds.',
    notes: ['Without rows it is 0.'],
    example: { column: 'note', min_value: 0.2 },
    metric: ({ sql }, { rows, value }) =>
      `CASE WHEN ${rows} = 0 THEN 0.0::DOUBLE ELSE count(${value(sql)}) / ${rows} END`,
  }),
};

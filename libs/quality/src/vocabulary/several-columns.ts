import { knownColumn, listOf, numeric, type AnyFamily, type KnownColumn } from './arguments.ts';
import { consideredRows } from './considered.ts';
import type { Definition, Issue, Kwargs, Parameter } from './definition.ts';
import { choice, columnList, conditionParameters, listPolicy, mostly } from './parameters.ts';

interface OnColumns {
  readonly issue: Issue;
  readonly summary: string;
  readonly notes?: readonly string[];
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly policy?: Parameter;
  readonly types?: readonly AnyFamily[];
  readonly example: Kwargs;
  readonly expected: (kwargs: Kwargs, names: string) => string;
  /** SQL, true where a row breaks it, or the word for uniqueness over all rows. */
  broken: ((kwargs: Kwargs, columns: readonly KnownColumn[]) => string) | 'not unique';
}

function onColumns({
  parameters = {},
  policy = listPolicy,
  types,
  expected,
  broken,
  notes,
  ...rest
}: OnColumns): Definition {
  return {
    ...rest,
    ...(notes && { notes }),
    kind: 'several columns',
    parameters: { column_list: columnList, ...parameters, ignore_row_if: policy, mostly, ...conditionParameters },
    expected: (kwargs) => expected(kwargs, listOf(kwargs, 'column_list').join(', ')),
    plan(kwargs, subject) {
      const columns = listOf(kwargs, 'column_list').map((name) => knownColumn(subject, String(name), types));
      const names = columns.map(({ name }) => name);
      const considered = consideredRows(kwargs, names, String(policy.default));
      if (broken === 'not unique') return { form: 'unique', columns: names, considered };
      return {
        form: 'rows',
        columns: names,
        considered,
        unexpected: `(${considered} AND (${broken(kwargs, columns)}))`,
      };
    },
  };
}

/** Small integers overflow where they are added up. */
function addend({ sql, family }: KnownColumn): string {
  return family === 'integer' ? `coalesce(CAST(${sql} AS HUGEINT), 0)` : `coalesce(${sql}, 0)`;
}

function everyPair(columns: readonly KnownColumn[]): readonly (readonly [KnownColumn, KnownColumn])[] {
  return columns.flatMap((first, index) => columns.slice(index + 1).map((second) => [first, second] as const));
}

/** More than two columns, row by row. */
export const severalColumns: Readonly<Record<string, Definition>> = {
  expect_compound_columns_to_be_unique: onColumns({
    issue: 'Uniqueness',
    summary: 'Several columns together have different values in every row.',
    notes: ['Every copy of a combination that occurs twice is unexpected. Within a combination a null equals a null.'],
    example: { column_list: ['customer_id', 'ordered_at'] },
    expected: (_, names) => `${names} are unique together`,
    broken: 'not unique',
  }),
  expect_multicolumn_sum_to_equal: onColumns({
    issue: 'Numeric',
    summary: 'The sum of several columns is the same number in every row.',
    notes: ['A null adds nothing. Sums of DOUBLE are rounded as they are in any language; those of DECIMAL are exact.'],
    parameters: { sum_total: { schema: { type: 'number' }, describe: 'the sum', required: true } },
    types: numeric,
    example: { column_list: ['share_card', 'share_cash'], sum_total: 100 },
    expected: ({ sum_total: total }, names) => `${names} add up to ${String(total)}`,
    broken: ({ sum_total: total }, columns) => `${columns.map(addend).join(' + ')} <> ${String(total)}`,
  }),
  expect_multicolumn_values_to_be_equal: onColumns({
    issue: 'Validity',
    summary: 'Several columns have the same value in every row.',
    notes: ['A null equals a null and differs from every value.'],
    policy: choice(['never', 'all_values_are_missing', 'any_value_is_missing'], 'which rows do not count'),
    example: { column_list: ['country', 'billing_country'], ignore_row_if: 'any_value_is_missing' },
    expected: (_, names) => `${names} are equal`,
    broken: (_, [first, ...others]) =>
      others.map(({ sql }) => `${first?.sql ?? ''} IS DISTINCT FROM ${sql}`).join(' OR '),
  }),
  expect_select_column_values_to_be_unique_within_record: onColumns({
    issue: 'Uniqueness',
    summary: 'No two of several columns have the same value in a row.',
    notes: ['Two nulls are the same.'],
    example: { column_list: ['order_id', 'customer_id'] },
    expected: (_, names) => `${names} differ from each other`,
    broken: (_, columns) =>
      everyPair(columns)
        .map(([a, b]) => `${a.sql} IS NOT DISTINCT FROM ${b.sql}`)
        .join(' OR '),
  }),
};

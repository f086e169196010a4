import type { Value } from '@sluice/engine';
import { didYouMean } from '../problems.ts';
import { ExpectationError } from '../errors.ts';
import { boundsText, isAbsent, listOf, numberOf, textOf } from './arguments.ts';
import type { Definition, Kwargs, Outcome } from './definition.ts';
import { conditionParameters, integer, text, type bounds } from './parameters.ts';

const wholeBounds = {
  min_value: { schema: { type: ['integer', 'null'] }, describe: 'the smallest number; null for no bound' },
  max_value: { schema: { type: ['integer', 'null'] }, describe: 'the largest number; null for no bound' },
} satisfies Partial<ReturnType<typeof bounds>>;

function isBetween(count: number, { min_value: low, max_value: high }: Kwargs): boolean {
  return (isAbsent(low) || count >= Number(low)) && (isAbsent(high) || count <= Number(high));
}

function listed(kwargs: Kwargs, name: string): readonly string[] {
  return listOf(kwargs, name).map(String);
}

const optionalNames = { type: ['array', 'null'], items: { type: 'string' } };

/** What is not as it should be of an ordered list of columns, place by place. */
function mismatches(expected: readonly string[], found: readonly string[]): readonly Value[] {
  const places = Array.from({ length: Math.max(expected.length, found.length) }, (_, index) => index);
  return places
    .filter((index) => expected[index] !== found[index])
    .map((index) => ({
      'Expected Column Position': index,
      Expected: expected[index] ?? null,
      Found: found[index] ?? null,
    }));
}

/** A plain name is compared without regard to case, one in double quotes exactly. */
function isNamed(column: string, name: string): boolean {
  const quoted = /^"(.*)"$/s.exec(name)?.[1];
  return quoted === undefined ? column.toLowerCase() === name.toLowerCase() : column === quoted.replaceAll('""', '"');
}

function compareSets(
  columns: readonly string[],
  { column_set: set, exact_match: exact }: Kwargs,
  names: readonly string[],
): Outcome {
  const observed = columns.toSorted();
  if (isAbsent(set)) return { success: true, observed };
  const missing = names.filter((name) => !columns.some((column) => isNamed(column, name)));
  const unexpected = columns.filter((column) => !names.some((name) => isNamed(column, name)));
  if (missing.length === 0 && unexpected.length === 0) return { success: true, observed };
  return {
    success: missing.length === 0 && exact === false,
    observed,
    details: {
      mismatched: {
        ...(unexpected.length > 0 && { unexpected: unexpected.toSorted() }),
        ...(missing.length > 0 && { missing: missing.toSorted() }),
      },
    },
  };
}

/** Rows and columns of the table as a whole. */
export const table: Readonly<Record<string, Definition>> = {
  expect_table_row_count_to_be_between: {
    kind: 'table',
    issue: 'Volume',
    summary: 'The number of rows lies between two bounds.',
    notes: ['Both bounds count. With a smallest beyond the largest it never does.'],
    parameters: { ...wholeBounds, ...conditionParameters },
    example: { min_value: 1, max_value: 1000 },
    expected: (kwargs) => `row count ${boundsText(kwargs)}`,
    plan: (kwargs) => ({
      form: 'metrics',
      metrics: ({ rows }) => ({ observed: rows }),
      judge: ({ observed = null }) => ({ success: isBetween(Number(observed), kwargs), observed }),
    }),
  },
  expect_table_row_count_to_equal: {
    kind: 'table',
    issue: 'Volume',
    summary: 'The table has so many rows.',
    parameters: { value: integer('the number of rows'), ...conditionParameters },
    example: { value: 6 },
    expected: ({ value }) => `row count = ${String(value)}`,
    plan: ({ value }) => ({
      form: 'metrics',
      metrics: ({ rows }) => ({ observed: rows }),
      judge: ({ observed = null }) => ({ success: observed === value, observed }),
    }),
  },
  expect_table_row_count_to_equal_other_table: {
    kind: 'table',
    issue: 'Volume',
    summary: 'The table has as many rows as another.',
    notes: ['An unknown table is an error.'],
    parameters: { other_table_name: text('the other table'), ...conditionParameters },
    example: { other_table_name: 'shipments' },
    expected: (kwargs) => `row count = that of ${textOf(kwargs, 'other_table_name')}`,
    plan: (kwargs) => ({
      form: 'statements',
      async run({ session, from, relationOf }): Promise<Outcome> {
        const name = textOf(kwargs, 'other_table_name');
        const other = relationOf(name);
        if (other === undefined)
          throw new ExpectationError(`other_table_name: there is no table ${name} to be compared with`);
        const [row] = await session.query(
          `SELECT (SELECT count(*) FROM ${from}) AS self, (SELECT count(*) FROM ${other}) AS other`,
        );
        const observed = { self: row?.['self'] ?? null, other: row?.['other'] ?? null };
        return { success: observed.self === observed.other, observed };
      },
    }),
  },
  expect_table_column_count_to_be_between: {
    kind: 'table',
    issue: 'Schema',
    summary: 'The number of columns lies between two bounds.',
    notes: ['Both bounds count. With a smallest beyond the largest it never does.'],
    parameters: wholeBounds,
    example: { min_value: 10 },
    expected: (kwargs) => `column count ${boundsText(kwargs)}`,
    plan: (kwargs, { columns: { length } }) => ({
      form: 'settled',
      outcome: { success: isBetween(length, kwargs), observed: length },
    }),
  },
  expect_table_column_count_to_equal: {
    kind: 'table',
    issue: 'Schema',
    summary: 'The table has so many columns.',
    parameters: { value: integer('the number of columns') },
    example: { value: 14 },
    expected: ({ value }) => `column count = ${String(value)}`,
    plan: ({ value }, { columns: { length } }) => ({
      form: 'settled',
      outcome: { success: length === value, observed: length },
    }),
  },
  expect_table_columns_to_match_ordered_list: {
    kind: 'table',
    issue: 'Schema',
    summary: 'The table has these columns, in this order.',
    notes: ['A list that is null allows any columns. Names agree to the letter.'],
    parameters: { column_list: { schema: optionalNames, describe: 'the columns', required: true } },
    example: { column_list: ['order_id', 'customer_id'] },
    expected: (kwargs) => `columns are ${listed(kwargs, 'column_list').join(', ')}`,
    plan(kwargs, { columns }) {
      const found = columns.map(({ name }) => name);
      const mismatched = isAbsent(kwargs['column_list']) ? [] : mismatches(listed(kwargs, 'column_list'), found);
      const details = mismatched.length === 0 ? {} : { details: { mismatched } };
      return { form: 'settled', outcome: { success: mismatched.length === 0, observed: found, ...details } };
    },
  },
  expect_table_columns_to_match_set: {
    kind: 'table',
    issue: 'Schema',
    summary: 'The table has these columns, in any order.',
    notes: [
      'Plain names are compared without regard to case, names in double quotes exactly. A set that is null allows any columns.',
    ],
    parameters: {
      column_set: { schema: optionalNames, describe: 'the columns', required: true },
      exact_match: { schema: { type: ['boolean', 'null'] }, describe: 'others are not allowed', default: true },
    },
    example: { column_set: ['order_id', 'status', 'amount'], exact_match: false },
    expected: (kwargs) =>
      `columns ${kwargs['exact_match'] === false ? 'include' : 'are'} ${listed(kwargs, 'column_set').join(', ')}`,
    plan: (kwargs, { columns }) => ({
      form: 'settled',
      outcome: compareSets(
        columns.map(({ name }) => name),
        kwargs,
        listed(kwargs, 'column_set'),
      ),
    }),
  },
  expect_column_to_exist: {
    kind: 'table',
    issue: 'Schema',
    summary: 'The table has a column, at a place where one is given.',
    parameters: {
      column: text('the column'),
      column_index: { schema: { type: ['integer', 'null'] }, describe: 'its place, counted from 0; null for any' },
    },
    example: { column: 'order_id', column_index: 0 },
    expected: (kwargs) =>
      `there is a column ${textOf(kwargs, 'column')}${isAbsent(kwargs['column_index']) ? '' : ` at ${String(numberOf(kwargs, 'column_index', 0))}`}`,
    plan(kwargs, { columns }) {
      const name = textOf(kwargs, 'column');
      const place = columns.findIndex((candidate) => candidate.name === name);
      const success = place >= 0 && (isAbsent(kwargs['column_index']) || place === kwargs['column_index']);
      const names = columns.map((candidate) => candidate.name);
      const hint = place < 0 ? didYouMean(name, names).replace(/^; /, '') : '';
      return {
        form: 'settled',
        outcome: { success, observed: place < 0 ? null : place, ...(hint !== '' && { details: { hint } }) },
      };
    },
  },
};

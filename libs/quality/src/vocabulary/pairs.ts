import { mostCompared, type Membership } from '../membership.ts';
import { plainText } from '../problems.ts';
import { isAbsent, isTrue, knownColumn, listOf, literal, textOf, type KnownColumn } from './arguments.ts';
import { consideredRows } from './considered.ts';
import type { Definition, Issue, Kwargs, Parameter } from './definition.ts';
import { conditionParameters, flag, mostly, pairPolicy, text, valuePairs } from './parameters.ts';

interface OnPair {
  readonly issue: Issue;
  readonly summary: string;
  readonly notes?: readonly string[];
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly example: Kwargs;
  readonly expected: (kwargs: Kwargs, a: string, b: string) => string;
  /** SQL, true where a pair is as expected. */
  readonly holds: (kwargs: Kwargs, a: KnownColumn, b: KnownColumn) => Membership;
}

function onPair({ parameters = {}, expected, holds, notes, ...rest }: OnPair): Definition {
  return {
    ...rest,
    ...(notes && { notes }),
    kind: 'column pair',
    parameters: {
      column_A: text('the first column'),
      column_B: text('the second column'),
      ...parameters,
      ignore_row_if: pairPolicy,
      mostly,
      ...conditionParameters,
    },
    expected: (kwargs) => expected(kwargs, textOf(kwargs, 'column_A'), textOf(kwargs, 'column_B')),
    plan(kwargs, subject) {
      const a = knownColumn(subject, textOf(kwargs, 'column_A'));
      const b = knownColumn(subject, textOf(kwargs, 'column_B'));
      const considered = consideredRows(kwargs, [a.name, b.name]);
      const unless = (test: string): string => `(${considered} AND (${test}) IS NOT TRUE)`;
      const { sql, plain } = holds(kwargs, a, b);
      return {
        form: 'rows',
        columns: [a.name, b.name],
        considered,
        unexpected: unless(sql),
        ...(plain !== undefined && { plainUnexpected: unless(plain) }),
      };
    },
  };
}

const isGreater = (kwargs: Kwargs): string => (isTrue(kwargs, 'or_equal') ? '>=' : '>');

/** Two columns, row by row. */
export const pairs: Readonly<Record<string, Definition>> = {
  expect_column_pair_values_to_be_equal: onPair({
    issue: 'Validity',
    summary: 'Two columns have the same value in every row.',
    notes: ['A null equals nothing, not even a null.'],
    example: { column_A: 'country', column_B: 'billing_country' },
    expected: (_, a, b) => `${a} = ${b}`,
    holds: (_, a, b) => ({ sql: `${a.sql} = ${b.sql}` }),
  }),
  expect_column_pair_values_a_to_be_greater_than_b: onPair({
    issue: 'Numeric',
    summary: 'The value of one column is greater than that of another in every row.',
    notes: ['A null on either side is unexpected where the row counts.'],
    parameters: { or_equal: flag('equal values are as expected too') },
    example: { column_A: 'amount', column_B: 'discount', or_equal: true },
    expected: (kwargs, a, b) => `${a} ${isGreater(kwargs)} ${b}`,
    holds: (kwargs, a, b) => ({ sql: `${a.sql} ${isGreater(kwargs)} ${b.sql}` }),
  }),
  expect_column_pair_values_to_be_in_set: onPair({
    issue: 'Validity',
    summary: 'The values of two columns are one of the listed pairs in every row.',
    parameters: { value_pairs_set: valuePairs },
    example: {
      column_A: 'status',
      column_B: 'priority',
      value_pairs_set: [
        ['open', 3],
        ['shipped', 2],
        ['returned', 1],
      ],
    },
    expected: (kwargs, a, b) =>
      `(${a}, ${b}) is one of ${listOf(kwargs, 'value_pairs_set').slice(0, 10).map(plainText).join(', ')}`,
    holds: (kwargs, a, b) =>
      isAbsent(kwargs['value_pairs_set']) ? { sql: 'TRUE' } : isListed(listOf(kwargs, 'value_pairs_set'), a, b),
  }),
};

/** Many pairs are looked up, but for those with a null, which no row of a subquery equals. */
function isListed(pairs: readonly unknown[], a: KnownColumn, b: KnownColumn): Membership {
  const listed = pairs.map((pair, index) => {
    const cells: readonly unknown[] = Array.isArray(pair) ? pair : [];
    const sides = [a, b].map((column, side) => {
      const value = cells[side];
      const sql = value === null ? 'NULL' : literal(value, column, `value_pairs_set[${String(index)}]`);
      return { sql, test: value === null ? `${column.sql} IS NULL` : `${column.sql} = ${sql}` };
    });
    return {
      row: `(${sides.map(({ sql }) => sql).join(', ')})`,
      test: `(${sides.map(({ test }) => test).join(' AND ')})`,
      hasNull: cells.includes(null),
    };
  });
  if (listed.length === 0) return { sql: 'FALSE' };
  const plain = listed.map(({ test }) => test).join(' OR ');
  const whole = listed.filter(({ hasNull }) => !hasNull);
  if (whole.length <= mostCompared) return { sql: plain };
  const found = `(${a.sql}, ${b.sql}) IN (VALUES ${whole.map(({ row }) => row).join(', ')})`;
  const others = listed.filter(({ hasNull }) => hasNull).map(({ test }) => test);
  return { sql: [found, ...others].join(' OR '), plain };
}

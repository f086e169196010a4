import { ExpectationError } from '../errors.ts';
import { membership } from '../membership.ts';
import {
  beyond,
  boundsOf,
  boundsText,
  isAbsent,
  listOf,
  literal,
  literals,
  orderable,
  refuseOpen,
  setText,
  wholeNumber,
} from './arguments.ts';
import type { Definition } from './definition.ts';
import { membersPlan, onColumn, valuesPlan } from './on-column.ts';
import { bounds, valueSet } from './parameters.ts';

/** Nulls, uniqueness, sets, ranges and lengths. */
export const columnValues: Readonly<Record<string, Definition>> = {
  expect_column_values_to_not_be_null: onColumn({
    issue: 'Completeness',
    summary: 'No value of a column is null.',
    notes: ['Every row counts. An empty text and NaN are values.'],
    example: { column: 'customer_id' },
    expected: (_, name) => `${name} is not null`,
    plan: (_, { name, sql }) => ({
      form: 'rows',
      columns: [name],
      considered: 'TRUE',
      unexpected: `${sql} IS NULL`,
      onNulls: true,
    }),
  }),
  expect_column_values_to_be_null: onColumn({
    issue: 'Completeness',
    summary: 'Every value of a column is null.',
    notes: ['Every row counts. An empty text and NaN are values.'],
    example: { column: 'note', mostly: 0.5 },
    expected: (_, name) => `${name} is null`,
    plan: (_, { name, sql }) => ({
      form: 'rows',
      columns: [name],
      considered: 'TRUE',
      unexpected: `${sql} IS NOT NULL`,
      onNulls: true,
    }),
  }),
  expect_column_values_to_be_unique: onColumn({
    issue: 'Uniqueness',
    summary: 'Every value of a column occurs once.',
    notes: [
      'Nulls do not count. Every copy of a value that occurs twice is unexpected. −0 equals 0, and NaN equals NaN.',
    ],
    example: { column: 'order_id' },
    expected: (_, name) => `${name} is unique`,
    plan: (_, { name, sql }) => ({ form: 'unique', columns: [name], considered: `${sql} IS NOT NULL` }),
  }),
  expect_column_values_to_be_in_set: onColumn({
    issue: 'Validity',
    summary: 'Every value of a column is a member of a set.',
    notes: [
      'A set that is null allows every value; an empty one allows none. Members of another type than the column’s are an error.',
    ],
    parameters: { value_set: valueSet },
    example: { column: 'status', value_set: ['open', 'shipped', 'returned'] },
    expected: ({ value_set: set }, name) =>
      Array.isArray(set) ? `${name} is one of ${setText(set)}` : `${name} is any value`,
    plan(kwargs, column) {
      if (isAbsent(kwargs['value_set'])) return valuesPlan(column, 'FALSE');
      const members = literals(listOf(kwargs, 'value_set'), column, 'value_set');
      if (members.length === 0) return valuesPlan(column, `${column.sql} IS NOT NULL`);
      return { ...membersPlan(column, membership(column.sql, 'NOT IN', members)), fewValues: true };
    },
  }),
  expect_column_values_to_not_be_in_set: onColumn({
    issue: 'Validity',
    summary: 'No value of a column is a member of a set.',
    notes: ['Members of another type than the column’s are an error.'],
    parameters: { value_set: valueSet },
    example: { column: 'status', value_set: ['lost'] },
    expected: (kwargs, name) => `${name} is none of ${setText(listOf(kwargs, 'value_set'))}`,
    plan(kwargs, column) {
      const members = literals(listOf(kwargs, 'value_set'), column, 'value_set');
      if (members.length === 0) return valuesPlan(column, 'FALSE');
      return membersPlan(column, membership(column.sql, 'IN', members));
    },
  }),
  expect_column_values_to_be_between: onColumn({
    issue: 'Numeric',
    summary: 'Every value of a column lies between two bounds.',
    notes: [
      'Numbers, texts, dates and times; those two are given as text (`2026-01-31`, `2026-01-31T12:00:00Z`). Both bounds null, a smallest beyond the largest, and bounds that do not compare with the column are errors. NaN keeps no bound.',
    ],
    parameters: bounds('value', ['number', 'string']),
    types: orderable,
    example: { column: 'amount', min_value: 0, max_value: 1000, strict_min: true },
    expected: (kwargs, name) => `${name} ${boundsText(kwargs)}`,
    plan(kwargs, column) {
      refuseOpen(kwargs);
      const range = boundsOf(kwargs, column.family, (value, what) => literal(value, column, what));
      return valuesPlan(column, beyond(column.sql, column.family, range));
    },
  }),
  expect_column_value_lengths_to_be_between: onColumn({
    issue: 'Validity',
    summary: 'The length of every text lies between two bounds.',
    notes: [
      'Lengths count code points: an emoji is one or several. Both bounds null, or one that is no whole number, is an error.',
    ],
    parameters: bounds('length', ['number']),
    types: ['text'],
    example: { column: 'status', min_value: 4, max_value: 8 },
    expected: (kwargs, name) => `length of ${name} ${boundsText(kwargs)}`,
    plan(kwargs, column) {
      refuseOpen(kwargs);
      return valuesPlan(column, beyond(`length(${column.sql})`, 'integer', boundsOf(kwargs, 'integer', wholeNumber)));
    },
  }),
  expect_column_value_lengths_to_equal: onColumn({
    issue: 'Validity',
    summary: 'Every text has one length.',
    notes: ['Lengths count code points. A number that is not whole is an error.'],
    parameters: { value: { schema: { type: 'number' }, describe: 'the length', required: true } },
    types: ['text'],
    example: { column: 'country', value: 2 },
    expected: ({ value }, name) => `length of ${name} = ${String(value)}`,
    plan({ value }, column) {
      if (typeof value === 'number' && value < 0)
        throw new ExpectationError('value: expected a length, got less than 0');
      return valuesPlan(column, `length(${column.sql}) <> ${wholeNumber(value, 'value')}`);
    },
  }),
};

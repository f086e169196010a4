import { quoteLiteral } from '@sluice/engine';
import { isStrftime } from './strftime.ts';
import { ExpectationError } from '../errors.ts';
import { isAbsent, listOf, patternLiteral, textOf, type KnownColumn } from './arguments.ts';
import type { Definition, Kwargs } from './definition.ts';
import { onColumn, valuesPlan } from './on-column.ts';
import { matchOn, text, texts } from './parameters.ts';

const dialect =
  'The pattern is looked for anywhere in the value. It is of the dialect that [DIALECT.md](../../libs/quality/DIALECT.md#patterns) describes; one outside of it is an error that names the rewriting.';
const like =
  '`%` stands for any characters and `_` for one; the whole value is compared, and case counts. With `escape`, that character before a `%` or `_` takes it literally.';

const escape = {
  escape: {
    schema: { type: ['string', 'null'], minLength: 1, maxLength: 1 },
    describe: 'the character that takes a `%` or `_` after it literally; none by default',
  },
};

function regex(column: KnownColumn, pattern: unknown, what: string): string {
  return `regexp_matches(${column.sql}, ${patternLiteral(pattern, what)})`;
}

function regexes(column: KnownColumn, kwargs: Kwargs): readonly string[] {
  return listOf(kwargs, 'regex_list').map((pattern, index) => regex(column, pattern, `regex_list[${String(index)}]`));
}

function likePattern({ sql }: KnownColumn, pattern: unknown, kwargs: Kwargs): string {
  const escaped = isAbsent(kwargs['escape']) ? '' : ` ESCAPE ${quoteLiteral(textOf(kwargs, 'escape'))}`;
  return `${sql} LIKE ${quoteLiteral(String(pattern))}${escaped}`;
}

function likePatterns(column: KnownColumn, kwargs: Kwargs): readonly string[] {
  return listOf(kwargs, 'like_pattern_list').map((pattern) => likePattern(column, pattern, kwargs));
}

/** SQL, true where not enough of the tests hold. A value that is null is not judged, whatever the tests are. */
function lacking({ sql }: KnownColumn, tests: readonly string[], kwargs: Kwargs): string {
  const all = kwargs['match_on'] === 'all';
  const holds = tests.length === 0 ? (all ? 'TRUE' : 'FALSE') : tests.join(all ? ' AND ' : ' OR ');
  return `(${sql} IS NOT NULL AND NOT (${holds}))`;
}

function having({ sql }: KnownColumn, tests: readonly string[]): string {
  return tests.length === 0 ? 'FALSE' : `(${sql} IS NOT NULL AND (${tests.join(' OR ')}))`;
}

const listed = (kwargs: Kwargs, name: string): string => listOf(kwargs, name).join(', ');
const howMany = ({ match_on: on }: Kwargs): string => (on === 'all' ? 'all of' : 'any of');

/** Regular expressions, LIKE and date formats. */
export const columnPatterns: Readonly<Record<string, Definition>> = {
  expect_column_values_to_match_regex: onColumn({
    issue: 'Validity',
    summary: 'A regular expression is found in every value of a column.',
    notes: [dialect],
    parameters: { regex: text('the pattern') },
    types: ['text'],
    example: { column: 'country', regex: '^[A-Z]{2}$' },
    expected: (kwargs, name) => `${name} matches ${textOf(kwargs, 'regex')}`,
    plan: ({ regex: pattern }, column) => valuesPlan(column, `NOT ${regex(column, pattern, 'regex')}`),
  }),
  expect_column_values_to_not_match_regex: onColumn({
    issue: 'Validity',
    summary: 'A regular expression is found in no value of a column.',
    notes: [dialect],
    parameters: { regex: text('the pattern') },
    types: ['text'],
    example: { column: 'status', regex: '[0-9]' },
    expected: (kwargs, name) => `${name} does not match ${textOf(kwargs, 'regex')}`,
    plan: ({ regex: pattern }, column) => valuesPlan(column, regex(column, pattern, 'regex')),
  }),
  expect_column_values_to_match_regex_list: onColumn({
    issue: 'Validity',
    summary: 'Any, or all, of several regular expressions are found in every value of a column.',
    notes: [dialect, 'Of an empty list none is found: with `any` no value is as expected, with `all` every one.'],
    parameters: { regex_list: texts('the patterns'), match_on: matchOn },
    types: ['text'],
    example: { column: 'country', regex_list: ['^[A-M]', '^[N-Z]'] },
    expected: (kwargs, name) => `${name} matches ${howMany(kwargs)} ${listed(kwargs, 'regex_list')}`,
    plan: (kwargs, column) => valuesPlan(column, lacking(column, regexes(column, kwargs), kwargs)),
  }),
  expect_column_values_to_not_match_regex_list: onColumn({
    issue: 'Validity',
    summary: 'None of several regular expressions is found in a value of a column.',
    notes: [dialect],
    parameters: { regex_list: texts('the patterns') },
    types: ['text'],
    example: { column: 'status', regex_list: ['^x', '[0-9]'] },
    expected: (kwargs, name) => `${name} matches none of ${listed(kwargs, 'regex_list')}`,
    plan: (kwargs, column) => valuesPlan(column, having(column, regexes(column, kwargs))),
  }),
  expect_column_values_to_match_like_pattern: onColumn({
    issue: 'Validity',
    summary: 'Every value of a column is like a SQL pattern.',
    notes: [like],
    parameters: { like_pattern: text('the pattern'), ...escape },
    types: ['text'],
    example: { column: 'country', like_pattern: '__' },
    expected: (kwargs, name) => `${name} is like ${textOf(kwargs, 'like_pattern')}`,
    plan: (kwargs, column) => valuesPlan(column, `NOT (${likePattern(column, kwargs['like_pattern'], kwargs)})`),
  }),
  expect_column_values_to_not_match_like_pattern: onColumn({
    issue: 'Validity',
    summary: 'No value of a column is like a SQL pattern.',
    notes: [like],
    parameters: { like_pattern: text('the pattern'), ...escape },
    types: ['text'],
    example: { column: 'status', like_pattern: '%lost%' },
    expected: (kwargs, name) => `${name} is not like ${textOf(kwargs, 'like_pattern')}`,
    plan: (kwargs, column) => valuesPlan(column, likePattern(column, kwargs['like_pattern'], kwargs)),
  }),
  expect_column_values_to_match_like_pattern_list: onColumn({
    issue: 'Validity',
    summary: 'Every value of a column is like any, or all, of several SQL patterns.',
    notes: [like],
    parameters: { like_pattern_list: texts('the patterns, at least one', 1), match_on: matchOn, ...escape },
    types: ['text'],
    example: { column: 'status', like_pattern_list: ['open', 'ship%', 'return%'] },
    expected: (kwargs, name) => `${name} is like ${howMany(kwargs)} ${listed(kwargs, 'like_pattern_list')}`,
    plan: (kwargs, column) => valuesPlan(column, lacking(column, likePatterns(column, kwargs), kwargs)),
  }),
  expect_column_values_to_not_match_like_pattern_list: onColumn({
    issue: 'Validity',
    summary: 'No value of a column is like one of several SQL patterns.',
    notes: [like],
    parameters: { like_pattern_list: texts('the patterns, at least one', 1), ...escape },
    types: ['text'],
    example: { column: 'status', like_pattern_list: ['%lost%', '%stolen%'] },
    expected: (kwargs, name) => `${name} is like none of ${listed(kwargs, 'like_pattern_list')}`,
    plan: (kwargs, column) => valuesPlan(column, having(column, likePatterns(column, kwargs))),
  }),
  expect_column_values_to_match_strftime_format: onColumn({
    issue: 'Validity',
    summary: 'Every text of a column is a date or time that is written in one format.',
    notes: [
      'The format is DuckDB’s strptime’s (`%Y-%m-%d %H:%M:%S`); the whole text must be used up, without white space at its ends. A column that is not of text, and a format that cannot be used, are errors.',
    ],
    parameters: { strftime_format: text('the format') },
    types: ['text'],
    example: { column: 'shipped_on', strftime_format: '%Y-%m-%d' },
    expected: (kwargs, name) => `${name} is written as ${textOf(kwargs, 'strftime_format')}`,
    plan(kwargs, column) {
      const format = textOf(kwargs, 'strftime_format');
      if (!isStrftime(format))
        throw new ExpectationError(`strftime_format: expected a strftime format such as %Y-%m-%d, got ${format}`);
      const parsed = `try_strptime(${column.sql}, ${quoteLiteral(format)})`;
      return valuesPlan(
        column,
        `(${column.sql} IS NOT NULL AND (${parsed} IS NULL OR regexp_matches(${column.sql}, '^\\s|\\s$')))`,
      );
    },
  }),
};

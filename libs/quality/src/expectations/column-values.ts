import { plainText } from '../problems.ts';
import type { RowRule } from '../rule.ts';
import { quoteIdentifier, quoteLiteral } from '@sluice/engine';
import { readPattern } from '../pattern.ts';
import { isIn, notIn, readMembers } from '../rules/membership.ts';
import { boundViolation } from '../rules/column.ts';
import type { ContractColumn } from '../contract.ts';
import {
  boundsArgument,
  columnArgument,
  listOf,
  rowWise,
  textOf,
  baseOf,
  type RuleBuilder,
  type WrittenExpectation,
} from './definition.ts';
import { isStrftime } from './strftime.ts';

const orderable: readonly ContractColumn['family'][] = ['integer', 'decimal', 'float', 'date', 'timestamp', 'time'];
const text: readonly ContractColumn['family'][] = ['text'];

/** A row-wise expectation on one column; `judge` gives what is expected and where it is broken. */
function onColumn(
  families: readonly ContractColumn['family'][] | undefined,
  judge: (
    written: WrittenExpectation,
    column: ContractColumn,
    sql: string,
  ) =>
    (Pick<RowRule, 'expected' | 'violation' | 'fewValues' | 'bounds'> & { readonly considered?: string }) | undefined,
): RuleBuilder {
  return (written) => {
    const column = columnArgument(written, 'column', families);
    if (column === undefined) return undefined;
    const sql = quoteIdentifier(column.name);
    const judged = judge(written, column, sql);
    return judged && rowWise(written, [column.name], { considered: `${sql} IS NOT NULL`, ...judged });
  };
}

function setOf(written: WrittenExpectation, column: ContractColumn) {
  return readMembers(written.table, column, listOf(written.kwargs, 'value_set'), [...written.path, 'value_set']);
}

function patternOf(written: WrittenExpectation): string | undefined {
  const pattern = readPattern(textOf(written.kwargs, 'regex'));
  if (pattern.ok) return quoteLiteral(pattern.re2);
  written.table.problems.report([...written.path, 'regex'], `the pattern cannot be used: ${pattern.reason}`);
  return undefined;
}

export const columnValueExpectations: Readonly<Record<string, RuleBuilder>> = {
  expect_column_values_to_not_be_null: onColumn(undefined, (_written, { name }, sql) => ({
    expected: `${name} is not null`,
    violation: `${sql} IS NULL`,
    considered: 'TRUE',
    bounds: [{ test: 'not-null', column: name }],
  })),
  expect_column_values_to_be_null: onColumn(undefined, (_written, { name }, sql) => ({
    expected: `${name} is null`,
    violation: `${sql} IS NOT NULL`,
    considered: 'TRUE',
  })),
  expect_column_values_to_be_unique: (written) => {
    const column = columnArgument(written, 'column');
    if (column === undefined) return undefined;
    return {
      ...baseOf(written, [column.name], `${column.name} is unique`),
      kind: 'table',
      form: 'unique',
      considered: `${quoteIdentifier(column.name)} IS NOT NULL`,
      mostly: typeof written.kwargs['mostly'] === 'number' ? written.kwargs['mostly'] : 1,
    };
  },
  expect_column_values_to_be_in_set: onColumn(undefined, (written, column) => {
    const members = setOf(written, column);
    return (
      members && {
        expected: `${column.name} is one of ${members.text}`,
        violation: notIn(column, members),
        fewValues: true,
      }
    );
  }),
  expect_column_values_to_not_be_in_set: onColumn(undefined, (written, column) => {
    const members = setOf(written, column);
    return members && { expected: `${column.name} is none of ${members.text}`, violation: isIn(column, members) };
  }),
  expect_column_values_to_be_between: onColumn(orderable, (written, column) => {
    const range = boundsArgument(written, column);
    if (range === undefined) return undefined;
    const { min_value: low, max_value: high } = written.kwargs;
    const tests: { readonly test: '>=' | '>' | '<=' | '<'; readonly sql: string; readonly value: unknown }[] = [];
    if (range.minimum !== undefined)
      tests.push({ test: range.strictMinimum ? '>' : '>=', sql: range.minimum, value: low });
    if (range.maximum !== undefined)
      tests.push({ test: range.strictMaximum ? '<' : '<=', sql: range.maximum, value: high });
    return {
      expected: tests.map(({ test, value }) => `${column.name} ${test} ${plainText(value)}`).join(' and '),
      violation: `(${tests.map(({ test, sql }) => boundViolation(column, test, sql)).join(' OR ')})`,
      bounds: tests.map(({ test, value }) => ({ test, column: column.name, value: plainText(value) })),
    };
  }),
  expect_column_value_lengths_to_be_between: onColumn(text, (written, column, sql) => {
    const range = boundsArgument(written, { family: 'integer', type: 'BIGINT' });
    if (range === undefined) return undefined;
    const { minimum, maximum, strictMinimum, strictMaximum } = range;
    const broken: string[] = [];
    if (minimum !== undefined) broken.push(`length(${sql}) ${strictMinimum ? '<=' : '<'} ${minimum}`);
    if (maximum !== undefined) broken.push(`length(${sql}) ${strictMaximum ? '>=' : '>'} ${maximum}`);
    const kept: string[] = [];
    if (minimum !== undefined) kept.push(`${strictMinimum ? '>' : '>='} ${minimum}`);
    if (maximum !== undefined) kept.push(`${strictMaximum ? '<' : '<='} ${maximum}`);
    return { expected: `length of ${column.name} ${kept.join(' and ')}`, violation: `(${broken.join(' OR ')})` };
  }),
  expect_column_values_to_match_regex: onColumn(text, (written, { name }, sql) => {
    const re2 = patternOf(written);
    if (re2 === undefined) return undefined;
    return {
      expected: `${name} matches ${textOf(written.kwargs, 'regex')}`,
      violation: `NOT regexp_matches(${sql}, ${re2})`,
    };
  }),
  expect_column_values_to_not_match_regex: onColumn(text, (written, { name }, sql) => {
    const re2 = patternOf(written);
    if (re2 === undefined) return undefined;
    return {
      expected: `${name} does not match ${textOf(written.kwargs, 'regex')}`,
      violation: `regexp_matches(${sql}, ${re2})`,
    };
  }),
  expect_column_values_to_match_strftime_format: onColumn(text, (written, { name }, sql) => {
    const format = textOf(written.kwargs, 'strftime_format');
    if (!isStrftime(format)) {
      written.table.problems.report(
        [...written.path, 'strftime_format'],
        `expected a strftime format such as %Y-%m-%d, got ${format}`,
      );
      return undefined;
    }
    return {
      expected: `${name} is written as ${format}`,
      violation: `(${sql} IS NOT NULL AND (try_strptime(${sql}, ${quoteLiteral(format)}) IS NULL OR regexp_matches(${sql}, '^\\s|\\s$')))`,
    };
  }),
};

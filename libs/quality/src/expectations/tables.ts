import { betweenCondition } from '../condition.ts';
import { readQuery } from '../rules/query.ts';
import { baseOf, boundsArgument, textOf, type RuleBuilder } from './definition.ts';

export const tableExpectations: Readonly<Record<string, RuleBuilder>> = {
  expect_table_row_count_to_be_between: (written) => {
    const range = boundsArgument(written, { family: 'integer', type: 'BIGINT' });
    if (range === undefined) return undefined;
    const condition = betweenCondition(range);
    return {
      ...baseOf(written, [], `row count ${condition.text}`),
      kind: 'table',
      form: 'rowCount',
      condition,
      allowsEmpty: range.minimum === '0',
      implied: false,
    };
  },
  expect_table_row_count_to_equal: (written) => {
    const value = String(written.kwargs['value']);
    return {
      ...baseOf(written, [], `row count = ${value}`),
      kind: 'table',
      form: 'rowCount',
      condition: { text: `= ${value}`, holds: [`= ${value}`] },
      allowsEmpty: value === '0',
      implied: false,
    };
  },
  unexpected_rows_expectation: (written) => {
    const text = textOf(written.kwargs, 'unexpected_rows_query');
    const query = readQuery(text, written.table, undefined, [...written.path, 'unexpected_rows_query']);
    if (query === undefined) return undefined;
    const expected = written.description ?? 'the query finds no rows';
    return { ...baseOf(written, [], expected), kind: 'table', form: 'query', query };
  },
};

import { quoteIdentifier } from '@sluice/engine';
import { columnOf } from '../rules/table.ts';
import { consideredRows } from '../vocabulary/considered.ts';
import {
  baseOf,
  columnArgument,
  isTrue,
  listOf,
  rowWise,
  type RuleBuilder,
  type WrittenExpectation,
} from './definition.ts';

function onPair(operator: (written: WrittenExpectation) => string): RuleBuilder {
  return (written) => {
    const first = columnArgument(written, 'column_A');
    const second = columnArgument(written, 'column_B');
    if (first === undefined || second === undefined) return undefined;
    const names = [first.name, second.name];
    const considered = consideredRows(written.kwargs, names);
    const sign = operator(written);
    const holds = names.map(quoteIdentifier).join(` ${sign} `);
    return rowWise(written, names, {
      expected: names.join(` ${sign} `),
      violation: `(${considered} AND (${holds}) IS NOT TRUE)`,
      considered,
    });
  };
}

export const severalColumnExpectations: Readonly<Record<string, RuleBuilder>> = {
  expect_column_pair_values_a_to_be_greater_than_b: onPair(({ kwargs }) => (isTrue(kwargs, 'or_equal') ? '>=' : '>')),
  expect_column_pair_values_to_be_equal: onPair(() => '='),
  expect_compound_columns_to_be_unique: (written) => {
    const names = listOf(written.kwargs, 'column_list').map(String);
    const known = names.map((name, index) => columnOf(written.table, name, [...written.path, 'column_list', index]));
    if (known.includes(undefined)) return undefined;
    return {
      ...baseOf(written, names, `${names.join(', ')} are unique together`),
      kind: 'table',
      form: 'unique',
      considered: consideredRows(written.kwargs, names),
      mostly: typeof written.kwargs['mostly'] === 'number' ? written.kwargs['mostly'] : 1,
    };
  },
};

import { quoteIdentifier } from '@sluice/engine';
import { columnOf } from '../rules/table.ts';
import {
  baseOf,
  columnArgument,
  columnName,
  columnNames,
  isTrue,
  listOf,
  rowWise,
  share,
  strict,
  type Expectation,
  type WrittenExpectation,
} from './definition.ts';

const pairPolicies = ['both_values_are_missing', 'either_value_is_missing', 'neither'];
const listPolicies = ['all_values_are_missing', 'any_value_is_missing', 'never'];

/** SQL that is true for the rows that count, by `ignore_row_if`. */
function consideredRows(kwargs: WrittenExpectation['kwargs'], columns: readonly string[]): string {
  const present = columns.map((name) => `${quoteIdentifier(name)} IS NOT NULL`);
  switch (kwargs['ignore_row_if']) {
    case 'neither':
    case 'never':
      return 'TRUE';
    case 'either_value_is_missing':
    case 'any_value_is_missing':
      return `(${present.join(' AND ')})`;
    default:
      return `(${present.join(' OR ')})`;
  }
}

function onPair(parameters: Expectation['parameters'], operator: (written: WrittenExpectation) => string): Expectation {
  return {
    parameters: {
      column_A: columnName,
      column_B: columnName,
      mostly: share,
      ignore_row_if: { enum: pairPolicies },
      ...parameters,
    },
    required: ['column_A', 'column_B'],
    build(written) {
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
    },
  };
}

export const severalColumnExpectations: Readonly<Record<string, Expectation>> = {
  expect_column_pair_values_a_to_be_greater_than_b: onPair({ or_equal: strict }, ({ kwargs }) =>
    isTrue(kwargs, 'or_equal') ? '>=' : '>',
  ),
  expect_column_pair_values_to_be_equal: onPair({}, () => '='),
  expect_compound_columns_to_be_unique: {
    parameters: { column_list: columnNames, mostly: share, ignore_row_if: { enum: listPolicies } },
    required: ['column_list'],
    build(written) {
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
  },
};

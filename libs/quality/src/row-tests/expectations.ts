import type { RowRule } from '../rule.ts';
import { likeRegex } from './like.ts';
import { boundTests } from './options.ts';
import type { IgnoredRows, RowTest } from './row-test.ts';

/** What a row-wise expectation demands; undefined for those that only SQL judges. */
export function expectationTests(rule: RowRule): readonly RowTest[] | undefined {
  const kwargs = rule.terms ?? {};
  const [column = '', second = ''] = rule.columns;
  if ((kwargs['row_condition'] ?? null) !== null) return undefined;
  const text = (name: string): string => {
    const value = kwargs[name];
    return typeof value === 'string' ? value : '';
  };
  switch (rule.type) {
    case 'expect_column_values_to_not_be_null':
      return [{ test: 'present', column }];
    case 'expect_column_values_to_be_null':
      return [{ test: 'absent', column }];
    case 'expect_column_values_to_be_in_set':
    case 'expect_column_values_to_not_be_in_set': {
      const values = kwargs['value_set'];
      const negated = rule.type === 'expect_column_values_to_not_be_in_set';
      return Array.isArray(values) ? [{ test: 'member', column, values, negated }] : [];
    }
    case 'expect_column_values_to_be_between':
      return boundTests(rule);
    case 'expect_column_value_lengths_to_be_between':
      return [lengthTest(column, kwargs)];
    case 'expect_column_value_lengths_to_equal':
      return [lengthTest(column, { min_value: kwargs['value'], max_value: kwargs['value'] })];
    case 'expect_column_values_to_match_regex':
      return [{ test: 'matches', column, pattern: text('regex'), negated: false }];
    case 'expect_column_values_to_not_match_regex':
      return [{ test: 'matches', column, pattern: text('regex'), negated: true }];
    case 'expect_column_values_to_match_regex_list':
    case 'expect_column_values_to_not_match_regex_list':
    case 'expect_column_values_to_match_like_pattern':
    case 'expect_column_values_to_not_match_like_pattern':
    case 'expect_column_values_to_match_like_pattern_list':
    case 'expect_column_values_to_not_match_like_pattern_list':
      return patternTests(column, rule.type.includes('_to_not_'), kwargs);
    case 'expect_column_values_to_match_strftime_format':
      return [{ test: 'written', column, format: text('strftime_format') }];
    case 'expect_column_pair_values_to_be_equal':
      return [{ test: 'pair', columns: [column, second], operator: '=', ignored: ignoredRows(kwargs) }];
    case 'expect_column_pair_values_a_to_be_greater_than_b': {
      const operator = kwargs['or_equal'] === true ? '>=' : '>';
      return [{ test: 'pair', columns: [column, second], operator, ignored: ignoredRows(kwargs) }];
    }
    case 'expect_column_pair_values_to_be_in_set': {
      const lists = kwargs['value_pairs_set'];
      if (!Array.isArray(lists)) return [];
      return [
        { test: 'listed', columns: rule.columns, lists: lists.filter(Array.isArray), ignored: ignoredRows(kwargs) },
      ];
    }
    case 'expect_multicolumn_sum_to_equal': {
      const total = kwargs['sum_total'];
      if (typeof total !== 'number') return undefined;
      return [{ test: 'sum', columns: rule.columns, total, ignored: ignoredRows(kwargs) }];
    }
    case 'expect_multicolumn_values_to_be_equal':
      return [{ test: 'equal', columns: rule.columns, ignored: ignoredRows({ ignore_row_if: 'never', ...kwargs }) }];
    case 'expect_select_column_values_to_be_unique_within_record':
      return [{ test: 'distinct', columns: rule.columns, ignored: ignoredRows(kwargs) }];
    default:
      return undefined;
  }
}

/** Regular expressions or LIKE patterns, one or a list; undefined where one of them has no regular expression. */
function patternTests(
  column: string,
  negated: boolean,
  kwargs: Readonly<Record<string, unknown>>,
): readonly RowTest[] | undefined {
  const { regex_list: regexes, like_pattern: like, like_pattern_list: likes, escape } = kwargs;
  const patterns = Array.isArray(regexes)
    ? regexes.map(String)
    : [like ?? likes].flat().map((pattern) => likeRegex(String(pattern), typeof escape === 'string' ? escape : ''));
  const known = patterns.filter((pattern) => pattern !== undefined);
  if (known.length < patterns.length) return undefined;
  if (negated || kwargs['match_on'] === 'all')
    return known.map((pattern) => ({ test: 'matches', column, pattern, negated }));
  const [only = ''] = known;
  if (known.length === 1) return [{ test: 'matches', column, pattern: only, negated: false }];
  return [{ test: 'matches-any', column, patterns: known }];
}

function lengthTest(column: string, kwargs: Readonly<Record<string, unknown>>): RowTest {
  const { min_value: low, max_value: high, strict_min: above, strict_max: below } = kwargs;
  return {
    test: 'length',
    column,
    least: typeof low === 'number' ? low + (above === true ? 1 : 0) : 0,
    most: typeof high === 'number' ? high - (below === true ? 1 : 0) : Infinity,
  };
}

function ignoredRows(kwargs: Readonly<Record<string, unknown>>): IgnoredRows {
  switch (kwargs['ignore_row_if']) {
    case 'neither':
    case 'never':
      return 'neither';
    case 'either_value_is_missing':
    case 'any_value_is_missing':
      return 'either';
    default:
      return 'both';
  }
}

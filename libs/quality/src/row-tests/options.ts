import type { RowRule } from '../rule.ts';
import type { RowTest } from './row-test.ts';

/** What `required`, an option of a logical type or `invalidValues` demands; undefined for rules of another vocabulary. */
export function optionTests(rule: RowRule): readonly RowTest[] | undefined {
  const [column = ''] = rule.columns;
  const value = rule.terms?.[rule.type];
  switch (rule.type) {
    case 'required':
      return [{ test: 'present', column }];
    case 'minLength':
      return typeof value === 'number' ? [{ test: 'length', column, least: value, most: Infinity }] : undefined;
    case 'maxLength':
      return typeof value === 'number' ? [{ test: 'length', column, least: 0, most: value }] : undefined;
    case 'pattern':
      return typeof value === 'string' ? [{ test: 'matches', column, pattern: value, negated: false }] : undefined;
    case 'multipleOf':
      return typeof value === 'number' ? [{ test: 'multiple', column, step: value }] : undefined;
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return boundTests(rule);
    case 'invalidValues':
      return validityTests(column, rule.terms ?? {});
    default:
      return undefined;
  }
}

/** The bounds that the rule states, as tests. */
export function boundTests(rule: RowRule): readonly RowTest[] | undefined {
  return rule.bounds?.flatMap((bound) =>
    bound.test === 'not-null'
      ? []
      : [{ test: 'bound' as const, column: bound.column, operator: bound.test, value: bound.value }],
  );
}

function validityTests(column: string, written: Readonly<Record<string, unknown>>): readonly RowTest[] {
  const { validValues, pattern } = written;
  const tests: RowTest[] = [];
  if (Array.isArray(validValues)) tests.push({ test: 'member', column, values: validValues, negated: false });
  if (typeof pattern === 'string') tests.push({ test: 'matches', column, pattern, negated: false });
  return tests;
}

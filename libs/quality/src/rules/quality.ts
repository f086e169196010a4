import { expectationRule } from '../expectations/read.ts';
import { elementParts } from '../odcs/common.ts';
import { qualityTypes, textSchema } from '../odcs/quality.ts';
import { didYouMean, show } from '../problems.ts';
import type { Rule } from '../rule.ts';
import type { Path } from '../source.ts';
import { driftRule, isDrift } from './drift.ts';
import { libraryRule } from './library.ts';
import { sqlRule } from './query.ts';
import type { ContractColumn } from '../contract.ts';
import type { RuleTable } from './table.ts';

/** The rules of a `quality` list, of a column or of the table (`column` undefined). Items of `type: text` are for people. */
export function qualityRules(
  table: RuleTable,
  column: ContractColumn | undefined,
  items: readonly unknown[],
  path: Path,
): readonly Rule[] {
  return items
    .map((item, index) => qualityRule(table, column, item, [...path, index]))
    .filter((rule) => rule !== undefined);
}

function qualityRule(
  table: RuleTable,
  column: ContractColumn | undefined,
  item: unknown,
  path: Path,
): Rule | undefined {
  const type: unknown = typeof item === 'object' && item !== null ? Reflect.get(item, 'type') : undefined;
  table.problems.checkParts(elementParts, path, item);
  switch (type) {
    case undefined:
    case 'library':
      return libraryRule(table, column, item, path);
    case 'sql':
      return sqlRule(table, column, item, path);
    case 'custom':
      return isDrift(item) ? driftRule(table, column, item, path) : expectationRule(table, column, item, path);
    case 'text':
      table.problems.check(textSchema, path, item);
      return undefined;
    default: {
      const hint = typeof type === 'string' ? didYouMean(type, qualityTypes) : '';
      table.problems.report([...path, 'type'], `must be one of ${qualityTypes.join(', ')}, got ${show(type)}${hint}`);
      return undefined;
    }
  }
}

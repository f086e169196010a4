import type { Contract } from '../contract.ts';
import type { Rule } from '../rule.ts';
import { expectationTests } from './expectations.ts';
import { optionTests } from './options.ts';
import type { RowTest } from './row-test.ts';

export interface TestedRule {
  readonly rule: Rule;
  /** A row breaks the rule where it fails any of them; undefined where only SQL can tell. */
  readonly tests: readonly RowTest[] | undefined;
}

/** The rules that single rows break, in the order of the contract, each with what it demands. */
export function testedRules(contract: Contract): readonly TestedRule[] {
  return contract.rules.filter(({ kind }) => kind === 'row').map((rule) => ({ rule, tests: testsOf(rule) }));
}

function testsOf(rule: Rule): readonly RowTest[] | undefined {
  if (rule.form !== 'row') return undefined;
  return optionTests(rule) ?? expectationTests(rule);
}

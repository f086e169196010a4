import type { Contract } from '../contract.ts';
import { enforced, type Check } from './check.ts';

/** Every rule on single rows, in the words in which an audit judges it, less subqueries; foreign keys are for the audit, which sees both tables. */
export function duckdbChecks(contract: Contract): readonly Check[] {
  return enforced(contract).map((rule) =>
    rule.form === 'row'
      ? { rule, sql: `NOT (${rule.plainViolation ?? rule.violation})` }
      : { rule, reason: 'it needs the other table' },
  );
}

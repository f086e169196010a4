import type { Contract } from '../contract.ts';
import type { Rule } from '../rule.ts';

/** A rule that the table itself holds, or why it cannot. */
export type Check = { readonly rule: Rule; readonly sql: string } | { readonly rule: Rule; readonly reason: string };

/** The rules on rows that a store would have to hold, beside those that NOT NULL holds. */
export function enforced(contract: Contract): readonly Rule[] {
  return contract.rules.filter(
    ({ kind, severity, type }) => kind === 'row' && severity === 'error' && type !== 'required',
  );
}

/** A comment of one line. */
export function remark(rule: Rule, reason: string): string {
  return `-- not held: ${rule.id}: ${reason}`.replace(/\s+/g, ' ');
}

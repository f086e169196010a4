import type { CheckRecord } from './record.ts';

/** What a check that did not hold weighs; undefined where it held. Rows that were set aside within the budget warn. */
export function weightOf({ status, severity }: CheckRecord): CheckRecord['severity'] | undefined {
  if (status === 'passed') return undefined;
  return status === 'quarantined' ? 'warning' : severity;
}

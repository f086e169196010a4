import type { CheckRecord } from './record.ts';

/** What a check that did not hold weighs; undefined where it held. Rows that were set aside within the budget warn, and drift that cannot be judged yet is a note. */
export function weightOf({ status, severity }: CheckRecord): CheckRecord['severity'] | undefined {
  if (status === 'passed') return undefined;
  if (status === 'no_history') return 'info';
  return status === 'quarantined' ? 'warning' : severity;
}

/** Whether a check did not hold. Drift that waits for a history neither holds nor is broken. */
export function isBroken({ status }: Pick<CheckRecord, 'status'>): boolean {
  return status !== 'passed' && status !== 'no_history';
}

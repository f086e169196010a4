import { formatLocation } from '@sluice/core';
import type { CheckRecord } from '@sluice/reporting';

const MOST_CHECKS = 20;

/** What the operator reads when checks did not hold: rule, count, first example, and where the rule stands. */
export function auditMessage(failed: readonly CheckRecord[], kept: string): string {
  const tables = [...new Set(failed.map(({ table }) => table))];
  const shown = failed.slice(0, MOST_CHECKS).map((check) => `  ${checkLine(check)}`);
  const more = failed.length - shown.length;
  return [
    `${tables.join(', ')}: ${String(failed.length)} ${failed.length === 1 ? 'check' : 'checks'} did not hold.`,
    ...shown,
    ...(more > 0 ? [`  … and ${String(more)} more, in the run record`] : []),
    kept,
  ].join('\n');
}

/** One failed check on one line. */
export function checkLine(check: CheckRecord): string {
  const { table, expected, unexpectedCount, elementCount, observed, reason, examples, location } = check;
  const where = `(${formatLocation(location)})`;
  if (check.status === 'not_evaluated')
    return `${table}: expected ${expected}, but it could not be judged: ${reason ?? ''} ${where}`;
  const count =
    unexpectedCount > 0
      ? `${unexpectedCount.toLocaleString('en')} of ${elementCount.toLocaleString('en')} rows break it${check.status === 'quarantined' ? ', set aside in quarantine' : ''}`
      : `got ${observed ?? 'something else'}`;
  const [first] = examples;
  const example =
    first === undefined
      ? ''
      : `, first ${Object.entries(first)
          .map(([column, value]) =>
            column.startsWith('$')
              ? `${column.slice(1)} ${JSON.stringify(value)}`
              : `${column} = ${JSON.stringify(value)}`,
          )
          .join(', ')}`;
  return `${table}: expected ${expected}: ${count}${example} ${where}`;
}

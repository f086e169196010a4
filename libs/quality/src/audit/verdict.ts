import type { Row } from '@sluice/engine';
import type { CheckResult, CheckStatus } from '../result.ts';
import type { Rule } from '../rule.ts';
import type { Job } from './job.ts';

/** What judging one rule came to. */
export interface Verdict {
  readonly status: CheckStatus;
  readonly unexpectedCount: number;
  readonly observed?: string;
  readonly reason?: string;
  /** Offending rows, where judging found them already. */
  readonly examples?: readonly Row[];
  readonly seconds: number;
}

export function notEvaluated(reason: string, seconds = 0): Verdict {
  return { status: 'not_evaluated', unexpectedCount: 0, reason, seconds };
}

export function passedIf(holds: boolean, unexpectedCount: number, seconds: number, observed?: string): Verdict {
  return {
    status: holds ? 'passed' : 'failed',
    unexpectedCount,
    seconds,
    ...(observed === undefined ? {} : { observed }),
  };
}

export function resultOf(job: Job, rule: Rule, verdict: Verdict, sql: string, examples: readonly Row[]): CheckResult {
  const { id, type, columns, severity, kind, expected, location } = rule;
  const { status, unexpectedCount, observed, reason, seconds } = verdict;
  return {
    table: job.table.table,
    rule: id,
    type,
    columns,
    severity,
    kind,
    status,
    elementCount: job.table.rows,
    unexpectedCount,
    expected,
    examples,
    sql,
    seconds,
    location,
    ...(observed === undefined ? {} : { observed }),
    ...(reason === undefined ? {} : { reason }),
  };
}

import { InterruptedError, SluiceError } from '@sluice/core';
import { DiskFullError, OutOfMemoryError, type Session } from '@sluice/engine';
import type { Contract } from '../contract.ts';
import type { AuditContext, AuditedTable } from '../result.ts';
import type { Rule } from '../rule.ts';

/** One audit under way. */
export interface Job {
  readonly session: Session;
  readonly table: AuditedTable;
  readonly contract: Contract;
  readonly context: AuditContext;
  /** Types of the columns that are there, by name. */
  readonly types: ReadonlyMap<string, string>;
  /** Names of the columns whose values are never shown. */
  readonly personal: ReadonlySet<string>;
}

export const masked = '•••';

/** Throws what says nothing of the rule: the run has to stop, or there is a mistake of ours. */
export function stopIfFatal(error: unknown): asserts error is SluiceError {
  const fatal =
    error instanceof InterruptedError || error instanceof OutOfMemoryError || error instanceof DiskFullError;
  if (fatal || !(error instanceof SluiceError)) throw error;
}

/** Why a statement failed, in one line; values are left out where the rule may touch personal data. */
export function reasonOf(error: unknown, job: Pick<Job, 'personal'>, rule: Rule): string {
  stopIfFatal(error);
  const line = error.message.split('\n', 1).join('');
  const touches = rule.form === 'query' ? job.personal.size > 0 : rule.columns.some((name) => job.personal.has(name));
  return touches ? line.replace(/'[^']*'|"[^"]*"/g, masked) : line;
}

/** Seconds since a reading of `performance.now()`. */
export function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}

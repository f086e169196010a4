import type { Session } from '@sluice/engine';
import type { Contract } from './contract.ts';
import type { AuditContext, AuditedTable, CheckResult } from './result.ts';

/**
 * Judges one table by its contract: one result per rule, in the order of the contract.
 * A rule that cannot be judged is `not_evaluated`, with its reason; only a broken engine or an interrupt throws.
 */
export function audit(
  _session: Session,
  _table: AuditedTable,
  _contract: Contract,
  _context: AuditContext,
): Promise<readonly CheckResult[]> {
  return Promise.resolve([]);
}

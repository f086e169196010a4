import type { Session } from '@sluice/engine';
import type { Contract } from '@sluice/quality';
import type { CheckRecord } from '@sluice/reporting';
import type { Increment } from '../incremental/increment.ts';
import { judge, type Judged } from './judge.ts';

/** What an increment is judged by: rules of rows where it has any, for no rows prove nothing; the others wait for the table. */
export function ofRows(contract: Contract, { kind }: Increment, rows: number): Contract {
  if (kind === 'whole') return contract;
  return { ...contract, rules: rows === 0 ? [] : contract.rules.filter((rule) => rule.kind === 'row') };
}

/** The checks of the rows that came in, and the others of the table as it will be. The rows that were there keep the row rules. */
export async function withChecksOfTable(
  session: Session,
  checks: readonly CheckRecord[],
  { increment, subject, contract, ...judged }: Omit<Judged, 'input'> & { readonly increment: Increment },
): Promise<readonly CheckRecord[]> {
  if (increment.kind === 'whole') return checks;
  const { relation, rows } = subject;
  const done = new Set(checks.map(({ rule }) => rule));
  const rules = contract.rules.filter(({ id }) => !done.has(id));
  const ofTable = await judge(session, {
    ...{ ...judged, contract: { ...contract, rules }, subject: { relation, rows }, input: undefined },
  });
  const order = new Map(contract.rules.map(({ id }, index) => [id, index]));
  const place = ({ rule }: CheckRecord): number => order.get(rule) ?? -1;
  return [...checks, ...ofTable].sort((one, other) => place(one) - place(other));
}

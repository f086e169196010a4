import type { Session } from '@sluice/engine';
import type { Contract } from '@sluice/quality';
import type { CheckRecord } from '@sluice/reporting';
import type { Increment } from '../incremental/increment.ts';
import { judge, type Judged } from './judge.ts';

/** What rows that are not the whole table are judged by: rules of the table wait until it is known what it will hold. */
export function ofRows(contract: Contract, { kind }: Increment): Contract {
  return kind === 'whole' ? contract : { ...contract, rules: contract.rules.filter((rule) => rule.kind === 'row') };
}

/** The checks of the rows that came in, and those of the table as it will be. The rows that were there keep the row rules. */
export async function withChecksOfTable(
  session: Session,
  checks: readonly CheckRecord[],
  { increment, subject, contract, ...judged }: Omit<Judged, 'input'> & { readonly increment: Increment },
): Promise<readonly CheckRecord[]> {
  if (increment.kind === 'whole') return checks;
  const { relation, rows } = subject;
  const rules = contract.rules.filter(({ kind }) => kind === 'table');
  const ofTable = await judge(session, {
    ...{ ...judged, contract: { ...contract, rules }, subject: { relation, rows }, input: undefined },
  });
  const order = new Map(contract.rules.map(({ id }, index) => [id, index]));
  const place = ({ rule }: CheckRecord): number => order.get(rule) ?? -1;
  return [...checks, ...ofTable].sort((one, other) => place(one) - place(other));
}

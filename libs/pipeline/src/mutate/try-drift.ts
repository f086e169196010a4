import { quoteIdentifier, quoteTable, type Session } from '@sluice/engine';
import { type Contract, type DriftRule, driftColumns, type EarlierTable, profileRows } from '@sluice/quality';
import { judge, type Judged } from '../run/judge.ts';
import type { RuleResult } from './report.ts';

/**
 * Judges a table by one rule on drift, after earlier runs that held something else and after runs that held the same: the
 * rule must catch the first and let the second pass.
 * @param judged  the table as it is, without a history
 */
export async function tryDrift(
  session: Session,
  judged: Omit<Judged, 'history' | 'subject' | 'input'>,
  rule: DriftRule,
): Promise<Pick<RuleResult, 'status' | 'problem'>> {
  const contract = { ...judged.contract, rules: [rule] };
  const relation = quoteTable(judged.table);
  const [counted] = await session.query(`SELECT count(*) AS "rows" FROM ${relation}`);
  const rows = Number(counted?.['rows']);
  const statusAfter = async (earlier: EarlierTable): Promise<string | undefined> => {
    const history = Array.from({ length: rule.minimumRuns }, () => earlier);
    const [check] = await judge(session, {
      ...{ ...judged, contract, subject: { relation, rows }, input: undefined },
      history,
    });
    return check?.status;
  };
  const same = await earlierTable(session, contract, relation, rows);
  if ((await statusAfter(same)) !== 'passed') {
    return { status: 'survived', problem: 'it does not hold for a table that did not change' };
  }
  const caught = (await statusAfter(await otherTable(session, contract, rule, relation))) === 'failed';
  return caught ? { status: 'killed' } : { status: 'survived', problem: 'nothing is so different that it notices' };
}

/** No rows at all; for a rule on values, one row with the least of them. */
function otherTable(
  session: Session,
  contract: Contract,
  { columns: [name] }: DriftRule,
  relation: string,
): Promise<EarlierTable> | EarlierTable {
  if (name === undefined) return { rows: 0, columns: [] };
  const column = quoteIdentifier(name);
  return earlierTable(session, contract, `(SELECT min(${column}) AS ${column} FROM ${relation})`, 1);
}

async function earlierTable(
  session: Session,
  contract: Contract,
  relation: string,
  rows: number,
): Promise<EarlierTable> {
  const columns = driftColumns(contract);
  return {
    rows,
    columns: columns.length === 0 ? [] : (await profileRows(session, { relation, rows }, columns)).columns,
  };
}

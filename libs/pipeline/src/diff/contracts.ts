import type { Session } from '@sluice/engine';
import { type Contract, contractChanges, ContractInvalidError, parseContract } from '@sluice/quality';
import { CONTRACT_KEY, readStoredContract } from '@sluice/tables';
import type { PublishedTable } from '../store/published-table.ts';
import type { ContractDiff } from './report.ts';

/**
 * The contract that a published table was made under; undefined where it holds none, or one that this Sluice does not
 * take any more.
 */
export async function storedContract(
  session: Session,
  { path, snapshot }: PublishedTable,
): Promise<Contract | undefined> {
  const text = snapshot === undefined ? await readStoredContract(session, path) : snapshot.properties.get(CONTRACT_KEY);
  if (text === undefined) return undefined;
  try {
    return parseContract(text, path);
  } catch (error) {
    if (error instanceof ContractInvalidError) return undefined;
    throw error;
  }
}

/** @param isSame  whether both files were made under one contract, by what their fingerprints were taken of */
export function diffContracts(
  before: Contract | undefined,
  after: Contract | undefined,
  isSame: boolean,
): ContractDiff {
  if (isSame) return { known: true, changes: [] };
  if (before === undefined || after === undefined) return { known: false, changes: [] };
  return { known: true, changes: contractChanges(before, after) };
}

/** Columns that one of the contracts calls personal: where they differ, the stricter one counts. */
export function personalColumns(contracts: readonly (Contract | undefined)[]): ReadonlySet<string> {
  return new Set(
    contracts.flatMap((contract) => contract?.columns.filter(({ personal }) => personal).map(({ name }) => name) ?? []),
  );
}

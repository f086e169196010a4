import type { Change, ReadSet } from '../table.ts';
import type { Action } from './actions.ts';
import { isWithin } from './partition-match.ts';

/**
 * Why a change must not follow a commit that it has not seen; undefined where the two do not touch each other. A commit
 * that only rearranges rows (`dataChange: false`) matters to who removes the same files, and to nobody else.
 * @param types  of the table's columns, by name.
 * @returns the end of "version 7 …".
 */
export function conflictOf(
  change: Change,
  winner: readonly Action[],
  types: ReadonlyMap<string, string>,
): string | undefined {
  const removed = new Set(change.removes.map(({ path }) => path));
  for (const { protocol, metaData, txn, add, remove } of winner) {
    if (protocol) return 'changed what the table asks of its writers';
    if (metaData) return "changed the table's schema or properties";
    if (txn && change.positions?.has(txn.appId) === true) return `moved the position of ${txn.appId}`;
    if (remove && removed.has(remove.path)) return `removed ${remove.path}, which this change removes too`;
    if (remove?.dataChange === true && hasRead(change.read, remove.partitionValues, types)) {
      return `removed ${remove.path}, which this change has read`;
    }
    if (add?.dataChange === true && hasRead(change.read, add.partitionValues, types)) {
      return `added ${add.path}, which this change should have read`;
    }
  }
  return undefined;
}

/** A removal need not tell its partition ("Add File and Remove File"): then it may be any. */
function hasRead(
  read: ReadSet,
  values: Readonly<Record<string, string | null>> | null | undefined,
  types: ReadonlyMap<string, string>,
): boolean {
  if (read === 'nothing') return false;
  if (read === 'everything' || !values) return true;
  const file = new Map(Object.entries(values));
  return read.partitions.some((partition) => isWithin(file, partition, types));
}

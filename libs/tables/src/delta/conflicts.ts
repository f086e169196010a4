import type { Change, ReadSet } from '../table.ts';
import type { Action } from './actions.ts';

type Partition = ReadonlyMap<string, string | null>;

/**
 * Why a change must not follow a commit that it has not seen; undefined where the two do not touch each other. A commit
 * that rearranges rows (`dataChange: false`) only matters to who removes the same files.
 * @returns the end of "version 7 …".
 */
export function conflictOf(change: Change, winner: readonly Action[]): string | undefined {
  const removed = new Set(change.removes.map(({ path }) => path));
  for (const { protocol, metaData, txn, add, remove } of winner) {
    if (protocol) return 'changed what the table asks of its writers';
    if (metaData) return "changed the table's schema or properties";
    if (txn && change.positions?.has(txn.appId) === true) return `moved the position of ${txn.appId}`;
    if (remove && removed.has(remove.path)) return `removed ${remove.path}, which this change removes too`;
    if (remove?.dataChange === true && hasRead(change.read, remove.partitionValues)) {
      return `removed ${remove.path}, which this change has read`;
    }
    if (add?.dataChange === true && hasRead(change.read, add.partitionValues)) {
      return `added ${add.path}, which this change should have read`;
    }
  }
  return undefined;
}

/** A removal need not tell its partition ("Add File and Remove File"): then it may be any. */
function hasRead(read: ReadSet, values: Readonly<Record<string, string | null>> | null | undefined): boolean {
  if (read === 'nothing') return false;
  if (read === 'everything' || !values) return true;
  return read.partitions.some((partition) => isWithin(values, partition));
}

function isWithin(values: Readonly<Record<string, string | null>>, partition: Partition): boolean {
  return [...partition].every(([column, value]) => (values[column] || null) === (value || null));
}

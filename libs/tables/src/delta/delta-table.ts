import type { Clock } from '@sluice/core';
import type { Storage } from '../storage/storage.ts';
import type { At, Change, HistoryEntry, Snapshot, Table } from '../table.ts';
import type { Session } from '@sluice/engine';
import { commitChange } from './commit.ts';
import { readHistory } from './history.ts';
import { snapshotRelation } from './relation.ts';
import { readSnapshot } from './snapshot.ts';
import type { DeltaSnapshot } from './snapshot.ts';

/** A Delta table: its snapshots hold what writers of it must repeat. */
export interface DeltaTable extends Table {
  readonly storage: Storage;
  snapshot(session: Session, at?: At): Promise<DeltaSnapshot>;
}

/** The Delta table whose files lie in a storage; it need not exist until something is committed. */
export function openDelta(storage: Storage, clock?: Clock): DeltaTable {
  let last: DeltaSnapshot | undefined;
  return {
    storage,
    async snapshot(session: Session, at?: At): Promise<DeltaSnapshot> {
      last = await readSnapshot(session, storage, at);
      return last;
    },
    relation: (snapshot: Snapshot): string => snapshotRelation(storage, snapshot),
    commit: (session: Session, change: Change): Promise<number> =>
      commitChange(session, storage, change, { base: last, ...(clock && { clock }) }),
    history: (_session: Session, limit?: number): Promise<readonly HistoryEntry[]> => readHistory(storage, limit),
  };
}

import type { Session } from '@sluice/engine';
import type { Storage } from '../storage/storage.ts';
import type { At, Change, HistoryEntry, Snapshot, Table } from '../table.ts';
import { commitChange } from './commit.ts';
import type { CommitOptions } from './commit.ts';
import { LogFollower } from './follow.ts';
import { readHistory } from './history.ts';
import { snapshotRelation } from './relation.ts';
import { readSnapshot } from './snapshot.ts';
import type { DeltaSnapshot } from './snapshot.ts';

/** A Delta table: its snapshots hold what writers of it must repeat. */
export interface DeltaTable extends Table {
  readonly storage: Storage;
  snapshot(session: Session, at?: At): Promise<DeltaSnapshot>;
}

/**
 * The Delta table whose files lie in a storage; it need not exist until something is committed. Who keeps it open reads
 * only what others have committed since.
 */
export function openDelta(storage: Storage, options: Omit<CommitOptions, 'snapshotOf'> = {}): DeltaTable {
  const follower = new LogFollower(storage);
  const snapshotOf = (session: Session, version: number) => follower.read(session, version);
  return {
    storage,
    snapshot: (session: Session, at?: At): Promise<DeltaSnapshot> =>
      at === undefined ? follower.read(session) : readSnapshot(session, storage, at),
    relation: (snapshot: Snapshot): string => snapshotRelation(storage, snapshot),
    commit: (session: Session, change: Change): Promise<number> =>
      commitChange(session, storage, change, { ...options, snapshotOf }),
    history: (_session: Session, limit?: number): Promise<readonly HistoryEntry[]> => readHistory(storage, limit),
  };
}

import type { Session } from '@sluice/engine';
import type { Storage, StoredFile } from '../storage/storage.ts';
import { commitPath } from './log.ts';
import { readCommit } from './read-log.ts';
import { readSnapshot, snapshotOf } from './snapshot.ts';
import type { DeltaSnapshot } from './snapshot.ts';
import { TableState } from './table-state.ts';

/** A snapshot and the commit that made it, as it was seen. */
interface Known {
  readonly snapshot: DeltaSnapshot;
  readonly commit: StoredFile;
}

/**
 * Reads the snapshots of one table, each from the one before where that is older: then only the commits in between are
 * read, however long the log is.
 */
export class LogFollower {
  readonly #storage: Storage;
  #known: Known | undefined;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** The newest version, or that of a number. Throws as `readSnapshot` does. */
  async read(session: Session, version?: number): Promise<DeltaSnapshot> {
    const known = await this.#stillThere(version ?? Infinity);
    const followed = known && (await this.#advance(session, known, version ?? Infinity));
    if (followed !== undefined) return followed;
    const at = version === undefined ? undefined : { version };
    return this.#remember(await readSnapshot(session, this.#storage, at));
  }

  /** What is known, unless it is too new, or the table was put in the place of another one. */
  async #stillThere(version: number): Promise<Known | undefined> {
    const known = this.#known;
    if (known === undefined || known.snapshot.version > version) return undefined;
    const found = await this.#storage.find(commitPath(known.snapshot.version));
    return found !== undefined && isSameFile(found, known.commit) ? known : undefined;
  }

  /** Undefined where the log does not reach the version. */
  async #advance(session: Session, { snapshot }: Known, to: number): Promise<DeltaSnapshot | undefined> {
    const state = stateOf(snapshot);
    let { version, committedAt } = snapshot;
    while (version < to) {
      const path = commitPath(version + 1);
      const actions = await readCommit(this.#storage, version + 1);
      const file = actions && (await this.#storage.find(path));
      if (actions === undefined || file === undefined) break;
      state.apply(actions);
      version += 1;
      committedAt = new Date(Math.max(file.modifiedAt.getTime(), committedAt.getTime() + 1));
    }
    if (version < to && to !== Infinity) return undefined;
    if (version === snapshot.version) return snapshot;
    const { checkpoint } = snapshot;
    return this.#remember(await snapshotOf(session, this.#storage, state, { version, committedAt, checkpoint }));
  }

  async #remember(snapshot: DeltaSnapshot): Promise<DeltaSnapshot> {
    const commit = await this.#storage.find(commitPath(snapshot.version));
    this.#known = commit && { snapshot, commit };
    return snapshot;
  }
}

function isSameFile(one: StoredFile, other: StoredFile): boolean {
  return one.bytes === other.bytes && one.modifiedAt.getTime() === other.modifiedAt.getTime();
}

function stateOf({ protocol, metadata, files, tombstones, transactions }: DeltaSnapshot): TableState {
  const state = new TableState();
  state.apply([
    { protocol },
    { metaData: metadata },
    ...files.map(({ action }) => ({ add: action })),
    ...transactions.map((txn) => ({ txn })),
  ]);
  state.apply(tombstones.map((remove) => ({ remove })));
  return state;
}

import { SluiceError, systemClock } from '@sluice/core';
import type { Clock } from '@sluice/core';
import type { Session } from '@sluice/engine';
import { AppendOnlyError, CommitConflictError, VersionMissingError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import type { Change } from '../table.ts';
import { changeLines } from './change-actions.ts';
import { conflictOf } from './conflicts.ts';
import { commitPath, listLog, newestVersion } from './log.ts';
import { maintainLog } from './maintain-log.ts';
import { typesOf } from './partition-match.ts';
import { demandWritable } from './protocol.ts';
import { readCommit } from './read-log.ts';
import { readSnapshot } from './snapshot.ts';
import type { DeltaSnapshot } from './snapshot.ts';
import { place } from './write-files.ts';

export interface CommitOptions {
  /** Reads the snapshot of a version, where the caller knows better than to read the whole log. */
  readonly snapshotOf?: (session: Session, version: number) => Promise<DeltaSnapshot>;
  readonly clock?: Clock;
  /** Versions from this one on stay in the log when it is cleaned up, however old. */
  readonly keepFrom?: number;
  /** Hears why a checkpoint could not be written or the log not be cleaned up: the commit stands all the same, and the next one tries again. */
  readonly onLogTrouble?: (error: SluiceError) => void;
}

/**
 * Commits a change as the version after the newest, as long as it conflicts with none of those that came since it was
 * prepared ("Requirements for Writers", "Creation of New Log Entries"). Staged files are put in their places first; the
 * commit is the link of one log file, so that whoever dies on the way leaves the old version or the new one.
 * @returns the version that it became.
 * @throws {CommitConflictError} {AppendOnlyError} {FeatureUnsupportedError}; nothing was committed.
 */
export async function commitChange(
  session: Session,
  storage: Storage,
  change: Change,
  options: CommitOptions = {},
): Promise<number> {
  const table = storage.locate('');
  const read = async (version: number) =>
    options.snapshotOf?.(session, version) ?? readSnapshot(session, storage, { version });
  const base = change.base >= 0 ? await read(change.base).catch(cleanedUp(storage, change)) : undefined;
  if (base === undefined) await demandNone(storage);
  if (base !== undefined) {
    demandWritable(table, base, `commit ${change.operation}`);
    demandAppends(table, base, change);
  }
  const types = typesOf(base?.columns ?? []);
  let version = await passWinners(storage, change, change.base + 1, types);
  if (base !== undefined && version === change.base + 1) await demandNewest(storage, change);
  for (const file of change.adds) await place(storage, file);
  const clock = options.clock ?? systemClock;
  const content = changeLines(change, base, clock.now());
  while ((await storage.create(commitPath(version), content)) === 'taken') {
    version = await passWinners(storage, change, version, types);
  }
  const properties = change.definition?.properties ?? base?.properties ?? new Map<string, string>();
  try {
    const { keepFrom } = options;
    await maintainLog(session, storage, version, read, properties, { now: clock.now(), keepFrom });
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error;
    options.onLogTrouble?.(error);
  }
  return version;
}

/** A table that has a version already is no new one, also where the first were cleaned up. */
async function demandNone(storage: Storage): Promise<void> {
  const newest = newestVersion(await listLog(storage));
  if (newest === undefined) return;
  throw new CommitConflictError(storage.locate(''), newest, 'is there, and this change makes a new table');
}

/**
 * The first free version from `from` on.
 * @throws {CommitConflictError} for the first commit on the way that the change must not follow.
 */
async function passWinners(
  storage: Storage,
  change: Change,
  from: number,
  types: ReadonlyMap<string, string>,
): Promise<number> {
  const table = storage.locate('');
  for (let version = from; ; version += 1) {
    const winner = await readCommit(storage, version);
    if (winner === undefined) return version;
    const reason = conflictOf(change, winner, types);
    if (reason !== undefined) throw new CommitConflictError(table, version, reason);
  }
}

/** Where the log was cleaned up past the change's version, the next name is free, and lies in the past. */
async function demandNewest(storage: Storage, change: Change): Promise<void> {
  if ((await storage.find(commitPath(change.base))) !== undefined) return;
  const newest = newestVersion(await listLog(storage)) ?? change.base;
  if (newest !== change.base) throw new CommitConflictError(storage.locate(''), newest, CLEANED);
}

function cleanedUp(storage: Storage, change: Change): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof VersionMissingError)) throw error;
    throw new CommitConflictError(storage.locate(''), change.base + 1, CLEANED);
  };
}

const CLEANED = 'cannot be told any more: the log was cleaned up since this change was prepared';

/** "Append-only Tables". */
function demandAppends(table: string, base: DeltaSnapshot, change: Change): void {
  const appendOnly = base.properties.get('delta.appendOnly')?.toLowerCase() === 'true';
  if (appendOnly && change.changesRows && change.removes.length > 0) throw new AppendOnlyError(table, change.operation);
}

import type { Session } from '@sluice/engine';
import { VersionMissingError } from '../errors.ts';
import { RetentionTooShortError } from './errors.ts';
import type { Storage, StoredFile } from '../storage/storage.ts';
import { listLog } from './log.ts';
import { locateFile } from './path.ts';
import { demandWritable } from './protocol.ts';
import { readCommits } from './read-log.ts';
import { tombstoneRetention } from './retention.ts';
import { withSameRows } from './same-rows.ts';
import { readSnapshot } from './snapshot.ts';
import type { DeltaSnapshot } from './snapshot.ts';
import { bytesOf } from './sums.ts';

export interface VacuumRequest {
  /** The moment from which ages are counted. */
  readonly now: Date;
  /** How long a file is kept after it was removed from the table, in milliseconds; what the table says unless told. */
  readonly retention?: number;
  /** Allows a shorter retention than the table's: for a table that nobody else reads or writes now. */
  readonly force?: boolean;
  /** Versions up to which consumers have read the table, by the consumer's name: what they need to tell changes since then is kept. */
  readonly consumers?: ReadonlyMap<string, number>;
}

export interface VacuumPlan {
  /** What is to be removed, by path below the table. */
  readonly files: readonly StoredFile[];
  readonly bytes: number;
  /** Consumers whose version the log does not tell any more: nothing is kept for them, they have to read the table in full. */
  readonly late: readonly string[];
}

/**
 * Tells what a vacuum would remove, and removes nothing: files below the table's folder that neither the newest version
 * names nor one that was replaced within the retention, nor one that a consumer has yet to read, and that are as old
 * themselves, since a younger one may belong to a commit under way. Hidden files and folders stay, but for partitions.
 * @throws {RetentionTooShortError} for a shorter retention than the table's, unless forced; {FeatureUnsupportedError}
 */
export async function planVacuum(session: Session, storage: Storage, request: VacuumRequest): Promise<VacuumPlan> {
  const snapshot = await readSnapshot(session, storage);
  // What a feature that we do not know keeps beside the data files would go with them.
  demandWritable(storage.locate(''), snapshot, 'vacuum');
  const least = tombstoneRetention(snapshot.properties);
  const retention = request.retention ?? least;
  if (retention < least && request.force !== true) throw new RetentionTooShortError(hours(retention), hours(least));
  const until = request.now.getTime() - retention;
  const { needed, late } = await neededByConsumers(session, storage, snapshot, request.consumers ?? new Map());
  for (const { path } of snapshot.files) needed.add(locateFile(storage, path));
  for (const { path, deletionTimestamp } of snapshot.tombstones) {
    if ((deletionTimestamp ?? 0) >= until) needed.add(locateFile(storage, path));
  }
  if (retention > least) for (const path of await removedSince(storage, until)) needed.add(locateFile(storage, path));
  const files = (await storage.listAll()).filter(
    ({ name, modifiedAt }) =>
      modifiedAt.getTime() < until && !isHidden(name, snapshot.partitionedBy) && !needed.has(storage.locate(name)),
  );
  return { files, bytes: bytesOf(files), late };
}

/**
 * Removes what `planVacuum` tells at this moment. May be interrupted and repeated.
 * @returns what was removed
 */
export async function vacuum(session: Session, storage: Storage, request: VacuumRequest): Promise<VacuumPlan> {
  const plan = await planVacuum(session, storage, request);
  for (const { name } of plan.files) await storage.remove(name);
  return plan;
}

/** Checkpoints forget what was removed longer ago than the table's own retention; commits tell it as long as they are kept. */
async function removedSince(storage: Storage, until: number): Promise<readonly string[]> {
  const { commits } = await listLog(storage);
  const versions = commits.filter(({ modifiedAt }) => modifiedAt.getTime() >= until).map(({ version }) => version);
  const paths: string[] = [];
  for await (const actions of readCommits(storage, versions)) {
    for (const { remove } of actions) if (remove) paths.push(remove.path);
  }
  return paths;
}

/** Files of the oldest version that a consumer has read, and of all after it. */
async function neededByConsumers(
  session: Session,
  storage: Storage,
  snapshot: DeltaSnapshot,
  consumers: ReadonlyMap<string, number>,
): Promise<{ readonly needed: Set<string>; readonly late: readonly string[] }> {
  const needed = new Set<string>();
  const late: string[] = [];
  let since = snapshot.version;
  for (const [name, read] of [...consumers].sort(([, left], [, right]) => right - left)) {
    const version = await withSameRows(storage, read, snapshot.version);
    const files = version >= since ? 'kept' : await filesAt(session, storage, version);
    if (files === 'gone') late.push(name);
    else if (files !== 'kept') {
      for (const path of files) needed.add(locateFile(storage, path));
      since = version;
    }
  }
  const versions = Array.from({ length: snapshot.version - since }, (_, index) => since + 1 + index);
  for await (const actions of readCommits(storage, versions)) {
    for (const { add } of actions) if (add) needed.add(locateFile(storage, add.path));
  }
  return { needed, late: late.sort() };
}

async function filesAt(session: Session, storage: Storage, version: number): Promise<readonly string[] | 'gone'> {
  try {
    return (await readSnapshot(session, storage, { version })).files.map(({ path }) => path);
  } catch (error) {
    if (error instanceof VersionMissingError) return 'gone';
    throw error;
  }
}

/** As delta-spark has it: a folder of a partition may begin with an underscore, nothing else that readers see does. */
function isHidden(name: string, partitionedBy: readonly string[]): boolean {
  return name
    .split('/')
    .some((part) => /^[._]/u.test(part) && !partitionedBy.some((column) => part.startsWith(`${column}=`)));
}

function hours(milliseconds: number): string {
  return milliseconds === Infinity ? 'ever' : `${String(milliseconds / 3_600_000)} hours`;
}

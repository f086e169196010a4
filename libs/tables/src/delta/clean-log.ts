import { SluiceError } from '@sluice/core';
import type { Session } from '@sluice/engine';
import type { Storage, StoredFile } from '../storage/storage.ts';
import { readCheckpoint } from './checkpoint-read.ts';
import { LOG, listLog } from './log.ts';
import { logRetention } from './retention.ts';
import { timeline } from './timeline.ts';

const DAY = 86_400_000;
const OF_A_VERSION = /^(\d{20})\.(?:json|crc|checkpoint\..+)$/;
const COMPACTED = /^(\d{20})\.\d{20}\.compacted\.json$/;

export interface CleaningRequest {
  readonly now: Date;
  /** Versions from this one on stay, however old. */
  readonly keepFrom?: number | undefined;
  /** The version of a checkpoint that is about to be written. */
  readonly assumed?: number | undefined;
}

/**
 * Removes the part of a table's log that is older than `delta.logRetentionDuration`, up to a checkpoint that can be
 * read ("Metadata Cleanup"), and what killed writers left. Versions before that checkpoint can no longer be read.
 * @returns how many files were removed.
 */
export async function cleanLog(
  session: Session,
  storage: Storage,
  properties: ReadonlyMap<string, string>,
  request: CleaningRequest,
): Promise<number> {
  const files = await superfluousLog(session, storage, properties, request);
  await removeLogFiles(storage, files);
  return files.length;
}

/** Tells what `cleanLog` would remove, by name below the log's folder. */
export async function superfluousLog(
  session: Session,
  storage: Storage,
  properties: ReadonlyMap<string, string>,
  request: CleaningRequest,
): Promise<readonly StoredFile[]> {
  if (properties.get('delta.enableExpiredLogCleanup')?.toLowerCase() === 'false') return [];
  const files = await storage.list(LOG);
  const now = request.now.getTime();
  const leftovers = files.filter(({ name, modifiedAt }) => isTemporary(name) && now - modifiedAt.getTime() > DAY);
  const midnight = Math.floor((now - logRetention(properties)) / DAY) * DAY;
  const due = files.some(({ name, modifiedAt }) => OF_A_VERSION.test(name) && modifiedAt.getTime() <= midnight);
  const first = due ? await firstKept(session, storage, midnight, request) : 0;
  return [...leftovers, ...files.filter(({ name }) => isBefore(name, first))];
}

/** May be interrupted and repeated: the oldest go first, and the checkpoint that stands in for them stays. */
export async function removeLogFiles(storage: Storage, files: readonly StoredFile[]): Promise<void> {
  for (const { name } of files) await storage.remove(`${LOG}/${name}`);
}

/** The version of the newest checkpoint up to which all is expired; 0 where there is none, or it cannot be read. */
async function firstKept(
  session: Session,
  storage: Storage,
  midnight: number,
  { keepFrom = Infinity, assumed }: CleaningRequest,
): Promise<number> {
  const listing = await listLog(storage);
  const newest = timeline(listing).findLast(({ committedAt }) => committedAt.getTime() <= midnight)?.version ?? -1;
  const cutOff = Math.min(newest, keepFrom);
  if (assumed !== undefined && assumed <= cutOff) return assumed;
  const checkpoint = listing.checkpoints.findLast(({ version }) => version <= cutOff);
  if (checkpoint === undefined || (listing.commits[0]?.version ?? 0) >= checkpoint.version) return 0;
  try {
    await readCheckpoint(session, storage, checkpoint);
    return checkpoint.version;
  } catch (error) {
    if (error instanceof SluiceError) return 0;
    throw error;
  }
}

function isBefore(name: string, first: number): boolean {
  const version = OF_A_VERSION.exec(name)?.[1];
  if (version !== undefined) return Number(version) < first;
  const start = COMPACTED.exec(name)?.[1];
  return start !== undefined && first > 0 && Number(start) <= first;
}

function isTemporary(name: string): boolean {
  return name.startsWith('.') && name.endsWith('.tmp');
}

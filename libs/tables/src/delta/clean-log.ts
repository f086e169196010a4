import { SluiceError } from '@sluice/core';
import type { Session } from '@sluice/engine';
import type { Storage } from '../storage/storage.ts';
import { readCheckpoint } from './checkpoint-read.ts';
import { LOG, listLog } from './log.ts';
import type { LogListing } from './log.ts';
import { logRetention } from './retention.ts';
import { timeline } from './timeline.ts';

const DAY = 86_400_000;
const OF_A_VERSION = /^(\d{20})\.(?:json|crc|checkpoint\..+)$/;
const COMPACTED = /^(\d{20})\.\d{20}\.compacted\.json$/;

/**
 * Removes the part of a table's log that is older than `delta.logRetentionDuration`, up to a checkpoint that can be
 * read ("Metadata Cleanup"), and what killed writers left. Versions before that checkpoint can no longer be read.
 * @returns how many files were removed.
 */
export async function cleanLog(
  session: Session,
  storage: Storage,
  properties: ReadonlyMap<string, string>,
  now: Date,
): Promise<number> {
  if (properties.get('delta.enableExpiredLogCleanup')?.toLowerCase() === 'false') return 0;
  const files = await storage.list(LOG);
  const leftovers = files.filter(
    ({ name, modifiedAt }) => isTemporary(name) && now.getTime() - modifiedAt.getTime() > DAY,
  );
  const midnight = Math.floor((now.getTime() - logRetention(properties)) / DAY) * DAY;
  const due = files.some(({ name, modifiedAt }) => OF_A_VERSION.test(name) && modifiedAt.getTime() <= midnight);
  const first = due ? await firstKept(session, storage, midnight) : 0;
  const expired = files.filter(({ name }) => isBefore(name, first));
  for (const { name } of [...leftovers, ...expired]) await storage.remove(`${LOG}/${name}`);
  return leftovers.length + expired.length;
}

/** The version of the newest checkpoint up to which all is expired; 0 where there is none, or it cannot be read. */
async function firstKept(session: Session, storage: Storage, midnight: number): Promise<number> {
  const listing = await listLog(storage);
  const checkpoint = cutOff(listing, midnight);
  if (checkpoint === undefined || (listing.commits[0]?.version ?? 0) >= checkpoint.version) return 0;
  try {
    await readCheckpoint(session, storage, checkpoint);
    return checkpoint.version;
  } catch (error) {
    if (error instanceof SluiceError) return 0;
    throw error;
  }
}

function cutOff(listing: LogListing, midnight: number): LogListing['checkpoints'][number] | undefined {
  const commit = timeline(listing).findLast(({ committedAt }) => committedAt.getTime() <= midnight);
  return listing.checkpoints.findLast(({ version }) => version <= (commit?.version ?? -1));
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

import type { Session } from '@sluice/engine';
import type { Storage } from '../storage/storage.ts';
import { writeCheckpoint } from './checkpoint-write.ts';
import { cleanLog } from './clean-log.ts';
import type { CleaningRequest } from './clean-log.ts';
import type { DeltaSnapshot } from './snapshot.ts';

const INTERVAL = 10;

/**
 * Writes the checkpoint that is due with a version, every `delta.checkpointInterval`, and cleans the log up after it.
 * @param read  the snapshot of a version.
 */
export async function maintainLog(
  session: Session,
  storage: Storage,
  version: number,
  read: (version: number) => Promise<DeltaSnapshot>,
  properties: ReadonlyMap<string, string>,
  request: Pick<CleaningRequest, 'now' | 'keepFrom'>,
): Promise<void> {
  if (version === 0 || version % checkpointInterval(properties) !== 0) return;
  const snapshot = await read(version);
  if (await writeCheckpoint(session, storage, snapshot, request.now))
    await cleanLog(session, storage, snapshot.properties, request);
}

/** Versions from one checkpoint to the next; Infinity for what is no such number: then there are none. */
export function checkpointInterval(properties: ReadonlyMap<string, string>): number {
  const interval = Number(properties.get('delta.checkpointInterval') ?? INTERVAL);
  return interval >= 1 ? interval : Infinity;
}

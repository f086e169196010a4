import type { Session } from '@sluice/engine';
import type { Storage, StoredFile } from '../storage/storage.ts';
import { writeCheckpoint, writesCheckpoints } from './checkpoint-write.ts';
import { removeLogFiles, superfluousLog } from './clean-log.ts';
import { checkpointInterval } from './maintain-log.ts';
import { demandWritable } from './protocol.ts';
import { readSnapshot } from './snapshot.ts';
import { bytesOf } from './sums.ts';

export interface LogUpkeepRequest {
  /** The moment from which ages are counted. */
  readonly now: Date;
  /** Versions from this one on stay in the log, however old. */
  readonly keepFrom?: number | undefined;
  /** How many commits after a checkpoint make the next one due; what the table says unless told. */
  readonly checkpointAfter?: number;
}

/** What upkeep does to a table's log. */
export interface LogUpkeep {
  /** The version that gets a checkpoint; undefined where none is due. */
  readonly checkpoint: number | undefined;
  /** What goes, by name below `_delta_log`. */
  readonly files: readonly StoredFile[];
  readonly bytes: number;
}

/**
 * Tells what `keepUpLog` would do, and does nothing: a checkpoint is due where as many commits as the table allows
 * follow the newest one that can be read, as where those of killed writers were never written.
 * @throws {FeatureUnsupportedError} for a table that asks its writers for what Sluice does not do
 */
export async function planLogUpkeep(
  session: Session,
  storage: Storage,
  { now, keepFrom, checkpointAfter }: LogUpkeepRequest,
): Promise<LogUpkeep> {
  const snapshot = await readSnapshot(session, storage);
  demandWritable(storage.locate(''), snapshot, 'keep up its log');
  const { version, properties } = snapshot;
  const since = version - (snapshot.checkpoint ?? 0);
  const due = since >= (checkpointAfter ?? checkpointInterval(properties)) && writesCheckpoints(properties);
  const checkpoint = due ? version : undefined;
  const files = await superfluousLog(session, storage, properties, { now, keepFrom, assumed: checkpoint });
  return { checkpoint, files, bytes: bytesOf(files) };
}

/**
 * Writes the checkpoint that is due and removes what nobody reads of the log. May be interrupted and repeated.
 * @returns what was done
 */
export async function keepUpLog(session: Session, storage: Storage, request: LogUpkeepRequest): Promise<LogUpkeep> {
  const { checkpoint } = await planLogUpkeep(session, storage, request);
  const snapshot = await readSnapshot(session, storage, checkpoint === undefined ? undefined : { version: checkpoint });
  if (checkpoint !== undefined) await writeCheckpoint(session, storage, snapshot, request.now);
  const files = await superfluousLog(session, storage, snapshot.properties, request);
  await removeLogFiles(storage, files);
  return { checkpoint, files, bytes: bytesOf(files) };
}

import { isDeepStrictEqual } from 'node:util';
import { quoteFile } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import { RestoreFilesMissingError } from './errors.ts';
import type { Storage } from '../storage/storage.ts';
import type { At, Change, NewFile, Snapshot, TableDefinition } from '../table.ts';
import type { DeltaFile } from './data-file.ts';
import { missingFiles } from './missing-files.ts';
import { readSnapshot } from './snapshot.ts';
import type { DeltaSnapshot } from './snapshot.ts';
import { countRows } from './source-rows.ts';
import { bytesOf } from './sums.ts';

/**
 * Prepares the return to an older version, as a new one: its rows, columns, partitioning and properties, and how far
 * sources had been read ("Transaction Identifiers": a version may decrease), so that what is gone comes again. No data
 * file is written: those of the older version are named again.
 * @returns undefined where the table is as it was then
 * @throws {RestoreFilesMissingError} where data files of the older version are gone
 */
export async function prepareRestore(
  session: Session,
  storage: Storage,
  snapshot: DeltaSnapshot,
  at: At,
): Promise<Change | undefined> {
  const target = await readSnapshot(session, storage, at);
  const [now, then] = [pathsOf(snapshot), pathsOf(target)];
  const restored = target.files.filter(({ path }) => !now.has(path));
  const removes = snapshot.files.filter(({ path }) => !then.has(path));
  const definition = changedDefinition(snapshot, target);
  const positions = changedPositions(snapshot, target);
  if (restored.length + removes.length === 0 && definition === undefined) return undefined;
  const missing = await missingFiles(storage, restored);
  if (missing.length > 0) throw new RestoreFilesMissingError(target.version, missing);
  const adds: NewFile[] = [];
  for (const file of restored) adds.push(await namedAgain(session, file));
  return {
    base: snapshot.version,
    operation: 'RESTORE',
    parameters: 'version' in at ? { version: String(at.version) } : { timestamp: at.timestamp.toISOString() },
    metrics: {
      tableSizeAfterRestore: bytesOf(target.files),
      numOfFilesAfterRestore: target.files.length,
      numRemovedFiles: removes.length,
      numRestoredFiles: adds.length,
      removedFilesSize: bytesOf(removes),
      restoredFilesSize: bytesOf(adds),
    },
    adds,
    removes,
    read: 'everything',
    changesRows: true,
    ...(definition !== undefined && { definition }),
    ...(positions.size > 0 && { positions }),
  };
}

/** What had not been read at all then is at -1, since a log forgets no position. */
function changedPositions(now: Snapshot, then: Snapshot): ReadonlyMap<string, number> {
  const positions = [...now.positions.keys()].map((name) => [name, then.positions.get(name) ?? -1] as const);
  return new Map(positions.filter(([name, version]) => now.positions.get(name) !== version));
}

function pathsOf({ files }: Snapshot): ReadonlySet<string> {
  return new Set(files.map(({ path }) => path));
}

/** With the statistics that it had, where they count its rows. */
async function namedAgain(
  session: Session,
  { path, bytes, rows, location, partition, columns, action }: DeltaFile,
): Promise<NewFile> {
  if (rows !== undefined) {
    return { path, bytes, rows, partition, columns, ...(typeof action.stats === 'string' && { stats: action.stats }) };
  }
  const counted = await countRows(session, `read_parquet(${quoteFile(location)})`);
  return { path, bytes, rows: counted, partition, columns };
}

/** Undefined where it is the same. */
function changedDefinition(now: Snapshot, then: Snapshot): TableDefinition | undefined {
  const { columns, partitionedBy, properties } = then;
  return isDeepStrictEqual([now.columns, now.partitionedBy, now.properties], [columns, partitionedBy, properties])
    ? undefined
    : { columns, partitionedBy, properties };
}

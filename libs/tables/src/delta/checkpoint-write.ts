import { createHash, randomUUID } from 'node:crypto';
import { quoteFile, quoteLiteral } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import type { Storage } from '../storage/storage.ts';
import type { AddFile, RemoveFile } from './actions.ts';
import { LOG, logName } from './log.ts';
import { tombstoneRetention } from './retention.ts';
import type { DeltaSnapshot } from './snapshot.ts';

const TEXTS = 'MAP(VARCHAR, VARCHAR)';

/** "Checkpoint Schema", in the order of the reference implementation. */
const COLUMNS: Readonly<Record<string, string>> = {
  txn: 'STRUCT(appId VARCHAR, "version" BIGINT, lastUpdated BIGINT)',
  add: `STRUCT(path VARCHAR, partitionValues ${TEXTS}, size BIGINT, modificationTime BIGINT, dataChange BOOLEAN, tags ${TEXTS}, stats VARCHAR)`,
  remove: `STRUCT(path VARCHAR, deletionTimestamp BIGINT, dataChange BOOLEAN, extendedFileMetadata BOOLEAN, partitionValues ${TEXTS}, size BIGINT)`,
  metaData: `STRUCT(id VARCHAR, "name" VARCHAR, description VARCHAR, format STRUCT(provider VARCHAR, "options" ${TEXTS}), schemaString VARCHAR, partitionColumns VARCHAR[], createdTime BIGINT, "configuration" ${TEXTS})`,
  protocol:
    'STRUCT(minReaderVersion INTEGER, minWriterVersion INTEGER, readerFeatures VARCHAR[], writerFeatures VARCHAR[])',
};

/**
 * Writes a classic checkpoint of a version ("V1 Spec"), and names it in `_last_checkpoint` unless a newer one stands
 * there. Tombstones that have expired are left out ("Add File and Remove File").
 * @returns false where the table asks for statistics of a form that we do not write: no checkpoint is right as well.
 */
export async function writeCheckpoint(
  session: Session,
  storage: Storage,
  snapshot: DeltaSnapshot,
  now: Date,
): Promise<boolean> {
  if (!writesCheckpoints(snapshot.properties)) return false;
  const lines = linesOf(snapshot, now);
  const scratch = `${LOG}/.${logName(snapshot.version)}.${randomUUID()}`;
  const [source, target] = [`${scratch}.json.tmp`, `${scratch}.parquet.tmp`];
  try {
    await storage.replace(source, lines.join('\n'));
    const { bytes } = await session.writeParquet(selectOf(storage.locate(source), lines), storage.locate(target), {});
    await storage.adopt(storage.locate(target), `${LOG}/${logName(snapshot.version)}.checkpoint.parquet`);
    await pointAt(storage, {
      version: snapshot.version,
      size: lines.length,
      sizeInBytes: bytes,
      numOfAddFiles: snapshot.files.length,
    });
  } finally {
    await storage.remove(source);
    await storage.remove(target);
  }
  return true;
}

/** False where the table asks for statistics of a form that we do not write. */
export function writesCheckpoints(properties: ReadonlyMap<string, string>): boolean {
  return properties.get('delta.checkpoint.writeStatsAsStruct')?.toLowerCase() !== 'true';
}

/** DuckDB makes room for the longest line that it is told of, several times. */
function selectOf(source: string, lines: readonly string[]): string {
  const longest = lines.reduce((most, line) => Math.max(most, Buffer.byteLength(line)), 1 << 20);
  const columns = Object.entries(COLUMNS).map(([name, type]) => `${name}: ${quoteLiteral(type)}`);
  const options = `format = 'newline_delimited', maximum_object_size = ${String(longest + 1)}, columns = {${columns.join(', ')}}`;
  return `SELECT * FROM read_json([${quoteFile(source)}], ${options})`;
}

function linesOf(snapshot: DeltaSnapshot, now: Date): readonly string[] {
  const { protocol, metadata, transactions, files, tombstones, properties } = snapshot;
  const withStats = properties.get('delta.checkpoint.writeStatsAsJson')?.toLowerCase() !== 'false';
  const expired = now.getTime() - tombstoneRetention(properties);
  const kept = tombstones.filter(({ deletionTimestamp }) => (deletionTimestamp ?? 0) > expired);
  const actions: object[] = [
    { protocol },
    { metaData: metadata },
    ...transactions.map((txn) => ({ txn })),
    ...files.map(({ action }) => ({ add: addOf(action, withStats) })),
    ...kept.map((remove) => ({ remove: removeOf(remove) })),
  ];
  return actions.map((action) => JSON.stringify(action));
}

/** What is in a checkpoint is no change of rows any more. */
function addOf(add: AddFile, withStats: boolean): AddFile {
  return { ...add, dataChange: false, ...(!withStats && { stats: null }) };
}

function removeOf(remove: RemoveFile): RemoveFile {
  return { ...remove, dataChange: false };
}

/** "Last Checkpoint File Schema". */
interface LastCheckpoint {
  readonly version: number;
  readonly size: number;
  readonly sizeInBytes: number;
  readonly numOfAddFiles: number;
}

async function pointAt(storage: Storage, last: LastCheckpoint): Promise<void> {
  const path = `${LOG}/_last_checkpoint`;
  const current = await storage.read(path);
  if (current !== undefined && versionOf(current.toString('utf8')) > last.version) return;
  await storage.replace(path, JSON.stringify({ ...last, checksum: checksumOf(last) }));
}

/** A file that cannot be read names no version. */
function versionOf(text: string): number {
  const version = /"version"\s*:\s*(\d+)/.exec(text)?.[1];
  return version === undefined ? -1 : Number(version);
}

/** "JSON checksum", of an object that holds only numbers. */
function checksumOf(last: LastCheckpoint): string {
  const pairs = Object.entries(last).map(([key, value]) => `${JSON.stringify(key)}=${String(value)}`);
  return createHash('md5').update(pairs.sort().join()).digest('hex');
}

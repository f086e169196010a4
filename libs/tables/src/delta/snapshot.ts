import { quoteIdentifier } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import { FeatureUnsupportedError, LogBrokenError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import type { At, Snapshot, TableColumn } from '../table.ts';
import type { Metadata, Protocol, RemoveFile, Transaction } from './actions.ts';
import { DeltaFile } from './data-file.ts';
import { listLog } from './log.ts';
import { demandReadable, keepsTimesInCommits } from './protocol.ts';
import { replay } from './replay.ts';
import { columnsOf, parseSchema } from './schema.ts';
import type { TableState } from './table-state.ts';
import { pickVersion } from './timeline.ts';
import type { StructType } from './types.ts';

/** A version of a Delta table, with what a writer must repeat of it. */
export interface DeltaSnapshot extends Snapshot {
  readonly files: readonly DeltaFile[];
  readonly protocol: Protocol;
  readonly metadata: Metadata;
  readonly schema: StructType;
  /** Files that were removed, as the log holds them. */
  readonly tombstones: readonly RemoveFile[];
  readonly transactions: readonly Transaction[];
  /** The version of the checkpoint that it was read from. */
  readonly checkpoint: number | undefined;
}

/**
 * Reads a version of a Delta table, the newest unless told: the newest checkpoint that can be read, and the commits
 * after it. The data files are not looked at.
 * @throws {TableMissingError} {VersionMissingError} {LogBrokenError}
 * @throws {FeatureUnsupportedError} for a table that this version would misread
 * @throws {ColumnTypeUnsupportedError}
 */
export async function readSnapshot(session: Session, storage: Storage, at?: At): Promise<DeltaSnapshot> {
  const table = storage.locate('');
  const listing = await listLog(storage);
  const time = pickVersion(listing, at, table);
  const { state, checkpoint } = await replay(session, storage, listing, time.version);
  const snapshot = await snapshotOf(session, storage, state, { ...time, checkpoint });
  if (at !== undefined && 'timestamp' in at && keepsTimesInCommits(snapshot.metadata)) {
    throw new FeatureUnsupportedError(table, 'read by timestamp', ['inCommitTimestamp']);
  }
  return snapshot;
}

/**
 * What a log says of a version, once it is replayed.
 * @throws {LogBrokenError} {FeatureUnsupportedError} {ColumnTypeUnsupportedError}
 */
export async function snapshotOf(
  session: Session,
  storage: Storage,
  state: TableState,
  read: Pick<DeltaSnapshot, 'version' | 'committedAt' | 'checkpoint'>,
): Promise<DeltaSnapshot> {
  const { protocol, metadata, schema } = demandDefined(state, read.version, storage.locate(''));
  const columns = await printedByDuckDb(session, columnsOf(schema));
  const partitionedBy = metadata.partitionColumns;
  const types = new Map(columns.map((column) => [column.name, column.type]));
  return {
    ...read,
    columns,
    partitionedBy,
    properties: new Map(Object.entries(metadata.configuration ?? {})),
    files: [...state.adds.values()].map((add) => new DeltaFile(add, { storage, partitionedBy, types })),
    positions: positionsOf(state),
    protocol,
    metadata,
    schema,
    tombstones: [...state.removes.values()],
    transactions: [...state.transactions.values()],
  };
}

function demandDefined({ protocol, metadata, adds }: TableState, version: number, table: string) {
  if (protocol === undefined || metadata === undefined) {
    const lacking = protocol === undefined ? 'protocol' : 'metadata';
    throw new LogBrokenError(table, `no commit up to version ${version} holds its ${lacking}`);
  }
  demandReadable(table, { protocol, metadata });
  const { provider } = metadata.format;
  if (provider !== 'parquet') throw new FeatureUnsupportedError(table, 'read', [`the format ${provider}`]);
  if ([...adds.values()].some(({ deletionVector }) => deletionVector)) {
    throw new FeatureUnsupportedError(table, 'read', ['deletionVectors']);
  }
  const schema = parseSchema(metadata.schemaString);
  if (schema === undefined) throw new LogBrokenError(table, `the schema of version ${version} cannot be read`);
  return { protocol, metadata, schema };
}

/** DuckDB quotes the fields of a STRUCT by its own list of keywords. */
async function printedByDuckDb(session: Session, columns: readonly TableColumn[]): Promise<readonly TableColumn[]> {
  if (!columns.some(({ type }) => type.includes('STRUCT('))) return columns;
  const nulls = columns.map(({ name, type }) => `NULL::${type} AS ${quoteIdentifier(name)}`);
  const described = await session.describe(`SELECT ${nulls.join(', ')}`);
  return columns.map((column, index) => ({ ...column, type: described[index]?.type ?? column.type }));
}

/** Versions that are beyond 2^53 are none of ours. */
function positionsOf({ transactions }: TableState): ReadonlyMap<string, number> {
  return new Map(
    [...transactions.values()].flatMap(({ appId, version }) => (typeof version === 'number' ? [[appId, version]] : [])),
  );
}

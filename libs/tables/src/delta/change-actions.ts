import { randomUUID } from 'node:crypto';
import type { Change, DataFile, NewFile } from '../table.ts';
import type { Metadata, Protocol } from './actions.ts';
import { indexedLeaves } from './indexed-leaves.ts';
import type { Leaf } from './indexed-leaves.ts';
import { deltaSchema } from './schema.ts';
import type { DeltaSnapshot } from './snapshot.ts';
import { statsText } from './write-statistics.ts';

/** What we ask of those who read and write the tables that we make: invariants and append-only, and no more. */
export const PROTOCOL: Protocol = { minReaderVersion: 1, minWriterVersion: 2 };

/** The lines of the log that make a change a version; `base` is the snapshot that it was prepared on. */
export function changeLines(change: Change, base: DeltaSnapshot | undefined, now: Date): string {
  const time = now.getTime();
  const metadata = metadataOf(change, base, time);
  const definition = change.definition ?? base;
  const columns = definition?.columns ?? [];
  const keys = new Set(definition?.partitionedBy ?? []);
  const inFiles = columns.filter(({ name }) => !keys.has(name));
  const leaves = indexedLeaves(inFiles, definition?.properties ?? new Map());
  const actions: object[] = [
    { commitInfo: commitInfo(change, time) },
    ...(base === undefined ? [{ protocol: PROTOCOL }] : []),
    ...(metadata === undefined ? [] : [{ metaData: metadata }]),
    ...[...(change.positions ?? [])].map(([appId, version]) => ({ txn: { appId, version, lastUpdated: time } })),
    ...change.removes.map((file) => ({ remove: removeAction(file, change.changesRows, time) })),
    ...change.adds.map((file) => ({ add: addAction(file, change.changesRows, time, leaves) })),
  ];
  return actions.map((action) => `${JSON.stringify(action)}\n`).join('');
}

function addAction(file: NewFile, dataChange: boolean, modificationTime: number, leaves: readonly Leaf[]): object {
  const { path, bytes: size } = file;
  const stats = file.stats ?? statsText(file, leaves);
  return { path, partitionValues: Object.fromEntries(file.partition), size, modificationTime, dataChange, stats };
}

function removeAction(file: DataFile, dataChange: boolean, deletionTimestamp: number): object {
  const { path, bytes: size } = file;
  const partitionValues = Object.fromEntries(file.partition);
  return { path, deletionTimestamp, dataChange, extendedFileMetadata: true, partitionValues, size };
}

/** The whole metadata where a change defines the table anew ("Change Metadata"): what it does not name stays. */
function metadataOf(change: Change, base: DeltaSnapshot | undefined, now: number): Metadata | undefined {
  const { definition } = change;
  if (definition === undefined) return undefined;
  const { columns, partitionedBy, properties } = definition;
  return {
    id: randomUUID(),
    format: { provider: 'parquet', options: {} },
    createdTime: now,
    ...base?.metadata,
    schemaString: JSON.stringify(deltaSchema(columns, base?.schema)),
    partitionColumns: partitionedBy,
    configuration: Object.fromEntries(properties),
  };
}

/** "Commit Provenance Information". Metrics are texts, as Spark writes them. */
function commitInfo(change: Change, timestamp: number): object {
  const { base, operation, parameters, metrics, read, adds, removes } = change;
  return {
    timestamp,
    operation,
    operationParameters: parameters,
    ...(base >= 0 && { readVersion: base }),
    isolationLevel: 'Serializable',
    isBlindAppend: read === 'nothing' && removes.length === 0 && adds.length > 0,
    operationMetrics: Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, String(value)])),
    engineInfo: 'Sluice',
    txnId: randomUUID(),
    ...change.info,
  };
}

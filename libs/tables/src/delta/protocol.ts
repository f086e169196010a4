import { FeatureUnsupportedError } from '../errors.ts';
import type { Metadata, Protocol } from './actions.ts';
import { parseSchema } from './schema.ts';
import type { DeltaType, StructField } from './types.ts';

/** What decides which features a table asks for. */
export interface Demands {
  readonly protocol: Protocol;
  readonly metadata: Metadata;
}

/** Features that we honour, or that ask nothing of us ("Valid Feature Names in Table Features"). */
const READ = new Set(['vacuumProtocolCheck']);
const WRITTEN = new Set([...READ, 'appendOnly', 'invariants']);

/** Features that ask nothing as long as the table's metadata does not use them ("Active Features"). */
const USES: ReadonlyMap<string, (metadata: Metadata) => boolean> = new Map([
  [
    'checkConstraints',
    (metadata: Metadata) => propertiesOf(metadata).some(([name]) => name.startsWith('delta.constraints.')),
  ],
  ['changeDataFeed', (metadata: Metadata) => isSet(metadata, 'delta.enableChangeDataFeed')],
  ['generatedColumns', (metadata: Metadata) => hasFieldKey(metadata, 'delta.generationExpression')],
  ['allowColumnDefaults', (metadata: Metadata) => hasFieldKey(metadata, 'CURRENT_DEFAULT')],
  ['columnMapping', (metadata: Metadata) => (propertyOf(metadata, 'delta.columnMapping.mode') ?? 'none') !== 'none'],
  ['identityColumns', (metadata: Metadata) => hasFieldKey(metadata, 'delta.identity.')],
]);

/** What the versions before table features stand for ("Reader Version Requirements", "Writer Version Requirements"). */
const OF_READER_VERSION: readonly (readonly [number, readonly string[]])[] = [[2, ['columnMapping']]];
const OF_WRITER_VERSION: readonly (readonly [number, readonly string[]])[] = [
  [2, ['appendOnly', 'invariants']],
  [3, ['checkConstraints']],
  [4, ['changeDataFeed', 'generatedColumns']],
  [5, ['columnMapping']],
  [6, ['identityColumns']],
];
const READER_WITH_FEATURES = 3;
const WRITER_WITH_FEATURES = 7;

/**
 * Refuses a table that asks its readers for what this version does not do: it would be misread.
 * @throws {FeatureUnsupportedError} with the names of the features.
 */
export function demandReadable(table: string, demands: Demands): void {
  refuse(table, 'read', missing(readerFeatures(demands.protocol), READ, demands.metadata));
}

/**
 * Refuses to change a table that asks its writers for what this version does not do. The table can be read.
 * @param operation  as the end of "cannot be used to": `merge`, `vacuum`.
 * @throws {FeatureUnsupportedError} with the names of the features.
 */
export function demandWritable(table: string, demands: Demands, operation: string): void {
  refuse(table, operation, missing(writerFeatures(demands.protocol), WRITTEN, demands.metadata));
}

/** Whether times of commits are kept in the commits, and the times of the log's files mean nothing ("In-Commit Timestamps"). */
export function keepsTimesInCommits(metadata: Metadata): boolean {
  return isSet(metadata, 'delta.enableInCommitTimestamps');
}

function readerFeatures(protocol: Protocol): readonly string[] {
  const { minReaderVersion: version, readerFeatures: features } = protocol;
  if (version > READER_WITH_FEATURES) return [`reader version ${String(version)}`];
  return version === READER_WITH_FEATURES ? (features ?? []) : upTo(version, OF_READER_VERSION);
}

function writerFeatures(protocol: Protocol): readonly string[] {
  const { minWriterVersion: version, writerFeatures: features } = protocol;
  if (version > WRITER_WITH_FEATURES) return [`writer version ${String(version)}`];
  return version === WRITER_WITH_FEATURES ? (features ?? []) : upTo(version, OF_WRITER_VERSION);
}

function upTo(version: number, features: readonly (readonly [number, readonly string[]])[]): readonly string[] {
  return features.flatMap(([since, names]) => (since <= version ? names : []));
}

function missing(asked: readonly string[], supported: ReadonlySet<string>, metadata: Metadata): readonly string[] {
  return asked.filter((feature) => !supported.has(feature) && (USES.get(feature)?.(metadata) ?? true));
}

function refuse(table: string, operation: string, features: readonly string[]): void {
  if (features.length > 0) throw new FeatureUnsupportedError(table, operation, features);
}

function propertiesOf(metadata: Metadata): readonly (readonly [string, string])[] {
  return Object.entries(metadata.configuration ?? {});
}

function propertyOf(metadata: Metadata, name: string): string | undefined {
  return metadata.configuration?.[name];
}

function isSet(metadata: Metadata, name: string): boolean {
  return propertyOf(metadata, name)?.toLowerCase() === 'true';
}

/** A schema that cannot be read uses everything. */
function hasFieldKey(metadata: Metadata, prefix: string): boolean {
  const schema = parseSchema(metadata.schemaString);
  return (
    schema === undefined ||
    fieldsIn(schema).some((field) => Object.keys(field.metadata).some((key) => key.startsWith(prefix)))
  );
}

function fieldsIn(type: DeltaType): readonly StructField[] {
  if (typeof type === 'string') return [];
  switch (type.type) {
    case 'struct':
      return type.fields.flatMap((field) => [field, ...fieldsIn(field.type)]);
    case 'array':
      return fieldsIn(type.elementType);
    case 'map':
      return [...fieldsIn(type.keyType), ...fieldsIn(type.valueType)];
  }
}

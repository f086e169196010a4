import { relative, resolve } from 'node:path';
import { compileSchema, type JsonSchema, type Schema } from '@sluice/core';
import type { Change, FileColumn, ReadSet, TableDefinition } from './table.ts';

type Entries<V> = readonly (readonly [string, V])[];
type Partition = Entries<string | null>;

interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
  readonly partition: Partition;
}

interface WrittenNewFile extends WrittenFile {
  readonly rows: number;
  readonly columns: Entries<FileColumn>;
  /** Absent in journals of older versions. */
  readonly nested?: Entries<FileColumn>;
  readonly stats?: string;
  readonly staged?: string;
}

/** A change as plain JSON: maps are lists of pairs, files lie relative to the journal. */
export interface WrittenChange extends Pick<
  Change,
  'base' | 'operation' | 'parameters' | 'metrics' | 'changesRows' | 'info'
> {
  readonly adds: readonly WrittenNewFile[];
  /** A log names a removed file, and nothing more of it. */
  readonly removes: readonly (WrittenFile & { readonly location: string })[];
  readonly read: 'nothing' | 'everything' | readonly Partition[];
  readonly definition?: Omit<TableDefinition, 'properties'> & { readonly properties: Entries<string> };
  readonly positions?: Entries<number>;
}

/** @param folder  that paths are kept relative to */
export function writeChange(change: Change, folder: string): WrittenChange {
  const { base, operation, parameters, metrics, adds, removes, read, changesRows, definition, positions, info } =
    change;
  return {
    ...{ base, operation, parameters, metrics, changesRows },
    adds: adds.map(({ path, bytes, rows, partition, columns, nested, stats, staged }) => ({
      ...{ path, bytes, rows, partition: [...partition], columns: [...columns] },
      ...(nested !== undefined && { nested: [...nested] }),
      ...(stats !== undefined && { stats }),
      ...(staged !== undefined && { staged: relative(folder, staged) }),
    })),
    removes: removes.map(({ path, bytes, partition, location }) => ({
      ...{ path, bytes, partition: [...partition], location: relative(folder, location) },
    })),
    read: typeof read === 'string' ? read : read.partitions.map((values) => [...values]),
    ...(definition && { definition: { ...definition, properties: [...definition.properties] } }),
    ...(positions && { positions: [...positions] }),
    ...(info && { info }),
  };
}

export function readChange(written: WrittenChange, folder: string): Change {
  const { adds, removes, read, definition, positions, ...rest } = written;
  return {
    ...rest,
    adds: adds.map(({ staged, nested, ...file }) => ({
      ...{ ...file, partition: new Map(file.partition), columns: new Map(file.columns) },
      ...(nested !== undefined && { nested: new Map(nested) }),
      ...(staged !== undefined && { staged: resolve(folder, staged) }),
    })),
    removes: removes.map((file) => ({
      ...{ ...file, partition: new Map(file.partition), location: resolve(folder, file.location) },
      ...{ rows: undefined, columns: new Map() },
    })),
    read: readSet(read),
    ...(definition && { definition: { ...definition, properties: new Map(definition.properties) } }),
    ...(positions && { positions: new Map(positions) }),
  };
}

function readSet(read: WrittenChange['read']): ReadSet {
  if (read === 'nothing' || read === 'everything') return read;
  return { partitions: read.map((values) => new Map(values)) };
}

const text: JsonSchema = { type: 'string' };
const pairs = (value: JsonSchema): JsonSchema => ({
  type: 'array',
  items: { type: 'array', prefixItems: [text, value], minItems: 2, items: false },
});
const file = (more: Readonly<Record<string, JsonSchema>>, required: readonly string[]): JsonSchema => ({
  type: 'object',
  properties: { path: text, bytes: { type: 'number' }, partition: pairs({ type: ['string', 'null'] }), ...more },
  required: ['path', 'bytes', 'partition', ...required],
});
const newFile = file(
  {
    ...{ rows: { type: 'number' }, columns: pairs({ type: 'object' }), nested: pairs({ type: 'object' }) },
    ...{ stats: text, staged: text },
  },
  ['rows', 'columns'],
);
const definition: JsonSchema = {
  type: 'object',
  properties: {
    columns: {
      type: 'array',
      items: {
        type: 'object',
        properties: { name: text, type: text, nullable: { type: 'boolean' } },
        required: ['name', 'type', 'nullable'],
      },
    },
    partitionedBy: { type: 'array', items: text },
    properties: pairs(text),
  },
  required: ['columns', 'partitionedBy', 'properties'],
};

/** What a journal holds of a change; only one that was left behind is ever read. */
export const writtenChange: Schema<WrittenChange> = compileSchema({
  type: 'object',
  properties: {
    ...{ base: { type: 'integer' }, operation: text, changesRows: { type: 'boolean' } },
    parameters: { type: 'object' },
    metrics: { type: 'object' },
    info: { type: 'object' },
    adds: { type: 'array', items: newFile },
    removes: { type: 'array', items: file({ location: text }, ['location']) },
    read: {
      anyOf: [{ enum: ['nothing', 'everything'] }, { type: 'array', items: pairs({ type: ['string', 'null'] }) }],
    },
    positions: pairs({ type: 'integer' }),
    definition,
  },
  required: ['base', 'operation', 'parameters', 'metrics', 'adds', 'removes', 'read', 'changesRows'],
});

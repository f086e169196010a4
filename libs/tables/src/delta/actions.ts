import { compileSchema } from '@sluice/core';
import type { JsonSchema } from '@sluice/core';
import { parseExactly } from './exact-json.ts';

/** The actions of Delta's log as they are written ("Actions"). What this version does not know is kept where it stands, and ignored. */
export interface AddFile {
  readonly path: string;
  readonly partitionValues: Readonly<Record<string, string | null>>;
  readonly size: number;
  readonly modificationTime: number;
  readonly dataChange: boolean;
  /** JSON of its own ("Per-file Statistics"). */
  readonly stats?: string | null;
  readonly tags?: Readonly<Record<string, string | null>> | null;
  readonly deletionVector?: DeletionVector | null;
}

/** A file that was in the table: kept until readers of older versions are done with it. */
export interface RemoveFile {
  readonly path: string;
  readonly deletionTimestamp?: number | null;
  readonly dataChange: boolean;
  readonly extendedFileMetadata?: boolean | null;
  readonly partitionValues?: Readonly<Record<string, string | null>> | null;
  readonly size?: number | null;
  readonly tags?: Readonly<Record<string, string | null>> | null;
  readonly deletionVector?: DeletionVector | null;
}

export interface DeletionVector {
  readonly storageType: string;
  readonly pathOrInlineDv: string;
  readonly offset?: number | null;
}

export interface Metadata {
  readonly id: string;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly format: { readonly provider: string; readonly options?: Readonly<Record<string, string>> | null };
  /** JSON of its own ("Schema Serialization Format"). */
  readonly schemaString: string;
  readonly partitionColumns: readonly string[];
  readonly createdTime?: number | null;
  readonly configuration?: Readonly<Record<string, string>> | null;
}

export interface Protocol {
  readonly minReaderVersion: number;
  readonly minWriterVersion: number;
  readonly readerFeatures?: readonly string[] | null;
  readonly writerFeatures?: readonly string[] | null;
}

export interface Transaction {
  readonly appId: string;
  /** Text where it is beyond 2^53. */
  readonly version: number | string;
  readonly lastUpdated?: number | null;
}

/** Whatever the writer told of itself and of what it did; every field may be missing or of another kind. */
export type CommitInfo = Readonly<Record<string, unknown>>;

/** One line of the log: one of these, or none that a reader must know. */
export interface Action {
  readonly add?: AddFile | null;
  readonly remove?: RemoveFile | null;
  readonly metaData?: Metadata | null;
  readonly protocol?: Protocol | null;
  readonly txn?: Transaction | null;
  readonly commitInfo?: CommitInfo | null;
  /** A file of changes ("Add CDC File"). */
  readonly cdc?: { readonly path: string } | null;
}

const text: JsonSchema = { type: 'string' };
const maybeText: JsonSchema = { type: ['string', 'null'] };
const whole: JsonSchema = { type: 'integer' };
const maybeWhole: JsonSchema = { type: ['integer', 'null'] };
const texts: JsonSchema = { type: 'array', items: text };
const maybeTexts: JsonSchema = { type: ['array', 'null'], items: text };
const textByName: JsonSchema = { type: 'object', additionalProperties: maybeText };
const maybeTextByName: JsonSchema = { type: ['object', 'null'], additionalProperties: maybeText };

function open(properties: JsonSchema, required: readonly string[]): JsonSchema {
  return { type: ['object', 'null'], properties, required };
}

const deletionVector = open({ storageType: text, pathOrInlineDv: text, offset: maybeWhole }, [
  'storageType',
  'pathOrInlineDv',
]);

const file = { path: text, dataChange: { type: 'boolean' }, tags: maybeTextByName, deletionVector };

const actions = compileSchema<Action>({
  type: 'object',
  properties: {
    add: open({ ...file, partitionValues: textByName, size: whole, modificationTime: whole, stats: maybeText }, [
      'path',
      'partitionValues',
      'size',
      'modificationTime',
      'dataChange',
    ]),
    remove: open(
      {
        ...file,
        partitionValues: maybeTextByName,
        size: maybeWhole,
        deletionTimestamp: maybeWhole,
        extendedFileMetadata: { type: ['boolean', 'null'] },
      },
      ['path', 'dataChange'],
    ),
    metaData: open(
      {
        id: text,
        name: maybeText,
        description: maybeText,
        format: { type: 'object', properties: { provider: text, options: maybeTextByName }, required: ['provider'] },
        schemaString: text,
        partitionColumns: texts,
        createdTime: maybeWhole,
        configuration: { type: ['object', 'null'], additionalProperties: text },
      },
      ['id', 'format', 'schemaString', 'partitionColumns'],
    ),
    protocol: open(
      { minReaderVersion: whole, minWriterVersion: whole, readerFeatures: maybeTexts, writerFeatures: maybeTexts },
      ['minReaderVersion', 'minWriterVersion'],
    ),
    txn: open({ appId: text, version: { type: ['integer', 'string'], pattern: '^-?\\d+$' }, lastUpdated: maybeWhole }, [
      'appId',
      'version',
    ]),
    commitInfo: { type: ['object', 'null'] },
    cdc: open({ path: text }, ['path']),
  },
});

/** One line of a commit or one row of a checkpoint, read; or what is wrong with it, as the end of a sentence. */
export type ReadAction = { readonly action: Action } | { readonly problem: string };

export function readAction(line: string): ReadAction {
  const value = parse(line);
  if (value === undefined) return { problem: 'it is no JSON' };
  const checked = actions.check(value);
  if (checked.ok) return { action: checked.value };
  return { problem: checked.problems.map(({ path, message }) => `${path || 'it'} ${message}`).join('; ') };
}

/** A JSON text is never undefined: that is what no JSON gives. */
function parse(line: string): unknown {
  try {
    return parseExactly(line);
  } catch {
    return undefined;
  }
}

import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { quoteIdentifier, wrapSql } from '@sluice/engine';
import type { ParquetLayout, Session, SqlText, WrittenFile, WrittenPart } from '@sluice/engine';
import { LakeNotWritableError, PartitionValueRefusedError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import type { NewFile } from '../table.ts';
import { constraintsOf, enforceConstraints, whileEnforcing } from './constraints.ts';
import { fitColumns } from './fit.ts';
import { partitionFolder, partitionText } from './partition-values.ts';
import { encodePath } from './path.ts';
import { takeFile } from './take-file.ts';
import type { WriteTarget } from './write-target.ts';

export interface WriteRequest {
  /** Its columns are taken by name. */
  readonly select: SqlText;
  readonly into: WriteTarget;
  /** A folder on the table's volume, made where it is missing; the files stay there until the change is committed. Absent: the table's own. */
  readonly staging?: string;
  /** Columns by which the rows are sorted before they are cut into files, so that files have narrow bounds. */
  readonly orderBy?: readonly string[];
  /** About as many. */
  readonly rowsPerFile?: number;
  /** A Parquet file on the table's volume that holds just these rows, zstd, in their order: where it can be a file of the table as it is, it becomes one, and the rows are not written again. */
  readonly file?: WrittenFile;
  /** The partition that all the rows are of, empty where the table has none: they become one file, in the order of the SELECT. */
  readonly partition?: ReadonlyMap<string, string | null>;
}

const ROWS_PER_FILE = 3_000_000;

/**
 * Writes the rows of a SELECT as data files of a table, of every partition its own, forced onto the disk, with their
 * statistics. No version of the table names them yet.
 * @returns none for no rows.
 * @throws {ColumnsUnfitError} {ConstraintUnsupportedError} before a row is written, {ColumnConstraintBrokenError}
 *         {PartitionValueRefusedError} for a row that the table must not hold; nothing is left behind.
 */
export async function writeDataFiles(
  session: Session,
  storage: Storage,
  request: WriteRequest,
): Promise<readonly NewFile[]> {
  const { into, file, staging = storage.locate('') } = request;
  const taken = file && (await takeFile(session, storage, file, into));
  if (taken !== undefined)
    return taken.rows === 0 ? [] : [request.staging === undefined ? await place(storage, taken) : taken];
  const constraints = await constraintsOf(session, into, storage.locate(''));
  const fitted = await fitColumns(session, request.select, into.columns, storage.locate(''));
  const select = laidOut(enforceConstraints(fitted, constraints), request);
  const folder = join(staging, `write-${randomUUID()}`);
  try {
    await mkdir(staging, { recursive: true });
  } catch (error) {
    throw new LakeNotWritableError(staging, error);
  }
  try {
    const parts = await whileEnforcing(constraints, storage.locate(''), () =>
      session.writeParquetFiles(select, folder, layoutOf(request), into.columns),
    );
    const files = parts.map((part) => newFile(part, request));
    if (request.staging !== undefined) return files;
    const placed = await Promise.all(files.map((file) => place(storage, file)));
    await rm(folder, { recursive: true, force: true });
    return placed;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Moves a file to where the log names it. */
export async function place(storage: Storage, file: NewFile): Promise<NewFile> {
  const { staged, ...rest } = file;
  if (staged !== undefined) await storage.adopt(staged, decodeURIComponent(file.path));
  return rest;
}

/** The rows in their order, partition columns as text and last, or left out where all rows are of one partition. */
function laidOut(select: SqlText, { into, orderBy = [], partition }: WriteRequest): SqlText {
  const { columns, partitionedBy } = into;
  const keys = new Set(partitionedBy.map((name) => name.toLowerCase()));
  const kept = columns.filter(({ name }) => !keys.has(name.toLowerCase())).map(({ name }) => quoteIdentifier(name));
  if (partition !== undefined) return wrapSql(`SELECT ${kept.join(', ')} FROM (`, select, ')');
  const partitions = partitionedBy.map(
    (name) => `CAST(${quoteIdentifier(name)} AS VARCHAR) AS ${quoteIdentifier(name)}`,
  );
  const order = [...partitionedBy, ...orderBy].map(quoteIdentifier);
  const end = order.length === 0 ? ')' : `) ORDER BY ${order.join(', ')}`;
  return wrapSql(`SELECT ${[...kept, ...partitions].join(', ')} FROM (`, select, end);
}

function layoutOf({ into, partition, rowsPerFile = ROWS_PER_FILE }: WriteRequest): ParquetLayout {
  const compression = compressionOf(into.properties);
  if (partition !== undefined) return { compression, partitionBy: [], rowsPerFile: undefined };
  return { compression, partitionBy: into.partitionedBy, rowsPerFile };
}

/** "Table Properties": a codec that we do not know falls back to ours. */
function compressionOf(properties: ReadonlyMap<string, string>): ParquetLayout['compression'] {
  const codec = properties.get('delta.parquet.compression.codec')?.toLowerCase();
  switch (codec) {
    case 'uncompressed':
    case 'none':
      return 'uncompressed';
    case 'gzip':
    case 'zstd':
    case 'lz4_raw':
      return codec;
    default:
      return 'snappy';
  }
}

function newFile(part: WrittenPart, { into, partition }: WriteRequest): NewFile {
  const { path: staged, rows, bytes, statistics, nested } = part;
  const values =
    partition ??
    new Map(into.partitionedBy.map((name) => [name, textOf(name, part.partition.get(name) ?? null, into)] as const));
  const name = `part-${basename(staged)}`;
  const path = encodePath(values.size === 0 ? name : `${partitionFolder(values)}/${name}`);
  return { path, staged, rows, bytes, partition: values, columns: statistics, nested };
}

function textOf(column: string, value: string | null, into: WriteTarget): string | null {
  const type = into.columns.find(({ name }) => name.toLowerCase() === column.toLowerCase())?.type ?? 'VARCHAR';
  const text = partitionText(value, type);
  if (text === undefined) throw new PartitionValueRefusedError(column, type);
  return text;
}

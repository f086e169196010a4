import { quoteFile, quoteIdentifier, quoteLiteral } from '@sluice/engine';
import type { Storage } from '../storage/storage.ts';
import type { DataFile, NewFile, Snapshot } from '../table.ts';
import { partitionLiteral } from './partition-values.ts';
import { locateFile } from './path.ts';
import { sumOf } from './sums.ts';

/** Further columns that tell where a row lies; each is there when it has a name. */
export interface RowPlace {
  /** Its file, as DuckDB read it: `DataFile.location`. */
  readonly file?: string;
  /** Counted from 0. */
  readonly row?: string;
}

/** Up to so many partitions are read one by one, so that a condition on them closes the others out when it is planned; more make planning slow. */
const MOST_BRANCHES = 64;

/** A guess, for files whose writer kept no count. */
const BYTES_PER_ROW = 32;

/** Names that DuckDB gives to columns of its own. */
const TAKEN = new Set(['filename', 'file_row_number', 'file_index']);

/**
 * One SELECT that yields the rows of a version in the columns and types of the snapshot. Columns that a file lacks are
 * null, at any depth, what the schema does not name is left out, and conditions reach the files. The order of rows is
 * not defined.
 * @param files  a choice of the snapshot's files, and new ones, staged or not; all of the snapshot's unless told.
 */
export function snapshotRelation(
  storage: Storage,
  snapshot: Snapshot,
  files: readonly (DataFile | NewFile)[] = snapshot.files,
  place: RowPlace = {},
): string {
  const groups = byPartition(files);
  if (groups.length === 0) return `SELECT ${noValues(snapshot, place).join(', ')} WHERE false`;
  const scan = scanOf(storage, snapshot, place);
  if (groups.length > MOST_BRANCHES) return joinedScan(scan, storage, files);
  return groups.map((group) => constantScan(scan, group)).join('\nUNION ALL\n');
}

/** Where DuckDB finds a file of a snapshot or of a change. */
function locationOf(storage: Storage, file: DataFile | NewFile): string {
  if ('location' in file) return file.location;
  return file.staged ?? locateFile(storage, file.path);
}

/** What all scans of one relation have in common. */
interface Scan {
  readonly storage: Storage;
  readonly place: RowPlace;
  /** All columns, in their order: `stored` is the name that a scan of the files gives to one, undefined for a partition column. */
  readonly columns: readonly { readonly name: string; readonly type: string; readonly stored: string | undefined }[];
  /** A name that no column has. */
  readonly fileName: string;
}

function scanOf(storage: Storage, { columns, partitionedBy }: Snapshot, place: RowPlace): Scan {
  const partitions = new Set(partitionedBy);
  const names = new Set(columns.map(({ name }) => name.toLowerCase()));
  const free = (name: string): string => (names.has(name) || TAKEN.has(name) ? free(`${name}_`) : name);
  return {
    storage,
    place,
    columns: columns.map(({ name, type }) => ({
      name,
      type,
      stored: partitions.has(name) ? undefined : TAKEN.has(name.toLowerCase()) ? free(name.toLowerCase()) : name,
    })),
    fileName: free('file'),
  };
}

/** One partition: its values are constants. */
function constantScan({ storage, place, columns }: Scan, files: readonly (DataFile | NewFile)[]): string {
  const partition = files[0]?.partition;
  const values = columns.map(({ name, type, stored }) => {
    const value = stored === undefined ? partitionLiteral(partition?.get(name), type) : quoteIdentifier(stored);
    return `${value} AS ${quoteIdentifier(name)}`;
  });
  return `SELECT ${[...values, ...placeColumns(place)].join(', ')} FROM ${readParquet(storage, columns, files)}`;
}

/** Many partitions: the values are looked up by the file's name. */
function joinedScan(scan: Scan, storage: Storage, files: readonly (DataFile | NewFile)[]): string {
  const { place, columns } = scan;
  const file = quoteIdentifier(scan.fileName);
  const partitions = columns.filter(({ stored }) => stored === undefined);
  const rows = files.map((one) => {
    const values = partitions.map(({ name, type }) => partitionLiteral(one.partition.get(name), type));
    return `(${[quoteLiteral(locationOf(storage, one)), ...values].join(', ')})`;
  });
  const values = columns.map(({ name, stored }) =>
    stored === undefined
      ? `partition.${quoteIdentifier(name)}`
      : `data.${quoteIdentifier(stored)} AS ${quoteIdentifier(name)}`,
  );
  return (
    `SELECT ${[...values, ...placeColumns(place)].join(', ')}\n` +
    `FROM ${readParquet(storage, columns, files)} data\n` +
    `JOIN (VALUES ${rows.join(', ')}) partition(${[file, ...partitions.map(({ name }) => quoteIdentifier(name))].join(', ')})\n` +
    `ON data.filename = partition.${file}`
  );
}

function readParquet(storage: Storage, columns: Scan['columns'], files: readonly (DataFile | NewFile)[]): string {
  const names = files.map((file) => quoteFile(locationOf(storage, file)));
  const schema = columns.flatMap(({ name, type, stored }) =>
    stored === undefined
      ? []
      : `${quoteLiteral(name)}: {name: ${quoteLiteral(stored)}, type: ${quoteLiteral(type)}, default_value: NULL}`,
  );
  return `read_parquet([${names.join(', ')}], hive_partitioning = false, schema = MAP {${schema.join(', ')}}, explicit_cardinality = ${String(rowsExpected(files))})`;
}

/** Of files that it reads by a schema of ours DuckDB knows nothing, takes them for empty, and would hold them in memory where they are joined. */
function rowsExpected(files: readonly (DataFile | NewFile)[]): number {
  return Math.max(
    1,
    sumOf(files, ({ rows, bytes }) => rows ?? Math.ceil(bytes / BYTES_PER_ROW)),
  );
}

function placeColumns({ file, row }: RowPlace): readonly string[] {
  return [
    ...(file === undefined ? [] : [`filename AS ${quoteIdentifier(file)}`]),
    ...(row === undefined ? [] : [`file_row_number AS ${quoteIdentifier(row)}`]),
  ];
}

function noValues({ columns }: Snapshot, { file, row }: RowPlace): readonly string[] {
  const places = [
    ...(file === undefined ? [] : [{ name: file, type: 'VARCHAR' }]),
    ...(row === undefined ? [] : [{ name: row, type: 'BIGINT' }]),
  ];
  return [...columns, ...places].map(({ name, type }) => `CAST(NULL AS ${type}) AS ${quoteIdentifier(name)}`);
}

function byPartition(files: readonly (DataFile | NewFile)[]): readonly (readonly (DataFile | NewFile)[])[] {
  const groups = new Map<string, (DataFile | NewFile)[]>();
  for (const file of files) {
    const key = JSON.stringify([...file.partition]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [file]);
    else group.push(file);
  }
  return [...groups.values()];
}

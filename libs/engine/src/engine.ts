import type { Location } from '@sluice/core';
import type { SyntaxNode } from './syntax-tree.ts';

/** A JSON-safe cell: integers are numbers while they are safe, else text; DECIMAL, UUID and HUGEINT beyond 2^53 are text; DATE is `YYYY-MM-DD`; TIMESTAMP and TIMESTAMPTZ are ISO 8601, the latter with `Z`. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

export type Row = Readonly<Record<string, Value>>;

/** A cell to append: text, a boolean, a bigint for BIGINT, a number for INTEGER and DOUBLE. */
export type AppendedCell = null | boolean | number | bigint | string;

/** A column by name and by the type name that DuckDB's DESCRIBE prints, such as `DECIMAL(12,2)`. */
export interface Column {
  readonly name: string;
  readonly type: string;
}

/** SQL and where it stands, so that an error can name the user's file and line. */
export interface SqlText {
  readonly sql: string;
  /** File and line of the first line of what the user wrote. */
  readonly location?: Location;
  /** Which part of `sql` the user wrote, in UTF-16 units: all of it unless `wrapSql` put something around it. */
  readonly written?: { readonly start: number; readonly end: number };
}

/** What the writer of a Parquet file knows of one column. `min` and `max` are the engine's text forms; absent where it keeps none and where there are NaNs; text longer than 256 bytes is cut. */
export interface ColumnStatistics {
  readonly nulls: number;
  readonly min?: string;
  readonly max?: string;
  readonly hasNan: boolean;
}

export interface WrittenFile {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  /** Of columns without parts, by name. */
  readonly statistics: ReadonlyMap<string, ColumnStatistics>;
  /**
   * Of what the other columns are made of, by path, each name quoted: `"s"."a"` of a struct, `"l"."element"` of a list,
   * `"m"."key"` and `"m"."value"` of a map. Nulls of the fields of structs are counted by rows; in lists and maps, by
   * elements, and at least one where the list or map itself is null or empty.
   */
  readonly nested: ReadonlyMap<string, ColumnStatistics>;
}

/** One of several files. `partition` is by column, as text, null for NULL; empty where the files are not partitioned. */
export interface WrittenPart extends WrittenFile {
  readonly partition: ReadonlyMap<string, string | null>;
}

/** How rows are spread over Parquet files. */
export interface ParquetLayout {
  readonly compression: 'uncompressed' | 'snappy' | 'gzip' | 'lz4_raw' | 'zstd';
  /** Text columns by whose values the rows are kept apart; the files do not hold them. */
  readonly partitionBy: readonly string[];
  /** About: the engine cuts between row groups, a little later where several threads write, and where it likes in partitions. Undefined: one file, or one of each partition. */
  readonly rowsPerFile: number | undefined;
}

/** A table that a SELECT reads: as it is written, without its own CTEs. */
export interface TableReference {
  readonly schema: string | undefined;
  readonly name: string;
  readonly line: number;
}

/** What one SELECT names. `columns` holds every column name that occurs anywhere in it, lower case; `star` is true where `*` occurs. */
export interface ParsedSelect {
  readonly tables: readonly TableReference[];
  readonly columns: ReadonlySet<string>;
  readonly star: boolean;
  readonly functions: ReadonlySet<string>;
}

/** Progress of the statement under way on a session: 0–100, or undefined where the engine cannot tell. */
export interface Progress {
  readonly percentage: number | undefined;
}

/** One connection. Statements of one session run one after the other; temp tables and variables are its own. */
export interface Session {
  /** Another session of the same engine, for statements that are to run beside this one's. The caller closes it. */
  another(): Promise<Session>;
  /** Runs one or several statements and drops their results. What was run before the one that fails stays done. */
  execute(statement: string | SqlText): Promise<void>;
  /** Runs one statement and reads all its rows. For results that fit in memory. */
  query(statement: string | SqlText): Promise<readonly Row[]>;
  /** As `query`, but the cells of each column together, in the order of the SELECT: less to make where there are many rows. */
  queryColumns(statement: string | SqlText): Promise<readonly (readonly Value[])[]>;
  /**
   * Puts rows at the end of a temporary table of VARCHAR, BOOLEAN, INTEGER, BIGINT and DOUBLE.
   * @param table    its bare name
   * @param columns  the cells of every column of it, in its order, as many in each
   * @throws {SqlError} where there is no such table
   */
  append(table: string, columns: readonly (readonly AppendedCell[])[]): Promise<void>;
  /** Names and types of a SELECT, bound but not run. */
  describe(select: string | SqlText): Promise<readonly Column[]>;
  /**
   * Reads what a SELECT names out of the engine's own syntax tree. Nothing is bound: tables need not exist.
   * @throws {SqlRefusedError} for whatever is not exactly one SELECT over named tables.
   */
  parse(select: string | SqlText): Promise<ParsedSelect>;
  /**
   * The engine's own syntax tree of one SELECT, without what has its default; offsets are UTF-8 bytes into the SQL.
   * @throws {SqlSyntaxError} for SQL that cannot be read, {SqlRefusedError} for what is not one SELECT or holds a
   * number that JSON would change.
   */
  readTree(select: string | SqlText): Promise<SyntaxNode>;
  /** The SQL of a syntax tree that `readTree` gave, or of a changed one. @throws {SqlError} where it is no tree of a SELECT. */
  printTree(tree: SyntaxNode): Promise<string>;
  /**
   * Writes a SELECT to one new Parquet file, zstd, with `metadata` as key-value metadata. The caller orders the rows,
   * syncs and renames the file, and removes what a failure left.
   * @param columns  what the SELECT yields, where the caller knows; else it is bound once more to find out.
   * @throws {FileExistsError} when `path` is taken.
   * @throws {ColumnTypeRefusedError} for a column that Parquet would change (HUGEINT becomes DOUBLE).
   */
  writeParquet(
    select: string | SqlText,
    path: string,
    metadata: Readonly<Record<string, string>>,
    columns?: readonly Column[],
  ): Promise<WrittenFile>;
  /**
   * Writes a SELECT to Parquet files with new names in a new folder. A single file keeps the order of the rows. Where
   * they are cut by number, rows that follow each other mostly share a file: what is sorted gets narrow bounds, but no
   * file promises an order. The caller syncs and moves the files, and removes what a failure left.
   * @returns as many as there are rows for: none for no rows
   * @throws {FileExistsError} when `folder` is taken, {ColumnTypeRefusedError} as `writeParquet`
   */
  writeParquetFiles(
    select: string | SqlText,
    folder: string,
    layout: ParquetLayout,
    columns?: readonly Column[],
  ): Promise<readonly WrittenPart[]>;
  /** Writes a SELECT to one new CSV file (RFC 4180 quoting, header, `\n`). @throws {FileExistsError} when `path` is taken. */
  writeCsv(select: string | SqlText, path: string): Promise<void>;
  /** How far the statement under way is. */
  progress(): Progress;
  close(): void;
}

export interface Limits {
  /** Whole process, in bytes; the engine gets 75 % of it. */
  readonly memoryBytes: number;
  readonly threads: number;
  readonly spillDirectory: string;
  /** Most bytes that may be spilled. */
  readonly spillBytes: number;
}

/** Something that only one process holds, until it releases it or dies. */
export interface Lock {
  readonly path: string;
  release(): Promise<void>;
}

/** A SQL engine inside this process: one database, several sessions. */
export interface Engine {
  readonly limits: Limits;
  connect(): Promise<Session>;
  /**
   * Takes the lock that the file at `path` stands for; the file is made where there is none and stays afterwards.
   * @throws {LakeLockedError} at once when it is held, naming the process.
   */
  lock(path: string): Promise<Lock>;
  /** Stops whatever runs or waits on any session: its promise rejects with InterruptedError, and the sessions stay usable. */
  interrupt(): void;
  /** Stops and closes every session. */
  close(): void;
}

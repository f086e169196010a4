import { EXIT, SluiceError, type Location } from '@sluice/core';
import type { Column, SqlText } from './engine.ts';
import { writtenSql } from './sql-text.ts';

interface SqlErrorOptions {
  readonly cause?: unknown;
  readonly location?: Location;
  /** What the user wrote, without what was put around it. */
  readonly sql: string;
}

/** A statement that failed; `sql` is what the user wrote of it. */
export abstract class SqlError extends SluiceError {
  readonly sql: string;

  constructor(message: string, { sql, ...options }: SqlErrorOptions) {
    super(message, options);
    this.sql = sql;
  }
}

/** SQL that cannot be read. */
export class SqlSyntaxError extends SqlError {
  readonly code = 'SQL_SYNTAX';
  readonly exitCode = EXIT.usage;
}

/** SQL that names what does not exist, or puts types together that do not go together. */
export class SqlBindError extends SqlError {
  readonly code = 'SQL_BIND';
  readonly exitCode = EXIT.usage;
}

/** Sound SQL of a kind that may not stand here: not one SELECT over named tables. */
export class SqlRefusedError extends SqlError {
  readonly code = 'SQL_REFUSED';
  readonly exitCode = EXIT.usage;
}

/** Columns of a type that a Parquet file would not give back as it was. */
export class ColumnTypeRefusedError extends SqlError {
  readonly code = 'COLUMN_TYPE_REFUSED';
  readonly exitCode = EXIT.usage;
  readonly columns: readonly Column[];

  constructor(columns: readonly Column[], statement: SqlText) {
    const { file } = statement.location ?? {};
    const names = columns.map(({ name, type }) => `  ${name} is ${type}`);
    const headline = 'Parquet has no whole numbers of 128 bits, DuckDB would write them as DOUBLE.';
    super(
      [
        file === undefined ? headline : `${file}: ${headline}`,
        ...names,
        'Cast the column, for example sum(…)::BIGINT or ::DECIMAL(38,0).',
      ].join('\n'),
      { sql: writtenSql(statement), ...(file === undefined ? {} : { location: { file } }) },
    );
    this.columns = columns;
  }
}

/** A statement that failed on the rows it read: a cast, an overflow, `error()`. */
export class SqlRuntimeError extends SqlError {
  readonly code = 'SQL_RUNTIME';
  readonly exitCode = EXIT.engine;
}

/** A statement that needs more memory than the limit, and cannot spill what it needs. */
export class OutOfMemoryError extends SqlError {
  readonly code = 'OUT_OF_MEMORY';
  readonly exitCode = EXIT.engine;
}

/** The disk, a quota, a file size limit or the spill budget is used up. */
export class DiskFullError extends SqlError {
  readonly code = 'DISK_FULL';
  readonly exitCode = EXIT.engine;
}

/** A file or folder that this process may not write, or that cannot be there. */
export class FileNotWritableError extends SqlError {
  readonly code = 'FILE_NOT_WRITABLE';
  readonly exitCode = EXIT.engine;
}

/** A file that is missing or that this process may not read. */
export class FileNotReadableError extends SqlError {
  readonly code = 'FILE_NOT_READABLE';
  readonly exitCode = EXIT.engine;
}

/** A data file that is not what its name says, or that was cut short or damaged. */
export class FileCorruptError extends SqlError {
  readonly code = 'FILE_CORRUPT';
  readonly exitCode = EXIT.engine;
}

/** A new file was to be written where there is one already. */
export class FileExistsError extends SluiceError {
  readonly code = 'FILE_EXISTS';
  readonly exitCode = EXIT.engine;
  readonly path: string;

  constructor(path: string) {
    super(`${path} exists already and is not overwritten.`);
    this.path = path;
  }
}

/** Another run holds the lock. `processId` is undefined where the system does not tell. */
export class LakeLockedError extends SluiceError {
  readonly code = 'LAKE_LOCKED';
  readonly exitCode = EXIT.conflict;
  readonly path: string;
  readonly processId: number | undefined;

  constructor(path: string, processId: number | undefined, options: { readonly cause?: unknown } = {}) {
    const holder =
      processId === undefined
        ? 'another process'
        : processId === process.pid
          ? 'this very process'
          : `process ${String(processId)}`;
    super(
      `Another run is under way: ${holder} holds the lock ${path}.\nNothing was changed. Wait until it is done, then run again.`,
      options,
    );
    this.path = path;
    this.processId = processId;
  }
}

/** The lock could not be taken for a reason other than somebody holding it. */
export class LockUnusableError extends SluiceError {
  readonly code = 'LOCK_UNUSABLE';
  readonly exitCode = EXIT.engine;
  readonly path: string;

  constructor(path: string, reason: string, options: { readonly cause?: unknown } = {}) {
    super(
      `The lock ${path} cannot be taken: ${reason}\nCheck that its folder can be written; where the file itself is damaged and no run is under way, remove it.`,
      options,
    );
    this.path = path;
  }
}

/** DuckDB could not be started. */
export class EngineStartError extends SluiceError {
  readonly code = 'ENGINE_START';
  readonly exitCode = EXIT.engine;
}

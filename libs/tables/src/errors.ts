import { EXIT, SluiceError } from '@sluice/core';

/** A folder of the lake does not take files: permissions, a read-only volume, a file where a folder should be. */
export class LakeNotWritableError extends SluiceError {
  readonly code = 'LAKE_NOT_WRITABLE';
  readonly exitCode = EXIT.engine;
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(
      `${path} is not writable (${reasonOf(cause)}).\n` +
        'Nothing was published; what was published before stays.\n' +
        'Give this user the right to write there, or choose another folder with --data-dir.',
      { cause },
    );
    this.path = path;
  }
}

/** A table was to be published whose staged file is not there. Nothing was renamed. */
export class StagedFileMissingError extends SluiceError {
  readonly code = 'STAGED_FILE_MISSING';
  readonly exitCode = EXIT.engine;
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(
      `The staged file ${path} is gone; something else removed it while the run was under way.\n` +
        'Nothing was published; what was published before stays. Run again.',
      { cause },
    );
    this.path = path;
  }
}

/** Publishing stopped between two renames. The journal stays and the next run completes it. */
export class PublishInterruptedError extends SluiceError {
  readonly code = 'PUBLISH_INTERRUPTED';
  readonly exitCode = EXIT.engine;
  readonly journal: string;

  constructor(journal: string, path: string, renamed: number, total: number, cause: unknown) {
    super(
      `Publishing stopped at ${path} (${reasonOf(cause)}): ${String(renamed)} of ${String(total)} tables are in place.\n` +
        `The others wait in the journal ${journal}; the next run completes them before it does anything else.`,
      { cause },
    );
    this.journal = journal;
  }
}

/** A publish journal that is whole, but not of a kind that this version knows. */
export class JournalUnknownError extends SluiceError {
  readonly code = 'JOURNAL_UNKNOWN';
  readonly exitCode = EXIT.engine;
  readonly journal: string;

  constructor(journal: string, problem: string) {
    super(
      `The publish journal ${journal} is not one that this version can complete: ${problem}.\n` +
        'It was left as it is. Complete it with the version of Sluice that wrote it; or, to give up that publication,\n' +
        'delete it: the next run rebuilds every table that does not fit the others.',
    );
    this.journal = journal;
  }
}

/** The volume of a table makes no hard links, so that nothing there can take a name that nobody has, whole, in one step. */
export class LinksUnsupportedError extends SluiceError {
  readonly code = 'LINKS_UNSUPPORTED';
  readonly exitCode = EXIT.engine;
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(
      `${path} cannot be written: its volume makes no hard links (${reasonOf(cause)}).\n` +
        "Without them two writers could overwrite each other's version of a table. Nothing was committed.\n" +
        'Put the lake on a local disk, such as ext4, XFS, APFS or NTFS.',
      { cause },
    );
    this.path = path;
  }
}

/** There is no table where one was to be read. */
export class TableMissingError extends SluiceError {
  readonly code = 'TABLE_MISSING';
  readonly exitCode = EXIT.usage;
  readonly table: string;

  constructor(table: string) {
    super(
      `There is no Delta table at ${table}: its folder _delta_log holds no commit.\n` +
        'Run the pipeline that writes it, or name another folder.',
    );
    this.table = table;
  }
}

/** A version, or a moment, that a table has not reached, or that log clean-up took. */
export class VersionMissingError extends SluiceError {
  readonly code = 'VERSION_MISSING';
  readonly exitCode = EXIT.usage;
  readonly table: string;

  constructor(table: string, asked: string, available: string) {
    super(`${table} has no ${asked}: it has ${available}.\nName one of those; \`sluice history\` lists them.`);
    this.table = table;
  }
}

/** A table's log that cannot be read as the protocol tells: a gap, a torn line, no metadata. */
export class LogBrokenError extends SluiceError {
  readonly code = 'LOG_BROKEN';
  readonly exitCode = EXIT.engine;
  readonly table: string;

  constructor(table: string, problem: string, cause?: unknown) {
    super(
      `The log of ${table} is broken: ${problem}.\n` +
        'Nothing was read or changed. Restore the files of _delta_log from a copy, or read an older version.',
      { cause },
    );
    this.table = table;
  }
}

/** A table asks its readers or writers for something that this version does not do. */
export class FeatureUnsupportedError extends SluiceError {
  readonly code = 'FEATURE_UNSUPPORTED';
  readonly exitCode = EXIT.usage;
  readonly table: string;
  readonly features: readonly string[];

  constructor(table: string, operation: string, features: readonly string[]) {
    super(
      `${table} cannot be used to ${operation}: it asks for ${features.join(', ')}, which Sluice does not support.\n` +
        'Nothing was read or changed. Drop the feature with the engine that set it, or copy the table into a new one.',
    );
    this.table = table;
    this.features = features;
  }
}

/** A column whose type a Delta table cannot hold, or that is not to be read. */
export class ColumnTypeUnsupportedError extends SluiceError {
  readonly code = 'COLUMN_TYPE_UNSUPPORTED';
  readonly exitCode = EXIT.usage;
  readonly column: string;

  constructor(column: string, type: string, advice: string) {
    super(`The column ${column} has the type ${type}, which Delta tables do not have here.\n${advice}`);
    this.column = column;
  }
}

/** The operating system's short reason, such as `EACCES`. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}

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

/** Rows were to be written whose columns are not those of the table. Nothing was written. */
export class ColumnsUnfitError extends SluiceError {
  readonly code = 'COLUMNS_UNFIT';
  readonly exitCode = EXIT.usage;
  readonly table: string;

  constructor(table: string, problems: readonly string[]) {
    super(
      `The rows do not fit the table ${table}:\n${problems.map((problem) => `  ${problem}`).join('\n')}\n` +
        'Nothing was written. Cast or drop them in the SELECT, add the columns, or overwrite the table with a new schema.',
    );
    this.table = table;
  }
}

/** A row was to be written that the table's schema forbids. Nothing was committed. */
export class ColumnConstraintBrokenError extends SluiceError {
  readonly code = 'COLUMN_CONSTRAINT_BROKEN';
  readonly exitCode = EXIT.failed;
  readonly table: string;
  readonly column: string;

  constructor(table: string, column: string, rule: string, cause: unknown) {
    super(
      `A row for ${table} breaks what the table demands: ${column} ${rule}.\n` +
        'Nothing was committed; the table stays as it was. Mend the rows, or change the column.',
      { cause },
    );
    this.table = table;
    this.column = column;
  }
}

/** A column has an invariant, in Spark's SQL, that Sluice cannot judge. Nothing was written. */
export class ConstraintUnsupportedError extends SluiceError {
  readonly code = 'CONSTRAINT_UNSUPPORTED';
  readonly exitCode = EXIT.usage;
  readonly table: string;
  readonly column: string;

  constructor(table: string, column: string, expression: string) {
    super(
      `${table} cannot be written: the column ${column} has the invariant ${expression}, which Sluice cannot judge.\n` +
        'Nothing was written. Write with the engine that made it, or put it more plainly: comparisons, IN, BETWEEN, LIKE, CASE.',
    );
    this.table = table;
    this.column = column;
  }
}

/** A value of a partition column that the log cannot hold. Nothing was committed. */
export class PartitionValueRefusedError extends SluiceError {
  readonly code = 'PARTITION_VALUE_REFUSED';
  readonly exitCode = EXIT.failed;
  readonly column: string;

  constructor(column: string, type: string) {
    super(
      `The partition column ${column} (${type}) has a value that Delta's log cannot hold: bytes that are no UTF-8.\n` +
        'Nothing was committed. Partition by another column, or by the hexadecimal text of this one.',
    );
    this.column = column;
  }
}

/** Some partitions were to be overwritten, and a new row lies in another one. Nothing was committed. */
export class PartitionMissedError extends SluiceError {
  readonly code = 'PARTITION_MISSED';
  readonly exitCode = EXIT.failed;
  readonly table: string;

  constructor(table: string, path: string) {
    super(
      `Rows for ${table} lie outside of the partitions that they were to replace: ${path}.\n` +
        'Nothing was committed. Filter the rows, or name that partition too.',
    );
    this.table = table;
  }
}

/** Another writer's commit touches what this change read or removes. Nothing was committed. */
export class CommitConflictError extends SluiceError {
  readonly code = 'COMMIT_CONFLICT';
  readonly exitCode = EXIT.conflict;
  readonly table: string;
  /** The version that came first. */
  readonly version: number;

  constructor(table: string, version: number, reason: string) {
    super(
      `${table} was changed by another writer meanwhile: version ${String(version)} ${reason}.\n` +
        'This change was not committed; prepare it anew on the newest version, which running again does.',
    );
    this.table = table;
    this.version = version;
  }
}

/** The table takes new rows only. Nothing was committed. */
export class AppendOnlyError extends SluiceError {
  readonly code = 'APPEND_ONLY';
  readonly exitCode = EXIT.usage;
  readonly table: string;

  constructor(table: string, operation: string) {
    super(
      `${table} takes new rows only (delta.appendOnly), but ${operation} removes some.\n` +
        'Nothing was committed. Append instead, or set delta.appendOnly to false first.',
    );
    this.table = table;
  }
}

/** A table cannot be defined so: its columns, partitions or properties. Nothing was committed. */
export class DefinitionRefusedError extends SluiceError {
  readonly code = 'DEFINITION_REFUSED';
  readonly exitCode = EXIT.usage;
  readonly table: string;

  constructor(table: string, problem: string) {
    super(`${table} cannot be defined so: ${problem}.\nNothing was committed.`);
    this.table = table;
  }
}

/** The operating system's short reason, such as `EACCES`. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}

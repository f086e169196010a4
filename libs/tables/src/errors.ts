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

/** Several rows of a merge's source have one key: which of them the table is to keep is not for a merge to choose. */
export class MergeKeyDuplicateError extends SluiceError {
  readonly code = 'MERGE_KEY_DUPLICATE';
  readonly exitCode = EXIT.failed;
  /** The least such key, by column. */
  readonly key: ReadonlyMap<string, string>;

  constructor(key: ReadonlyMap<string, string>, rows: number) {
    const text = [...key].map(([column, value]) => `${column} = ${value}`).join(', ');
    super(
      `The rows to merge have a key more than once: ${text} occurs ${String(rows)} times.\n` +
        'Nothing was written. Keep one row of each key, as with QUALIFY row_number() OVER (PARTITION BY … ORDER BY …) = 1.',
    );
    this.key = key;
  }
}

/** The rows that a change brings have other columns than the table. */
export class SourceColumnsError extends SluiceError {
  readonly code = 'SOURCE_COLUMNS';
  readonly exitCode = EXIT.usage;
  readonly missing: readonly string[];
  readonly unknown: readonly string[];

  constructor(missing: readonly string[], unknown: readonly string[]) {
    const problems = [
      ...(missing.length === 0 ? [] : [`missing: ${missing.join(', ')}`]),
      ...(unknown.length === 0 ? [] : [`not in the table: ${unknown.join(', ')}`]),
    ];
    super(
      `The columns of the change do not fit the table; ${problems.join('; ')}.\n` +
        'Nothing was written. Name the columns of the table, or add to the table what it lacks first.',
    );
    this.missing = missing;
    this.unknown = unknown;
  }
}

/** Files younger than the table's retention were to be removed: readers and writers at work may need them. */
export class RetentionTooShortError extends SluiceError {
  readonly code = 'RETENTION_TOO_SHORT';
  readonly exitCode = EXIT.usage;

  constructor(asked: string, retention: string) {
    super(
      `Files are to be kept for ${asked}, but the table keeps them for ${retention} (delta.deletedFileRetentionDuration).\n` +
        'Readers of older versions and writers under way need younger ones. Nothing was removed.\n' +
        'Keep them as long as the table says; or force it where nobody reads or writes the table now.',
    );
  }
}

/** A property of a table has a value that cannot be understood. */
export class PropertyInvalidError extends SluiceError {
  readonly code = 'PROPERTY_INVALID';
  readonly exitCode = EXIT.usage;
  readonly property: string;

  constructor(property: string, value: string, expected: string) {
    super(
      `The table's property ${property} is ${JSON.stringify(value)}; expected ${expected}.\n` +
        'Nothing was changed. Set the property anew.',
    );
    this.property = property;
  }
}

/** A version to restore names data files that are gone. */
export class RestoreFilesMissingError extends SluiceError {
  readonly code = 'RESTORE_FILES_MISSING';
  readonly exitCode = EXIT.engine;
  readonly paths: readonly string[];

  constructor(version: number, paths: readonly string[]) {
    super(
      `Version ${String(version)} cannot be restored: ${String(paths.length)} of its data files are gone, first ${paths[0] ?? ''}.\n` +
        'VACUUM removed them, or something else did. Nothing was changed. Restore a younger version.',
    );
    this.paths = paths;
  }
}

/** The operating system's short reason, such as `EACCES`. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}

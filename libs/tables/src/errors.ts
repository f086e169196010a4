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

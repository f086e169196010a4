import { EXIT, SluiceError } from '@sluice/core';

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

/** A change names columns that its rows or its table do not have. */
export class ColumnsMissingError extends SluiceError {
  readonly code = 'COLUMNS_MISSING';
  readonly exitCode = EXIT.usage;
  readonly columns: readonly string[];

  constructor(where: 'table' | 'rows', columns: readonly string[]) {
    const lack = where === 'table' ? 'The table lacks' : 'The rows of the change lack';
    super(
      `${lack} the ${columns.length === 1 ? 'column' : 'columns'} ${columns.join(', ')}.\n` +
        'Nothing was written. Name the columns of the table, each of them; NULL where a row has no value.',
    );
    this.columns = columns;
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
        'Keep them as long as the table says; where nobody reads or writes the table now, shorten that property first.',
    );
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

import { EXIT, SluiceError } from '@sluice/core';
import type { Location } from '@sluice/core';

/** The input folder is not there, or is no folder. */
export class InputFolderMissingError extends SluiceError {
  readonly code = 'INPUT_FOLDER_MISSING';
  readonly exitCode = EXIT.engine;

  constructor(folder: string, reason: string, cause?: unknown) {
    super(`The input folder ${folder} ${reason}.\nName the folder that holds the input files with --input-dir.`, {
      cause,
    });
  }
}

/** No file in the input folder bears the name of a table that is to be read. */
export class InputTableMissingError extends SluiceError {
  readonly code = 'INPUT_TABLE_MISSING';
  readonly exitCode = EXIT.engine;
  readonly tables: readonly string[];

  constructor(folder: string, tables: readonly string[], details: readonly string[]) {
    super([`The input folder ${folder} has no file for ${tables.join(', ')}.`, ...details].join('\n'));
    this.tables = tables;
  }
}

/** Several files could be one table. */
export class InputAmbiguousError extends SluiceError {
  readonly code = 'INPUT_AMBIGUOUS';
  readonly exitCode = EXIT.usage;

  constructor(folder: string, clashes: ReadonlyMap<string, readonly string[]>) {
    const lines = [...clashes].map(([table, files]) => `  ${table}: ${files.join(', ')}`);
    super(
      [`The input folder ${folder} has several files for one table.`, ...lines, 'Leave one of each there.'].join('\n'),
    );
  }
}

/** A file could not be opened or read: permissions, a disk error. */
export class InputUnreadableError extends SluiceError {
  readonly code = 'INPUT_UNREADABLE';
  readonly exitCode = EXIT.engine;

  constructor(file: string, cause: unknown) {
    super(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`, {
      cause,
      location: { file },
    });
  }
}

/** A file without a byte. */
export class InputEmptyError extends SluiceError {
  readonly code = 'INPUT_EMPTY';
  readonly exitCode = EXIT.engine;

  constructor(file: string) {
    super(`${file} is empty: there is not even a header.\nWas it still being written? Deliver it again.`, {
      location: { file },
    });
  }
}

/** A text file that is not UTF-8. */
export class InputEncodingError extends SluiceError {
  readonly code = 'INPUT_ENCODING';
  readonly exitCode = EXIT.engine;

  constructor(location: Location, found: string) {
    super(`${location.file} is not UTF-8: ${found}.\nSave it as UTF-8.`, { location });
  }
}

/** A file that is not what its format says, such as CSV with a cell too many or a Parquet file cut short. */
export class InputBrokenError extends SluiceError {
  readonly code = 'INPUT_BROKEN';
  readonly exitCode = EXIT.engine;

  constructor(location: Location, problem: string, cause?: unknown) {
    const where = location.line === undefined ? location.file : `${location.file}, line ${String(location.line)}`;
    super(`${where}: ${problem}.\nNothing of the file was taken over.`, { cause, location });
  }
}

/** Columns that the contract asks for and the file does not have. */
export class InputColumnsMissingError extends SluiceError {
  readonly code = 'INPUT_COLUMNS_MISSING';
  readonly exitCode = EXIT.engine;
  readonly columns: readonly string[];

  constructor(file: string, missing: ReadonlyMap<string, string | undefined>, found: readonly string[]) {
    const names = [...missing].map(([name, near]) =>
      near === undefined ? `  ${name}` : `  ${name} (the file has ${JSON.stringify(near)})`,
    );
    super(
      [
        `${file} lacks ${missing.size === 1 ? 'a column' : `${String(missing.size)} columns`} of its contract:`,
        ...names,
        `It has: ${found.map((name) => JSON.stringify(name)).join(', ')}.`,
      ].join('\n'),
      { location: { file } },
    );
    this.columns = [...missing.keys()];
  }
}

/** Columns of a type none of whose values can become the contract's without loss. */
export class InputTypesError extends SluiceError {
  readonly code = 'INPUT_TYPES';
  readonly exitCode = EXIT.engine;

  constructor(
    file: string,
    mismatches: readonly { readonly column: string; readonly expected: string; readonly got: string }[],
  ) {
    const lines = mismatches.map(({ column, expected, got }) => `  ${column}: expected ${expected}, got ${got}`);
    super([`${file} has columns that cannot be read as its contract says without loss:`, ...lines].join('\n'), {
      location: { file },
    });
  }
}

/** What is set aside could not be written down: the scratch folder is full, missing or not to be written. */
export class InputScratchError extends SluiceError {
  readonly code = 'INPUT_SCRATCH';
  readonly exitCode = EXIT.engine;

  constructor(path: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `${path} cannot be written: ${reason}.\nRecords that are set aside, and a copy of the sound ones, need a folder with as much room as the input file. Nothing of it was taken over.`,
      { cause },
    );
  }
}

/** A file changed while it was read. */
export class InputChangedError extends SluiceError {
  readonly code = 'INPUT_CHANGED';
  readonly exitCode = EXIT.conflict;

  constructor(file: string) {
    super(`${file} changed while it was being read.\nRun again when it is complete.`, { location: { file } });
  }
}

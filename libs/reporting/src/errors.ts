import { EXIT, type Problem, SluiceError } from '@sluice/core';

/** A run record does not keep its schema. */
export class RunRecordInvalidError extends SluiceError {
  readonly code = 'RUN_RECORD_INVALID';
  readonly exitCode = EXIT.engine;

  constructor(path: string, problems: readonly Pick<Problem, 'path' | 'message'>[]) {
    super(
      `${path} is no run record:\n${problems.map(({ path: at, message }) => `  ${at || '/'} ${message}`).join('\n')}`,
    );
  }
}

/** A report cannot be written where it was asked for. The tables are published, and the run records stay. */
export class ReportNotWritableError extends SluiceError {
  readonly code = 'REPORT_NOT_WRITABLE';
  readonly exitCode = EXIT.delivery;

  constructor(path: string, cause: unknown) {
    super(
      `${path} cannot be written: ${String(cause)}.\nTables and run records are as they were. Name another place, then run sluice report again.`,
      { cause },
    );
  }
}

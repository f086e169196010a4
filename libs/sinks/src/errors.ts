import { EXIT, SluiceError } from '@sluice/core';

/** The output folder does not take files. The tables themselves are published; the file that was there before stays. */
export class OutputNotWritableError extends SluiceError {
  readonly code = 'OUTPUT_NOT_WRITABLE';
  readonly exitCode = EXIT.engine;
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(
      `${path} cannot be written (${reasonOf(cause)}).\n` +
        'What was there before stays as it was.\n' +
        'Give this user the right to write there, or choose another folder with --output-dir.',
      { cause },
    );
    this.path = path;
  }
}

/** The operating system's short reason, such as `EACCES`. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}

/** Process exit codes; every error class names the one it ends a command with. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  engine: 3,
  delivery: 4,
  conflict: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A place in a file of the user's: `line` and `column` count from 1. */
export interface Location {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * Every error that Sluice raises on purpose. The message is written for the operator: what happened,
 * where, expected and got, what was kept, what to do. Its first line stands alone; further lines are details.
 */
export abstract class SluiceError extends Error {
  /** Stable, in upper snake case; scripts may match on it. */
  abstract readonly code: string;
  abstract readonly exitCode: ExitCode;
  /** Where the mistake stands, when it stands in a file. */
  readonly location: Location | undefined;

  constructor(message: string, options: { readonly cause?: unknown; readonly location?: Location } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.location = options.location;
  }

  override get name(): string {
    return this.code;
  }
}

/** `file:line:column`, as editors and terminals link it. */
export function formatLocation(location: Location): string {
  const { file, line, column } = location;
  if (line === undefined) return file;
  return column === undefined ? `${file}:${String(line)}` : `${file}:${String(line)}:${String(column)}`;
}

/** The operator stopped the command (Ctrl-C, SIGTERM) before it was done. */
export class InterruptedError extends SluiceError {
  readonly code = 'INTERRUPTED';
  readonly exitCode = EXIT.interrupted;

  constructor(
    message = 'Interrupted. What was published before stays as it is; run the command again to go on.',
    options: { readonly cause?: unknown } = {},
  ) {
    super(message, options);
  }
}

/** One flag or variable that cannot be used. `name` is as the operator wrote it: `--threads` or `SLUICE_THREADS`. */
export interface SettingProblem {
  readonly name: string;
  readonly value: string;
  readonly expected: string;
}

/** Flags or environment variables that cannot be used: all of them at once. */
export class SettingsInvalidError extends SluiceError {
  readonly code = 'SETTINGS_INVALID';
  readonly exitCode = EXIT.usage;
  readonly problems: readonly SettingProblem[];

  constructor(problems: readonly SettingProblem[]) {
    const lines = problems.map(
      ({ name, value, expected }) => `  ${name} must be ${expected}, got ${JSON.stringify(value)}`,
    );
    super(
      [`${String(problems.length)} ${problems.length === 1 ? 'setting' : 'settings'} cannot be used:`, ...lines].join(
        '\n',
      ),
    );
    this.problems = problems;
  }
}

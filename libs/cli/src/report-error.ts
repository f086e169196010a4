import { EXIT, formatLocation, SluiceError, type ExitCode } from '@sluice/core';
import type { ErrorRecord } from '@sluice/pipeline';
import type { CommanderError } from 'commander';
import { UsageError } from './errors.ts';
import type { Io } from './io.ts';

/**
 * Tells the operator what went wrong: `CODE message` on stderr, and with `--output json` a document on stdout too.
 * An error that is not Sluice's own is a fault of Sluice: its stack is shown, and the exit code is 3.
 */
export function reportError(error: unknown, io: Io, json: boolean): ExitCode {
  const { code, message, exitCode } = errorDocument(error).error;
  const text = error instanceof SluiceError ? withPlace(error) : internal(error, message);
  io.note(`${io.style(['red', 'bold'], code)} ${text}`);
  if (json) io.printJson(errorDocument(error));
  return exitCode;
}

/** An error as JSON. */
export function errorDocument(error: unknown): { readonly error: ErrorRecord } {
  if (!(error instanceof SluiceError)) {
    return {
      error: {
        code: 'INTERNAL',
        message: error instanceof Error ? error.message : String(error),
        exitCode: EXIT.engine,
      },
    };
  }
  const { code, message, exitCode, location } = error;
  return { error: { code, message, ...(location && { location }), exitCode } };
}

/** The place, where the message does not name it itself. */
function withPlace(error: SluiceError): string {
  const { location, message } = error;
  return location === undefined || message.includes(location.file)
    ? message
    : `${message}\n  at ${formatLocation(location)}`;
}

function internal(error: unknown, message: string): string {
  const stacks = [error, error instanceof Error ? error.cause : undefined].flatMap((one) =>
    one instanceof Error ? [one.stack ?? one.message] : [],
  );
  return `This is a fault of Sluice, not of your pipeline. Please report it with these lines.\n${stacks.join('\nCaused by ') || message}`;
}

/** commander's words as ours: no prefix, its suggestion in the same sentence, and where to look. */
export function usageError({ message }: CommanderError, command: string | undefined): UsageError {
  const [first = '', ...rest] = message.replace(/^error: /u, '').split('\n');
  const hint = rest.join(' ').replace(/^\(Did you mean (?<name>.*)\?\)$/u, 'did you mean $<name>?');
  const text = hint === '' ? `${first.replace(/\.$/u, '')}.` : `${first}; ${hint}`;
  return new UsageError(`${text}\nsluice ${command === undefined ? '' : `${command} `}--help shows what there is.`);
}

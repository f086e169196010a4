import { stripVTControlCharacters, styleText } from 'node:util';
import { jsonWithoutCommands, linesWithoutCommands, withoutCommands } from './workflow-commands.ts';

type Style = Parameters<typeof styleText>[0];

/**
 * Where a command writes. Results go to stdout, everything else to stderr. In a job of GitHub Actions nothing of it is a
 * command to the runner, whatever values it holds, but for `command` and for `write`, whose bytes are the caller's.
 */
export interface Io {
  /** Columns of the terminal; undefined where stdout is none, and lines may be of any length. */
  readonly width: number | undefined;
  /** True where a person watches stderr. */
  readonly interactive: boolean;
  readonly color: boolean;
  /** Writes text and a line break to stdout. */
  print(text: string): void;
  /** Writes text to stdout as it is. */
  write(text: string): void;
  /** Writes a JSON document to stdout. */
  printJson(document: unknown): void;
  /** Writes text and a line break to stderr. */
  note(text: string): void;
  /** Writes a workflow command to stderr, where it does not disturb a document on stdout. Its values are escaped already. */
  command(line: string): void;
  /** Takes the log: JSON lines, on their way to stderr. */
  readonly log: NodeJS.WritableStream;
  readonly style: (style: Style, text: string) => string;
}

/** A terminal that does not say how wide it is. */
const NARROW = 80;

/** @param guarded  true where a runner of GitHub Actions reads what is written */
export function createIo(color: boolean, guarded: boolean): Io {
  const { stdout, stderr } = process;
  const width = stdout.isTTY ? (positive(stdout.columns) ?? NARROW) : positive(process.env['COLUMNS']);
  const colored = color && stdout.isTTY;
  const harmless = (text: string): string => (guarded ? withoutCommands(text) : text);
  const clean = (text: string): string => harmless(colored ? text : stripVTControlCharacters(text));
  const json = (text: string): string => (guarded ? jsonWithoutCommands(text) : text);
  return {
    width,
    interactive: stderr.isTTY,
    color: colored,
    print: (text) => void stdout.write(`${clean(text)}\n`),
    write: (text) => void stdout.write(text),
    printJson: (document) => void stdout.write(`${json(JSON.stringify(document, undefined, 2))}\n`),
    note: (text) => void stderr.write(`${harmless(color && stderr.isTTY ? text : stripVTControlCharacters(text))}\n`),
    command: (line) => void stderr.write(`${line}\n`),
    log: guarded ? linesWithoutCommands(stderr) : stderr,
    style: (style, text) => (color ? styleText(style, text, { validateStream: false }) : text),
  };
}

/**
 * A reader that went away (`| head`) is no error: what is written from then on is dropped, and the command goes on, because a
 * run must not stop half-way for it.
 */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

function positive(text: string | number | undefined): number | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}

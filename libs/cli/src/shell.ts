import { createInterface, type Interface } from 'node:readline';
import { EXIT, InterruptedError, SluiceError, type ExitCode } from '@sluice/core';
import type { Engine, Row, Session } from '@sluice/engine';
import type { Io } from './io.ts';
import { counted, duration } from './render/format.ts';
import { renderRows } from './render/table.ts';
import { reportError } from './report-error.ts';
import { splitStatements } from './statements.ts';

export interface Shell {
  readonly io: Io;
  readonly engine: Engine;
  readonly session: Session;
  /** Name of the pipeline, for the prompt. */
  readonly name: string;
  /** Names that Tab completes. */
  readonly tables: readonly string[];
  /** Ends the shell when it is aborted. */
  readonly signal: AbortSignal;
}

const MOST_ROWS = 1000;
const HELP = `Statements end with a semicolon; Ctrl-C stops one, Ctrl-D leaves.
  .tables   the tables of the pipeline
  .help     this
  .exit     leave`;

/**
 * Reads statements from stdin and answers them. With a terminal it prompts, and a statement that fails is shown and
 * forgotten; without one the first failure ends it, with its exit code.
 */
export async function runShell(shell: Shell): Promise<ExitCode> {
  const { io, engine, name, tables, signal } = shell;
  const terminal = process.stdin.isTTY && process.stdout.isTTY;
  const lines = createInterface({
    input: process.stdin,
    ...(terminal && { output: process.stdout }),
    terminal,
    completer: completer(tables),
    signal,
  });
  let buffer = '';
  const prompt = (): void => {
    if (!terminal) return;
    lines.setPrompt(buffer.trim() === '' ? `${name}> ` : `${' '.repeat(name.length - 1)}-> `);
    lines.prompt();
  };
  lines.on('SIGINT', () => {
    buffer = '';
    engine.interrupt();
    lines.write(null, { ctrl: true, name: 'u' });
    io.write('\n');
    prompt();
  });
  if (terminal) io.print(`${counted(tables.length, 'table')} of ${name}: .tables lists them, .help tells the rest.`);
  prompt();
  for await (const line of lines) {
    const command = buffer.trim() === '' ? line.trim() : '';
    if (command === '.exit' || command === '.quit') break;
    if (command === '.help') io.print(HELP);
    else if (command === '.tables') io.print(tables.join('\n'));
    else buffer = `${buffer}${line}\n`;
    const { statements, rest } = splitStatements(buffer);
    buffer = rest;
    const failed = await answerAll(shell, statements, terminal);
    if (failed !== undefined) return close(lines, failed);
    prompt();
  }
  // A script's last statement may go without its semicolon.
  const last = !terminal && buffer.trim() !== '' ? await answerAll(shell, [buffer.trim()], terminal) : undefined;
  return close(lines, last ?? EXIT.done);
}

/** @returns the exit code with which the shell ends, where it does. */
async function answerAll(shell: Shell, statements: readonly string[], goOn: boolean): Promise<ExitCode | undefined> {
  for (const statement of statements) {
    try {
      await answer(shell, statement);
    } catch (error) {
      if (error instanceof InterruptedError && goOn) continue;
      if (!(error instanceof SluiceError)) throw error;
      const exitCode = reportError(error, shell.io, false);
      if (!goOn) return exitCode;
    }
  }
  return undefined;
}

async function answer({ session, io }: Shell, statement: string): Promise<void> {
  const began = performance.now();
  const rows = await read(session, statement);
  const seconds = duration((performance.now() - began) / 1000);
  const [first] = rows;
  const shown = rows.slice(0, MOST_ROWS);
  if (first !== undefined) io.print(renderRows(Object.keys(first), shown, io));
  const more = rows.length > shown.length ? `the first ${counted(shown.length, 'row')}` : counted(rows.length, 'row');
  io.print(io.style('dim', `${more}, ${seconds}`));
}

/** A SELECT is limited; what cannot be described as one is run as it is. */
async function read(session: Session, statement: string): Promise<readonly Row[]> {
  const wrapped = `SELECT * FROM (\n${statement}\n)`;
  const isSelect = await session.describe(wrapped).then(
    () => true,
    () => false,
  );
  return session.query({
    sql: isSelect ? `${wrapped} LIMIT ${MOST_ROWS + 1}` : statement,
    location: { file: 'shell', line: isSelect ? 0 : 1 },
  });
}

function completer(tables: readonly string[]): (line: string) => [string[], string] {
  return (line) => {
    const word = /[\w.]*$/u.exec(line)?.[0] ?? '';
    return [tables.filter((table) => word !== '' && table.startsWith(word)), word];
  };
}

function close(lines: Interface, exitCode: ExitCode): ExitCode {
  lines.close();
  return exitCode;
}

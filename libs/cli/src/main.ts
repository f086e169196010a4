import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, type ExitCode } from '@sluice/core';
import { CommanderError, type Command, type Option } from 'commander';
import { splitPipeline } from './arguments.ts';
import { inGitHubActions } from './github.ts';
import { listenForSignals } from './interrupt.ts';
import { invoke } from './invoke.ts';
import { createIo, outliveReaders, type Io } from './io.ts';
import { loadPipelines, type Launch } from './launch.ts';
import { createProgram } from './program.ts';
import { reportError, usageError } from './report-error.ts';
import { specs } from './specs.ts';

/**
 * Does what a command line asks for and sets the exit code of the process. Does not throw.
 * @param argv  without `node` and the script
 */
export async function main(argv: readonly string[], launch: Launch): Promise<void> {
  outliveReaders();
  const io = createIo(!argv.includes('--no-color') && (process.env['NO_COLOR'] ?? '') === '', inGitHubActions());
  const signals = listenForSignals((text) => {
    io.note(text);
  });
  try {
    process.exitCode = await dispatch(argv, launch, io, signals.signal);
  } catch (error) {
    process.exitCode = reportError(error, io, wantsJson(argv));
  } finally {
    signals.stop();
  }
}

async function dispatch(argv: readonly string[], launch: Launch, io: Io, signal: AbortSignal): Promise<ExitCode> {
  const [name] = argv;
  if (name === 'complete') {
    const { complete } = await import('./complete.ts');
    return complete(argv.slice(1), launch);
  }
  const spec = specs.find((candidate) => candidate.name === name);
  const split = spec && splitPipeline(spec, argv.slice(1), Object.keys(launch.pipelines));
  let exitCode: ExitCode = EXIT.done;
  const program = createProgram({
    version: versionOf(launch.workspace),
    width: io.width,
    parameters: spec?.parameters === true ? await parameterOptions(launch, split?.pipeline) : [],
    write: (text) => {
      io.print(text.trimEnd());
    },
    invoke: async (invocation) => {
      exitCode = await invoke(invocation, { io, launch, signal, pipeline: split?.pipeline });
    },
  });
  if (name === undefined) {
    io.note(program.helpInformation().trimEnd());
    return EXIT.usage;
  }
  const answered = await parse(program, spec && split ? [spec.name, ...split.args] : argv, spec?.name);
  return answered ?? exitCode;
}

/** Pipelines are loaded only where their parameters are flags: the help of other commands need not wait for them. */
async function parameterOptions(launch: Launch, pipeline: string | undefined): Promise<readonly Option[]> {
  const { optionsOf } = await import('./parameters.ts');
  return optionsOf(await loadPipelines(launch, pipeline));
}

/** @returns an exit code where help or the version was all that was asked for. */
async function parse(
  program: Command,
  args: readonly string[],
  command: string | undefined,
): Promise<ExitCode | undefined> {
  try {
    await program.parseAsync(args, { from: 'user' });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.done;
    throw usageError(error, command);
  }
}

function wantsJson(argv: readonly string[]): boolean {
  return argv.includes('--output=json') || argv.some((arg, index) => arg === '--output' && argv[index + 1] === 'json');
}

function versionOf(workspace: string): string {
  const found: unknown = JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8'));
  return typeof found === 'object' && found !== null && 'version' in found ? String(found.version) : 'unknown';
}

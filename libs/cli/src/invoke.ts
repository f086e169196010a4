import { createLogger, resolveSettings, type ExitCode, type Logger, type Settings } from '@sluice/core';
import type { CommandContext } from './context.ts';
import { flagValues, type FlagValues } from './flags.ts';
import type { Io } from './io.ts';
import { loadPipelines, type Launch } from './launch.ts';
import type { Invocation } from './program.ts';

/** Settles everything that a command needs, and hands over to it. */
export async function invoke(
  { spec, operand, rest, values }: Invocation,
  { io, launch, signal, pipeline }: { io: Io; launch: Launch; signal: AbortSignal; pipeline: string | undefined },
): Promise<ExitCode> {
  const flags = flagValues(values);
  const settings = settle(flags, launch.workspace);
  const { action } = await spec.load();
  const isTable = spec.tableWith !== undefined && flags.text(spec.tableWith) !== undefined;
  const takesPipeline = !isTable && (spec.argument?.name.includes('pipeline') ?? false);
  const { givenParameters } = await import('./parameters.ts');
  let logger: Promise<Logger> | undefined;
  const context: CommandContext = {
    io,
    launch,
    settings,
    flags,
    signal,
    operand,
    rest,
    named: pipeline !== undefined,
    pipelines: takesPipeline ? await loadPipelines(launch, pipeline) : [],
    given: (of) => givenParameters(of, flags),
    logger: () => (logger ??= openLogger(settings, flags, io)),
  };
  for (const warning of settings.warnings) {
    if (io.interactive) io.note(`${io.style('yellow', 'warning')} ${warning}`);
    else (await context.logger()).warn(warning);
  }
  return action(context);
}

function settle(flags: FlagValues, workspace: string): Settings {
  return resolveSettings({
    flags: {
      'data-dir': flags.text('dataDir'),
      'input-dir': flags.text('inputDir'),
      'output-dir': flags.text('outputDir'),
      'memory-limit': flags.text('memoryLimit'),
      threads: flags.text('threads'),
      'spill-limit': flags.text('spillLimit'),
      'disk-budget': flags.text('diskBudget'),
      'log-level': flags.text('logLevel'),
      // commander turns --no-color into color: false.
      'no-color': flags.off('color'),
    },
    env: process.env,
    workspace,
  });
}

/**
 * A person at a terminal is shown the run itself, its warnings and its errors, and is spared its log unless they ask for it;
 * everyone else gets every line as JSON.
 */
function openLogger(settings: Settings, flags: FlagValues, io: Io): Promise<Logger> {
  const asked = flags.text('logLevel') !== undefined || (process.env['SLUICE_LOG_LEVEL'] ?? '') !== '';
  const level = io.interactive && !asked ? 'silent' : settings.logLevel;
  const redact = settings.cql?.login === undefined ? [] : [settings.cql.login.password];
  return createLogger({ level, pretty: io.interactive, color: settings.color, stream: io.log, redact });
}

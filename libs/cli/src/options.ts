import { systemClock } from '@sluice/core';
import type { Pipeline, PlanOptions, RunContext, RunOptions } from '@sluice/pipeline';
import { choice } from './choice.ts';
import type { CommandContext } from './context.ts';

/** What the commands of the pipeline lib stand on. */
export async function runContext({ launch, settings, signal, logger }: CommandContext): Promise<RunContext> {
  const { dataDir, outputDir, cql, memoryLimit, threads, spillBytes } = settings;
  return {
    workspace: launch.workspace,
    ...(launch.cacheDir !== undefined && { cacheDir: launch.cacheDir }),
    dataDir,
    ...(outputDir !== undefined && { outputDir }),
    ...(cql !== undefined && { cql }),
    clock: systemClock,
    logger: await logger(),
    limits: {
      ...(memoryLimit !== undefined && { memoryLimit }),
      ...(threads !== undefined && { threads }),
      ...(spillBytes !== undefined && { spillBytes }),
    },
    signal,
  };
}

export function planOptions(context: CommandContext, pipeline: Pipeline): PlanOptions {
  const { flags, settings } = context;
  return {
    parameters: context.given(pipeline),
    select: flags.list('select'),
    exclude: flags.list('exclude'),
    fullRefresh: flags.on('fullRefresh'),
    inputDir: settings.inputDir,
  };
}

export function runOptions(context: CommandContext, pipeline: Pipeline): RunOptions {
  const { flags } = context;
  return {
    ...planOptions(context, pipeline),
    dryRun: flags.on('dryRun'),
    failFast: flags.on('failFast'),
    failOn: choice(flags, 'failOn', ['error', 'warning', 'never']),
    publish: choice(flags, 'publish', ['run', 'table']),
  };
}

import { resolve } from 'node:path';
import { EXIT, type ExitCode } from '@sluice/core';
import { diff, type DiffReport, diffVersions, findTable, lakeTables, TableUnknownError } from '@sluice/pipeline';
import { choice } from '../choice.ts';
import type { Action, CommandContext } from '../context.ts';
import { eachPipeline } from '../each.ts';
import { UsageError } from '../errors.ts';
import type { FlagValues } from '../flags.ts';
import type { Io } from '../io.ts';
import { loadPipelines } from '../launch.ts';
import { versionNumber } from '../moment.ts';
import { runContext } from '../options.ts';
import { renderDiff } from '../render/diff.ts';
import { markdownDiff } from '../render/diff-markdown.ts';

const SAMPLES = 5;

export const action: Action = (context) => {
  const { io, flags } = context;
  const form = choice(flags, 'output', ['text', 'json', 'markdown']);
  if (flags.text('from') !== undefined) return versions(context, form);
  const options = {
    against: againstOf(flags),
    samples: samplesOf(flags),
    select: flags.list('select'),
    exclude: flags.list('exclude'),
  };
  return eachPipeline(context, async (pipeline) => {
    const report = await diff(await runContext(context), pipeline, options);
    if (form !== 'json') show(report, form, io);
    return { document: report, exitCode: exitCodeOf(report, flags) };
  });
};

/** Two versions of one table. */
async function versions(context: CommandContext, form: Form): Promise<ExitCode> {
  const { io, flags, launch, settings, operand } = context;
  const from = flags.text('from');
  if (operand === undefined || from === undefined) {
    throw new UsageError('Two versions of which table? `sluice diff TABLE --from VERSION [--to VERSION]`.');
  }
  const isOther = flags.text('against') !== undefined || [...flags.list('select'), ...flags.list('exclude')].length > 0;
  if (isOther)
    throw new UsageError('--against, --select and --exclude compare data folders: not with --from and --to.');
  const table = findTable(lakeTables(settings.dataDir, Object.keys(launch.pipelines)), operand);
  const [pipeline] = await loadPipelines(launch, table.pipeline);
  if (pipeline === undefined) throw new TableUnknownError(`${operand} belongs to no pipeline of the workspace.`);
  const to = flags.text('to');
  const report = await diffVersions(await runContext(context), pipeline, table, {
    from: versionNumber('--from', from),
    to: to === undefined ? undefined : versionNumber('--to', to),
    samples: samplesOf(flags),
  });
  if (form === 'json') io.printJson(report);
  else show(report, form, io);
  return exitCodeOf(report, flags);
}

type Form = 'text' | 'json' | 'markdown';

function show(report: DiffReport, form: Exclude<Form, 'json'>, io: Io): void {
  io.print(form === 'text' ? renderDiff(report, io) : markdownDiff(report));
}

function exitCodeOf({ different }: DiffReport, flags: FlagValues): ExitCode {
  return different && flags.on('failIfDiff') ? EXIT.failed : EXIT.done;
}

function againstOf(flags: FlagValues): string {
  if (flags.text('to') !== undefined) throw new UsageError('--to needs --from: which version is the old one?');
  const folder = flags.text('against') ?? '';
  if (folder === '') throw new UsageError('Nothing to compare with: --against <folder> names the other data folder.');
  return resolve(folder);
}

function samplesOf(flags: FlagValues): number {
  const text = flags.text('samples');
  if (text === undefined) return SAMPLES;
  if (!/^\d{1,3}$/u.test(text)) {
    throw new UsageError(`--samples must be a whole number below 1000, got ${JSON.stringify(text)}.`);
  }
  return Number(text);
}

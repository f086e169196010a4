import { resolve } from 'node:path';
import { EXIT } from '@sluice/core';
import { diff } from '@sluice/pipeline';
import { choice } from '../choice.ts';
import type { Action } from '../context.ts';
import { eachPipeline } from '../each.ts';
import { UsageError } from '../errors.ts';
import type { FlagValues } from '../flags.ts';
import { runContext } from '../options.ts';
import { renderDiff } from '../render/diff.ts';
import { markdownDiff } from '../render/diff-markdown.ts';

const SAMPLES = 5;

export const action: Action = (context) => {
  const { io, flags } = context;
  const form = choice(flags, 'output', ['text', 'json', 'markdown']);
  const options = {
    against: againstOf(flags),
    samples: samplesOf(flags),
    select: flags.list('select'),
    exclude: flags.list('exclude'),
  };
  return eachPipeline(context, async (pipeline) => {
    const report = await diff(await runContext(context), pipeline, options);
    if (form === 'text') io.print(renderDiff(report, io));
    if (form === 'markdown') io.print(markdownDiff(report));
    const failed = report.different && flags.on('failIfDiff');
    return { document: report, exitCode: failed ? EXIT.failed : EXIT.done };
  });
};

function againstOf(flags: FlagValues): string {
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

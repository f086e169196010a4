import { EXIT } from '@sluice/core';
import { testFixtures, type Pipeline } from '@sluice/pipeline';
import type { Action, CommandContext } from '../context.ts';
import { eachPipeline, type Outcome } from '../each.ts';
import { runContext } from '../options.ts';
import { renderFixtures } from '../render/fixtures.ts';

export const action: Action = (context) => eachPipeline(context, (pipeline) => testOne(context, pipeline));

/** Runs the fixtures of one pipeline and shows what they showed. */
export async function testOne(context: CommandContext, pipeline: Pipeline): Promise<Outcome> {
  const { io, flags } = context;
  const selection = { select: flags.list('select'), exclude: flags.list('exclude') };
  const report = await testFixtures(await runContext(context), pipeline, selection);
  if (flags.text('output') !== 'json') io.print(renderFixtures(report, io));
  return {
    document: report,
    exitCode: report.results.every(({ status }) => status === 'passed') ? EXIT.done : EXIT.failed,
  };
}

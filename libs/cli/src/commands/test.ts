import { EXIT } from '@sluice/core';
import { mutate, testFixtures, type Pipeline } from '@sluice/pipeline';
import type { Action, CommandContext } from '../context.ts';
import { eachPipeline, type Outcome } from '../each.ts';
import { runContext } from '../options.ts';
import { renderFixtures } from '../render/fixtures.ts';
import { renderMutation } from '../render/mutation.ts';

export const action: Action = (context) =>
  eachPipeline(context, async (pipeline) => {
    const tested = await testOne(context, pipeline);
    if (!context.flags.on('mutate')) return tested;
    if (tested.exitCode !== EXIT.done) return { document: { test: tested.document }, exitCode: tested.exitCode };
    const mutated = await mutateOne(context, pipeline);
    return { document: { test: tested.document, mutation: mutated.document }, exitCode: mutated.exitCode };
  });

/** Runs the fixtures of one pipeline and shows what they showed. */
export async function testOne(context: CommandContext, pipeline: Pipeline): Promise<Outcome> {
  const { io, flags } = context;
  const report = await testFixtures(await runContext(context), pipeline, selectionOf(context));
  if (flags.text('output') !== 'json') io.print(renderFixtures(report, io));
  return {
    document: report,
    exitCode: report.results.every(({ status }) => status === 'passed') ? EXIT.done : EXIT.failed,
  };
}

async function mutateOne(context: CommandContext, pipeline: Pipeline): Promise<Outcome> {
  const { io, flags } = context;
  const report = await mutate(await runContext(context), pipeline, selectionOf(context));
  if (flags.text('output') !== 'json') io.print(renderMutation(report, io));
  const { mutants, rules, stale } = report;
  const holds = stale.length === 0 && [...mutants, ...rules].every(({ status }) => status !== 'survived');
  return { document: report, exitCode: holds ? EXIT.done : EXIT.failed };
}

function selectionOf({ flags }: CommandContext): { select: readonly string[]; exclude: readonly string[] } {
  return { select: flags.list('select'), exclude: flags.list('exclude') };
}

import { EXIT, InterruptedError, type ExitCode } from '@sluice/core';
import type { Pipeline } from '@sluice/pipeline';
import type { CommandContext } from './context.ts';
import { errorDocument, reportError } from './report-error.ts';

/** What a command did for one pipeline: the document for `--output json`, and the exit code. */
export interface Outcome {
  readonly document: unknown;
  readonly exitCode: ExitCode;
}

/**
 * Does a command's work for the named pipeline, or for one after the other. With several, an error of one does not keep the
 * others from their turn (but Ctrl-C does), and the exit code is the first that is not 0.
 * With `--output json` prints what came of it: the named pipeline's document, or a list of all.
 */
export async function eachPipeline(
  context: CommandContext,
  work: (pipeline: Pipeline) => Promise<Outcome>,
): Promise<ExitCode> {
  const { io, flags, named, pipelines, signal } = context;
  const json = flags.text('output') === 'json';
  const outcomes: Outcome[] = [];
  for (const pipeline of pipelines) {
    try {
      outcomes.push(await work(pipeline));
    } catch (error) {
      if (named || error instanceof InterruptedError || signal.aborted) throw error;
      const exitCode = reportError(error, io, false);
      outcomes.push({ document: { pipeline: pipeline.name, ...errorDocument(error) }, exitCode });
    }
    if (signal.aborted || (flags.on('failFast') && outcomes.at(-1)?.exitCode !== EXIT.done)) break;
  }
  if (json) io.printJson(named ? outcomes[0]?.document : outcomes.map(({ document }) => document));
  return outcomes.find(({ exitCode }) => exitCode !== EXIT.done)?.exitCode ?? EXIT.done;
}

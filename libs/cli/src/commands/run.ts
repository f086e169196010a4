import { run, withSession, type Pipeline, type Plan, type RunContext, type RunRecord } from '@sluice/pipeline';
import type { Action, CommandContext } from '../context.ts';
import { eachPipeline, type Outcome } from '../each.ts';
import { annotateError, tellGitHub } from '../github.ts';
import { runContext, runOptions } from '../options.ts';
import { closingLine, renderContents } from '../render/run.ts';
import { renderSample } from '../render/samples.ts';
import { sampleResults } from '../samples.ts';
import { watchRun } from '../watch-run.ts';

export const action: Action = async (context) => {
  const exitCode = await eachPipeline(context, (pipeline) => runOne(context, pipeline));
  if (context.named || context.flags.text('output') === 'json' || context.signal.aborted) return exitCode;
  const { showSite } = await import('./report.ts');
  await showSite(context);
  return exitCode;
};

/** Runs one pipeline and shows it. A run that failed is told by its record: `CODE message` on stderr, its exit code here. */
export async function runOne(context: CommandContext, pipeline: Pipeline): Promise<Outcome> {
  const { io, flags } = context;
  const quiet = flags.text('output') === 'json';
  const watch = watchRun(context, quiet);
  const base = await runContext(context);
  const record = await run(base, pipeline, runOptions(context, pipeline), watch.observe)
    .catch(async (error: unknown) => {
      await annotateError(error, pipeline.name, io);
      throw error;
    })
    .finally(watch.stop);
  const { plan, recordPath } = watch.seen;
  if (!quiet && plan !== undefined) await showResults(context, base, plan, record);
  if (record.error !== undefined) io.note(`${io.style(['red', 'bold'], record.error.code)} ${record.error.message}`);
  if (!quiet) io.print(closingLine(record, recordPath ?? '', io));
  const told = await tellGitHub(record, io);
  return { document: record, exitCode: record.error?.exitCode ?? told };
}

async function showResults(context: CommandContext, base: RunContext, plan: Plan, record: RunRecord): Promise<void> {
  const { io, settings } = context;
  if (record.status !== 'succeeded' || record.options.dryRun) return;
  const samples = await withSession(base, record.pipeline, (session) =>
    sampleResults(session, plan, record, settings.dataDir),
  );
  io.print(`\n${renderContents(record, settings.dataDir, io)}\n`);
  for (const sample of samples) io.print(`${renderSample(sample, io)}\n`);
}

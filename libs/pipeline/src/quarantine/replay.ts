import type { RunContext } from '../context.ts';
import type { Pipeline } from '../definition/definition.ts';
import { ReplayRefusedError } from '../errors.ts';
import { layoutOf } from '../lake/layout.ts';
import { readRecord } from '../record/record-file.ts';
import type { RunObserver } from '../run/events.ts';
import { run } from '../run/run.ts';
import type { RunRecord } from '@sluice/reporting';
import { refusalOf } from './prepare-replay.ts';
import { listQuarantine } from './quarantine.ts';

export interface ReplayOptions {
  /** With its layer. */
  readonly table: string;
  /** Corrected rows; without them the run judges the file again by the contract as it is now. */
  readonly from: string | undefined;
  /** Where the source's file lies now, unless it is where it was. */
  readonly inputDir: string | undefined;
}

/**
 * Runs a table and what needs it (or, after a run that failed, all that it was to run) with the parameters and files of the
 * run that set its rows aside: once more, so that a mended contract takes effect, or with corrected rows in the place of the
 * records that they were made from.
 * @throws {ReplayRefusedError} for rows of a model, of a generator, or of a run without a record; and where the corrected
 *         rows do not stand for rows in quarantine, each once
 */
export async function replay(
  context: RunContext,
  pipeline: Pipeline,
  { table, from, inputDir }: ReplayOptions,
  observe?: RunObserver,
): Promise<RunRecord> {
  const [newest] = (await listQuarantine(context, pipeline)).filter((file) => file.table === table);
  if (newest === undefined) throw new ReplayRefusedError(`Nothing of ${table} is in quarantine; nothing was run.`);
  const { runId } = newest;
  const record = await readRecord(layoutOf(context.dataDir, pipeline.name), runId).catch((cause: unknown) => {
    throw new ReplayRefusedError(
      `The record of run ${runId}, which set rows of ${table} aside, cannot be read; run ${pipeline.name} anew.`,
      { cause },
    );
  });
  const then = record.tables.find(({ name }) => name === table);
  if (then !== undefined && (then.kind === 'model' || then.source === 'generated')) {
    throw new ReplayRefusedError(refusalOf({ name: table, kind: then.kind, reads: then.inputs }));
  }
  const { parameters, options } = record;
  const folder = inputDir ?? options.inputDir;
  const select = newest.of === 'failed' ? options.select : [`${table}+`];
  const exclude = newest.of === 'failed' ? options.exclude : [];
  return run(
    context,
    pipeline,
    {
      ...{ parameters, select, exclude, fullRefresh: false, inputDir: folder },
      ...{ dryRun: false, failFast: false, failOn: 'error', publish: 'run' },
      ...(from !== undefined && { replay: { table, from } }),
    },
    observe,
  );
}

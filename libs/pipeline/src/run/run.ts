import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { newRunId } from '@sluice/core';
import { type Engine, openDuckDb, type Session } from '@sluice/engine';
import { sweep } from '@sluice/tables';
import type { RunContext } from '../context.ts';
import type { Pipeline } from '../definition/definition.ts';
import { DataFolderError } from '../errors.ts';
import type { RunObserver } from './events.ts';
import { execute } from './execute.ts';
import { gitCommit } from './git.ts';
import { interruptible } from './interruptible.ts';
import { type Layout, layoutOf } from '../lake/layout.ts';
import type { RunOptions } from '../options.ts';
import { type Plan, plan } from '../plan/plan.ts';
import { prepareReplay } from '../quarantine/prepare-replay.ts';
import { writeRecord } from '../record/record-file.ts';
import type { RunRecord } from '@sluice/reporting';
import { openingRecord } from '../record/opening-record.ts';
import { recover } from './recover.ts';

/**
 * Runs a pipeline: plan, stage and audit every table that changed, publish all of them or none, hand to sinks, record.
 * Whatever goes wrong once the run has begun is told by the record's `status` and `error`; what is wrong with the
 * command, the models or the lake before it begins is thrown.
 * @throws {PlanRefusedError} @throws {SelectorInvalidError} @throws {LakeLockedError} @throws {DataFolderError}
 */
export async function run(
  context: RunContext,
  pipeline: Pipeline,
  options: RunOptions,
  observe: RunObserver = () => undefined,
): Promise<RunRecord> {
  const layout = layoutOf(context.dataDir, pipeline.name);
  const commit = gitCommit(context.workspace);
  await makeFolders(layout);
  const engine = await openDuckDb({ ...context.limits, spillDirectory: layout.spill });
  try {
    return await runLocked(engine, layout, commit, context, pipeline, options, observe);
  } finally {
    engine.close();
  }
}

async function runLocked(
  engine: Engine,
  layout: Layout,
  commit: Promise<string | undefined>,
  context: RunContext,
  pipeline: Pipeline,
  options: RunOptions,
  observe: RunObserver,
): Promise<RunRecord> {
  const { clock, logger } = context;
  const lock = await engine.lock(layout.lock);
  const session = await engine.connect();
  try {
    const recovery = await recover(session, layout, clock, logger);
    if (recovery.runId !== undefined || recovery.tables > 0) observe({ type: 'recovered', ...recovery });
    const runId = newRunId(clock);
    const planned = await interruptible(engine, context.signal, () => planWith(session, pipeline, context, options));
    const opening = openingRecord({
      runId,
      planned,
      options,
      engine,
      clock,
      dataDir: context.dataDir,
      commit: await commit,
    });
    await writeRecord(layout, opening);
    await writeFile(layout.running, runId);
    logger.info({ runId, pipeline: pipeline.name, asOf: planned.asOf, parameters: planned.parameters }, 'run started');
    observe({ type: 'planned', runId, plan: planned });
    const record = await execute({ engine, session, context, options, observe, plan: planned, opening });
    // What a publication that stopped half-way names lies there until the next run completes it.
    if (!existsSync(layout.journal)) await sweep(layout.staging);
    const path = await writeRecord(layout, record);
    await rm(layout.running);
    const { status, seconds } = record;
    logger.info({ runId, pipeline: pipeline.name, status, seconds }, 'run finished');
    observe({ type: 'finished', record, path });
    return record;
  } finally {
    session.close();
    await lock.release();
  }
}

/** Corrected rows are an input like others once they are staged: then the plan is made again with them. */
async function planWith(session: Session, pipeline: Pipeline, context: RunContext, options: RunOptions): Promise<Plan> {
  const planned = await plan(session, pipeline, context, options);
  if (options.replay === undefined) return planned;
  const pending = await prepareReplay(session, planned, options.replay);
  return plan(session, pipeline, context, { ...options, pending });
}

async function makeFolders(layout: Layout): Promise<void> {
  try {
    await mkdir(dirname(layout.lock), { recursive: true });
    await mkdir(layout.staging, { recursive: true });
  } catch (error) {
    throw new DataFolderError(
      `${layout.root} cannot be written: ${String(error)}. Nothing was run. Make the folder writable, or name another by --data-dir.`,
      { cause: error },
    );
  }
}

import { mkdir } from 'node:fs/promises';
import { InterruptedError, SluiceError } from '@sluice/core';
import { auditMessage } from './audit-message.ts';
import { viewStatement } from './bind.ts';
import { deliverAll } from './deliver-all.ts';
import { AuditFailedError } from './errors.ts';
import { type Execution, type Results, secondsSince } from './execution.ts';
import { blockingChecks, fileRelation } from './judge.ts';
import { interruptible } from './interruptible.ts';
import type { RunOptions } from './options.ts';
import type { Plan } from './plan.ts';
import { publishTables } from './publish-tables.ts';
import type { RunRecord, SinkRecord } from './record.ts';
import { makeTable } from './make-table.ts';
import { schedule } from './schedule.ts';
import { publishedRecord } from './published-record.ts';

/**
 * Does what a plan says: stages and audits, publishes, hands on.
 * @returns the finished record; errors stand in it, none is thrown but those of the program itself
 */
export async function execute(execution: Execution): Promise<RunRecord> {
  const { engine, context, options, plan, opening } = execution;
  const began = performance.now();
  const results: Results = { records: new Map(opening.tables.map((table) => [table.name, table])), staged: new Map() };
  const sinks: SinkRecord[] = [];
  let failure: SluiceError | undefined;
  try {
    await interruptible(engine, context.signal, async () => {
      await bindPublished(execution, results);
      await makeTables(execution, results, began);
    });
    failure = auditFailure(results, options, plan);
    if (failure === undefined && !options.dryRun) {
      if (options.publish === 'run') await publishTables(execution, results, [...results.staged.keys()]);
      sinks.push(...(await interruptible(engine, context.signal, () => deliverAll(execution))));
    }
  } catch (error) {
    failure = asFailure(error);
  }
  if (failure !== undefined) context.logger.error({ err: failure }, failure.message);
  const status = failure === undefined ? 'succeeded' : failure instanceof InterruptedError ? 'interrupted' : 'failed';
  return {
    ...opening,
    status,
    finishedAt: context.clock.now().toISOString(),
    seconds: secondsSince(began),
    tables: opening.tables.map((table) => results.records.get(table.name) ?? table),
    sinks,
    ...(failure && { error: errorRecord(failure) }),
  };
}

/** Tables that stay as they are published are read from there. */
async function bindPublished({ session, plan }: Execution, { records }: Results): Promise<void> {
  for (const planned of plan.tables) {
    const record = records.get(planned.name);
    if (planned.action === 'run' || planned.published === undefined || record === undefined) continue;
    records.set(planned.name, await publishedRecord(session, plan, planned, record));
    await session.execute(viewStatement(planned.name, `SELECT * FROM ${fileRelation(planned.path)}`));
  }
}

async function makeTables(execution: Execution, results: Results, began: number): Promise<void> {
  const { engine, plan, options, opening } = execution;
  const folder = plan.layout.stagingFolder(opening.runId);
  await mkdir(folder, { recursive: true });
  const running = plan.tables.filter(({ action }) => action === 'run');
  const order = running.map(({ name }) => name);
  const concurrency = Math.min(2, engine.limits.threads, Math.max(1, order.length));
  const idle = await Promise.all(Array.from({ length: concurrency }, () => engine.connect()));
  const sessions = [...idle];
  try {
    await schedule(order, plan.dependencies, concurrency, async (name) => {
      const planned = running.find((table) => table.name === name);
      const session = idle.pop();
      if (planned === undefined || session === undefined) return false;
      try {
        const good = await makeTable(execution, results, planned, session, folder, began);
        return good || !options.failFast;
      } finally {
        idle.push(session);
      }
    });
  } finally {
    for (const session of sessions) session.close();
  }
}

function auditFailure({ records }: Results, options: RunOptions, plan: Plan): AuditFailedError | undefined {
  const failed = [...records.values()].flatMap(({ checks }) => blockingChecks(checks, options.failOn));
  if (failed.length === 0) return undefined;
  const kept =
    options.publish === 'table'
      ? 'Tables that passed were published; those that failed, and those that need them, stay as they were.'
      : `Nothing of the run was published: all tables of ${plan.project.pipeline.name} stay as they were. Mend the source or the contract, then run again.`;
  return new AuditFailedError(auditMessage(failed, kept));
}

function asFailure(error: unknown): SluiceError {
  if (error instanceof SluiceError) return error;
  throw error;
}

function errorRecord(error: SluiceError): NonNullable<RunRecord['error']> {
  const { code, message, exitCode, location } = error;
  return { code, message, exitCode, ...(location && { location }) };
}

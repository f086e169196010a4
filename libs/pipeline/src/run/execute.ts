import { mkdir } from 'node:fs/promises';
import { InterruptedError, SluiceError } from '@sluice/core';
import { type Session, watchSpill } from '@sluice/engine';
import { auditMessage } from './audit-message.ts';
import { viewStatement } from '../project/bind.ts';
import type { PlannedTable } from '../plan/decide.ts';
import { deliverAll } from './deliver-all.ts';
import { AuditFailedError } from '../errors.ts';
import { type Execution, type Results, secondsSince } from './execution.ts';
import { blockingChecks } from './judge.ts';
import { asideWords } from './quarantine-words.ts';
import { interruptible } from './interruptible.ts';
import type { RunOptions } from '../options.ts';
import type { Plan } from '../plan/plan.ts';
import { publishTables, showAside } from './publish-tables.ts';
import type { RunRecord, SinkRecord } from '@sluice/reporting';
import { TableMaker } from './table-maker.ts';
import { schedule } from './schedule.ts';
import { publishedRecord } from '../record/published-record.ts';

/**
 * Does what a plan says: stages and audits, publishes, hands on.
 * @returns the finished record; errors stand in it, none is thrown but those of the program itself
 */
export async function execute(execution: Execution): Promise<RunRecord> {
  const { engine, context, options, plan, opening } = execution;
  const began = performance.now();
  const spill = watchSpill(engine.limits.spillDirectory);
  const results: Results = {
    records: new Map(opening.tables.map((table) => [table.name, table])),
    candidates: new Map(),
    aside: new Map(),
  };
  const sinks: SinkRecord[] = [];
  let failure: SluiceError | undefined;
  try {
    await interruptible(engine, context.signal, async () => {
      await bindPublished(execution, results);
      await makeTables(execution, results, began);
    });
    failure = auditFailure(results, options, plan);
    if (failure !== undefined && !options.dryRun) await keepEvidence(execution, results);
    if (failure === undefined && !options.dryRun) {
      if (options.publish === 'run') await publishTables(execution, results, [...results.candidates.keys()]);
      sinks.push(...(await interruptible(engine, context.signal, () => deliverAll(execution, results))));
    }
  } catch (error) {
    failure = asFailure(error);
  }
  spill.stop();
  if (failure !== undefined) context.logger.error({ err: failure }, failure.message);
  const status = failure === undefined ? 'succeeded' : failure instanceof InterruptedError ? 'interrupted' : 'failed';
  return {
    ...opening,
    status,
    finishedAt: context.clock.now().toISOString(),
    seconds: secondsSince(began),
    tables: opening.tables.map((table) => results.records.get(table.name) ?? table),
    sinks,
    spilledBytes: spill.peakBytes,
    ...(failure && { error: errorRecord(failure) }),
  };
}

/** Tables that stay as they are published are read from there. */
async function bindPublished({ session, plan }: Execution, { records }: Results): Promise<void> {
  for (const planned of plan.tables) {
    const record = records.get(planned.name);
    if (planned.action === 'run' || planned.published === undefined || record === undefined) continue;
    records.set(planned.name, await publishedRecord(session, plan, planned, record));
    await session.execute(viewStatement(planned.name, `SELECT * FROM ${planned.published.relation}`));
  }
}

/**
 * Stages and audits what the plan runs. A table is staged when those that it reads are audited, and audited when those
 * that its contract refers to are; audits go first, because others wait for them.
 */
async function makeTables(execution: Execution, results: Results, began: number): Promise<void> {
  const { engine, plan, options, opening } = execution;
  const folder = plan.layout.stagingFolder(opening.runId);
  await mkdir(folder, { recursive: true });
  const running = plan.tables.filter(({ action }) => action === 'run');
  const makers = new Map(running.map((planned) => [planned.name, new TableMaker(execution, results, planned, folder)]));
  const stageOf = (name: string): string => `stage ${name}`;
  const auditOf = (name: string): string => `audit ${name}`;
  const tasks = new Map<
    string,
    { readonly needs: ReadonlySet<string>; readonly work: (session: Session) => Promise<boolean> }
  >();
  for (const { name, reads, inputs } of running) {
    const maker = makers.get(name);
    if (maker === undefined) continue;
    tasks.set(stageOf(name), { needs: new Set(reads.map(auditOf)), work: (session) => maker.stage(session, began) });
    tasks.set(auditOf(name), {
      needs: new Set([stageOf(name), ...inputs.map(auditOf)]),
      work: (session) => maker.audit(session),
    });
  }
  const order = [...running.map(({ name }) => auditOf(name)), ...bySize(running).map(({ name }) => stageOf(name))];
  const dependencies = new Map([...tasks].map(([task, { needs }]) => [task, needs]));
  const sessions = await Promise.all(
    Array.from({ length: Math.min(2, engine.limits.threads) }, () => engine.connect()),
  );
  const idle = [...sessions];
  try {
    await schedule(order, dependencies, sessions.length, async (task) => {
      const session = idle.pop();
      const work = tasks.get(task)?.work;
      if (session === undefined || work === undefined) return false;
      try {
        const good = await work(session);
        return good || !options.failFast;
      } finally {
        idle.push(session);
      }
    });
  } finally {
    for (const session of sessions) session.close();
  }
}

/** Sources first, the largest before the others, so that what reads it can begin soon; models as the plan has them. */
function bySize(tables: readonly PlannedTable[]): readonly PlannedTable[] {
  return [...tables].sort((left, right) => right.expectedRows - left.expectedRows);
}

function auditFailure({ records }: Results, options: RunOptions, plan: Plan): AuditFailedError | undefined {
  const failed = [...records.values()].flatMap(({ checks }) => blockingChecks(checks, options.failOn));
  if (failed.length === 0) return undefined;
  const kept =
    options.publish === 'table'
      ? 'Tables that passed were published; those that failed, and those that need them, stay as they were.'
      : `Nothing of the run was published: all tables of ${plan.project.pipeline.name} stay as they were. Mend the source or the contract, then run again.`;
  return new AuditFailedError(auditMessage(failed, [...overBudget(records), kept].join('\n')));
}

/** Why the run failed matters more than that its evidence could not be kept. */
async function keepEvidence(execution: Execution, results: Results): Promise<void> {
  try {
    await showAside(execution, results);
  } catch (error) {
    execution.context.logger.warn({ err: error }, 'the rows that were set aside could not be kept');
  }
}

/** Of each table of which too many rows were set aside how many, how many may be, and how to see them. */
function overBudget(records: Results['records']): readonly string[] {
  return [...records.values()].flatMap(({ name, rows, quarantine, checks }) => {
    const isOver = checks.some(
      ({ status, kind, severity }) => status === 'failed' && kind === 'row' && severity === 'error',
    );
    if (quarantine === undefined || !isOver) return [];
    return [`${asideWords({ name, rows, quarantine })} \`sluice quarantine show ${name}\` shows them.`];
  });
}

function asFailure(error: unknown): SluiceError {
  if (error instanceof SluiceError) return error;
  throw error;
}

function errorRecord(error: SluiceError): NonNullable<RunRecord['error']> {
  const { code, message, exitCode, location } = error;
  return { code, message, exitCode, ...(location && { location }) };
}

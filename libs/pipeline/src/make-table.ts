import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Session } from '@sluice/engine';
import { viewStatement } from './bind.ts';
import type { PlannedTable } from './decide.ts';
import { type Execution, type Results, secondsSince } from './execution.ts';
import { blockingChecks, fileRelation, judge } from './judge.ts';
import { publishTables } from './publish-tables.ts';
import type { TableRecord } from './record.ts';
import { stage } from './stage.ts';

/**
 * Stages and audits one table and notes what became of it.
 * @param began  of the run, by `performance.now()`
 * @returns false where the table, or one that it needs, failed
 */
export async function makeTable(
  execution: Execution,
  results: Results,
  planned: PlannedTable,
  session: Session,
  folder: string,
  began: number,
): Promise<boolean> {
  const { observe, options, context } = execution;
  const opening = results.records.get(planned.name);
  if (opening === undefined) return false;
  const finish = (record: TableRecord): void => {
    results.records.set(planned.name, record);
    logTable(context.logger, record);
    observe({ type: 'table-finished', record });
  };
  const broken = planned.inputs.filter((input) => {
    const state = results.records.get(input)?.state;
    return state === 'failed' || state === 'blocked';
  });
  if (broken.length > 0) {
    finish({ ...opening, state: 'blocked', reason: `${broken.join(', ')} failed` });
    return false;
  }
  observe({ type: 'table-started', table: planned, progress: () => session.progress() });
  const started = { ...opening, startedAfter: secondsSince(began) };
  try {
    const record = await stageAndAudit(execution, results, planned, session, folder, started);
    finish(record);
    const good = record.state === 'audited';
    if (good && options.publish === 'table' && !options.dryRun) await publishTables(execution, results, [planned.name]);
    return good;
  } catch (error) {
    finish({ ...started, state: 'failed' });
    throw error;
  }
}

async function stageAndAudit(
  { plan, options }: Execution,
  results: Results,
  planned: PlannedTable,
  session: Session,
  folder: string,
  started: TableRecord,
): Promise<TableRecord> {
  const table = plan.project.tables.get(planned.name);
  if (table === undefined) return started;
  const path = join(folder, `${planned.name}.parquet`);
  const scratch = join(folder, planned.name);
  await mkdir(scratch);
  const stagingBegan = performance.now();
  const staging = await stage(session, plan, planned, table, path, scratch);
  const staged = { ...started, stageSeconds: secondsSince(stagingBegan), warnings: staging.warnings };
  if ('fault' in staging) return { ...staged, state: 'failed', checks: [staging.fault] };
  const { rows, bytes, sha256, statistics } = staging.staged;
  const auditBegan = performance.now();
  const checks = await judge(session, {
    table: planned.name,
    contract: table.contract,
    staged: staging.staged,
    readable: new Set(planned.inputs),
    input: staging.input,
    asOf: plan.asOf,
  });
  const good = blockingChecks(checks, options.failOn).length === 0;
  if (good) {
    results.staged.set(planned.name, staging.staged);
    await session.execute(viewStatement(planned.name, `SELECT * FROM ${fileRelation(path)}`));
  }
  return {
    ...staged,
    state: good ? 'audited' : 'failed',
    rows: { staged: rows, published: 0, quarantined: 0 },
    bytes,
    sha256,
    columns: table.contract.columns.map(({ name, type }) => ({ name, type, nulls: statistics.get(name)?.nulls ?? 0 })),
    checks,
    auditSeconds: secondsSince(auditBegan),
  };
}

function logTable(logger: Execution['context']['logger'], record: TableRecord): void {
  const { name, state, rows, bytes, stageSeconds, auditSeconds } = record;
  for (const { rule, status, severity, unexpectedCount } of record.checks) {
    const level = status === 'passed' ? 'debug' : severity === 'error' ? 'error' : 'warn';
    logger[level]({ table: name, rule, status, unexpectedCount }, `check ${status}`);
  }
  logger.info({ table: name, state, rows: rows.staged, bytes, stageSeconds, auditSeconds }, `table ${state}`);
}

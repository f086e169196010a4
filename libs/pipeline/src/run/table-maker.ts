import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Session } from '@sluice/engine';
import { viewStatement } from '../project/bind.ts';
import type { PlannedTable } from '../plan/decide.ts';
import { type Execution, type Results, secondsSince } from './execution.ts';
import { auditTable } from './audit-table.ts';
import { blockingChecks } from './judge.ts';
import { asideWords } from './quarantine-words.ts';
import { madeRows } from '../quarantine/origin.ts';
import { numberedFile } from '../quarantine/split.ts';
import { budgetText } from '@sluice/quality';
import { chartProblems } from '../record/charts.ts';
import { earlierTables, saveDriftProfile } from '../record/history.ts';
import { preview } from '../record/preview.ts';
import { publishTables } from './publish-tables.ts';
import { type TableRecord, weightOf } from '@sluice/reporting';
import { RUN_ID } from '@sluice/tables';
import { stage, type Staging } from './stage.ts';
import { prepareCandidate } from '../store/prepare-candidate.ts';
import { deltaInput } from '../incremental/delta-input.ts';
import { ofRows, withChecksOfTable } from './audit-increment.ts';

/** One table on its way: staged first, audited when the tables that its contract refers to are there too. */
export class TableMaker {
  readonly #execution: Execution;
  readonly #results: Results;
  readonly #planned: PlannedTable;
  readonly #folder: string;
  #staging: Staging | undefined;
  #began = 0;

  /** @param folder  the run's staging folder, which exists */
  constructor(execution: Execution, results: Results, planned: PlannedTable, folder: string) {
    this.#execution = execution;
    this.#results = results;
    this.#planned = planned;
    this.#folder = folder;
  }

  /**
   * Writes the table's rows to a new file.
   * @param began  of the run, by `performance.now()`
   * @returns false where a table that it reads failed
   */
  async stage(session: Session, began: number): Promise<boolean> {
    const { plan, observe } = this.#execution;
    const table = plan.project.tables.get(this.#planned.name);
    if (table === undefined || this.#isBlockedBy(this.#planned.reads)) return false;
    observe({ type: 'table-started', table: this.#planned, progress: () => session.progress() });
    const scratch = join(this.#folder, this.#planned.name);
    await mkdir(scratch);
    this.#began = began;
    this.#note({ startedAfter: secondsSince(began) });
    const stagingBegan = performance.now();
    this.#staging = await this.#orFailed(() =>
      stage(session, plan, this.#planned, table, `${scratch}.parquet`, scratch, (name) =>
        deltaInput(plan, this.#results, name),
      ),
    );
    this.#note({ stageSeconds: secondsSince(stagingBegan), warnings: this.#staging.warnings });
    return true;
  }

  /**
   * Judges the staged file, and lets other tables read it when it is good.
   * @returns false where the table, or one that it needs, failed
   */
  async audit(session: Session): Promise<boolean> {
    const { options } = this.#execution;
    if (this.#staging === undefined || this.#isBlockedBy(this.#planned.inputs)) return false;
    const good = await this.#orFailed(() => this.#judge(session));
    this.#finish();
    if (good && options.publish === 'table' && !options.dryRun) {
      await publishTables(this.#execution, this.#results, [this.#planned.name]);
    }
    return good;
  }

  async #judge(session: Session): Promise<boolean> {
    const { plan, options, opening } = this.#execution;
    const { name, layer, inputs } = this.#planned;
    const contract = plan.project.tables.get(name)?.contract;
    if (this.#staging === undefined || contract === undefined) return false;
    const { staged, input, increment } = this.#staging;
    const auditStartedAfter = secondsSince(this.#began);
    const auditBegan = performance.now();
    const readable = new Set(inputs);
    const { fingerprint, definition } = this.#planned;
    const judged = {
      ...{ table: name, contract: ofRows(contract, increment, staged.rows), readable },
      ...{ asOf: plan.asOf, parameters: plan.parameters },
      history: await earlierTables(plan.layout, name, contract),
    };
    const {
      rest,
      aside,
      read,
      checks: checksOfRows,
    } = await auditTable(session, {
      ...{ ...judged, staged, runId: opening.runId },
      input: input?.relation,
      rejected: input?.rejected,
      originsOf: (path) => input?.origins ?? [madeRows(numberedFile(path))],
      target: { fingerprint, definition },
      base: join(this.#folder, name),
    });
    const prepared =
      blockingChecks(checksOfRows, options.failOn).length === 0
        ? await prepareCandidate(session, {
            ...{ planned: this.#planned, contract, rest, increment, quarantined: aside?.rows ?? 0 },
            ...{ staging: join(this.#folder, name), info: infoOf(this.#execution) },
          })
        : undefined;
    const checks = prepared
      ? await withChecksOfTable(session, checksOfRows, { ...judged, contract, subject: prepared, increment })
      : checksOfRows;
    const good = blockingChecks(checks, options.failOn).length === 0;
    const candidate = good ? prepared : undefined;
    if (candidate !== undefined) {
      const { relation, rows } = candidate;
      this.#results.candidates.set(name, candidate);
      if (!options.dryRun)
        await saveDriftProfile(session, plan.layout, opening.runId, { name, contract, relation, rows });
      await session.execute(viewStatement(name, `SELECT * FROM ${relation}`));
    }
    if (aside !== undefined) {
      const [layer = '', table = ''] = name.split('.');
      this.#results.aside.set(name, { from: aside.path, to: plan.layout.quarantineFile(layer, table, opening.runId) });
    }
    const auditSeconds = secondsSince(auditBegan);
    const rows = { staged: read, published: 0, quarantined: aside?.rows ?? 0 };
    const quarantine = aside && { budget: budgetText(contract.quarantine), reasons: aside.reasons };
    this.#note({
      state: good ? 'audited' : 'failed',
      rows,
      ...(quarantine && { quarantine }),
      bytes: candidate?.bytes ?? rest.bytes,
      ...(candidate?.mark ?? { sha256: rest.sha256 }),
      columns: contract.columns.map(({ name: column, type }) => ({
        ...{ name: column, type },
        nulls: candidate?.nulls.get(column) ?? rest.statistics.get(column)?.nulls ?? 0,
      })),
      checks,
      auditStartedAfter,
      auditSeconds,
      warnings: [
        ...this.#staging.warnings,
        ...(good && quarantine !== undefined ? [asideWords({ name, rows, quarantine })] : []),
        ...chartProblems(contract),
      ],
      ...(candidate && (await preview(session, layer, contract, candidate))),
    });
    return good;
  }

  #isBlockedBy(needed: readonly string[]): boolean {
    const broken = needed.filter((name) => {
      const state = this.#results.records.get(name)?.state;
      return state === 'failed' || state === 'blocked';
    });
    if (broken.length === 0) return false;
    if (this.#results.records.get(this.#planned.name)?.state !== 'blocked') {
      this.#note({ state: 'blocked', reason: `${broken.join(', ')} failed` });
      this.#finish();
    }
    return true;
  }

  async #orFailed<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.#note({ state: 'failed' });
      this.#finish();
      throw error;
    }
  }

  #note(facts: Partial<TableRecord>): void {
    const record = this.#results.records.get(this.#planned.name);
    if (record !== undefined) this.#results.records.set(this.#planned.name, { ...record, ...facts });
  }

  #finish(): void {
    const record = this.#results.records.get(this.#planned.name);
    if (record === undefined) return;
    logTable(this.#execution.context.logger, record);
    this.#execution.observe({ type: 'table-finished', record });
  }
}

/** Who makes a version, as its log tells it. */
function infoOf({ opening, plan }: Execution): Readonly<Record<string, string>> {
  const { runId, environment } = opening;
  const { gitCommit } = environment;
  return { [RUN_ID]: runId, asOf: plan.asOf, ...(gitCommit !== undefined && { gitCommit }) };
}

function logTable(logger: Execution['context']['logger'], record: TableRecord): void {
  const { name, state, rows, bytes, stageSeconds, auditSeconds } = record;
  for (const check of record.checks) {
    const { rule, status, unexpectedCount } = check;
    if (status === 'passed') continue;
    logger[weightOf(check) === 'error' ? 'error' : 'warn'](
      { table: name, rule, status, unexpectedCount },
      `check ${status}`,
    );
  }
  const checks = Object.fromEntries(record.checks.map(({ rule, status }) => [rule, status]));
  logger.info(
    { table: name, state, rows: rows.staged, quarantined: rows.quarantined, bytes, stageSeconds, auditSeconds, checks },
    `table ${state}`,
  );
}

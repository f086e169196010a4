import type { CheckResult } from '@sluice/quality';
import { auditMessage } from '../run/audit-message.ts';
import { viewStatement } from '../project/bind.ts';
import { bindProject } from '../project/bound-project.ts';
import type { RunContext } from '../context.ts';
import type { Pipeline } from '../definition/definition.ts';
import { AuditFailedError, TableUnknownError } from '../errors.ts';
import { blockingChecks, judge } from '../run/judge.ts';
import { readTables } from '../store/published.ts';
import { type CheckedStore, checkStores } from './check-stores.ts';
import { layoutOf } from './layout.ts';
import type { FailOn } from '../options.ts';
import type { ErrorRecord } from '@sluice/reporting';
import { earlierTables } from '../record/history.ts';
import { type Selection, selectTables } from '../plan/selection.ts';
import { withSession } from './with-session.ts';

export interface CheckOptions extends Selection {
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly failOn: FailOn;
}

export interface CheckedTable {
  readonly name: string;
  readonly path: string;
  readonly rows: number;
  readonly checks: readonly CheckResult[];
}

/** Verdicts on what is published. */
export interface CheckReport {
  readonly pipeline: string;
  readonly asOf: string;
  readonly tables: readonly CheckedTable[];
  /** Serving stores of those tables. */
  readonly stores: readonly CheckedStore[];
  /** Tables that are not published, and so were not judged. */
  readonly unpublished: readonly string[];
  /** Set where a check of error severity did not hold, or a store is not what its table is. */
  readonly error?: ErrorRecord;
}

/**
 * Judges published tables by their contracts, and compares serving stores with them; changes nothing.
 * @throws {TableUnknownError} when nothing that was selected is published
 */
export async function check(context: RunContext, pipeline: Pipeline, options: CheckOptions): Promise<CheckReport> {
  const layout = layoutOf(context.dataDir, pipeline.name);
  return withSession(context, pipeline.name, async (session) => {
    const { project, dependencies, order, parameters } = await bindProject(
      session,
      pipeline,
      context,
      options.parameters,
    );
    const asOf = String(parameters['asOf']);
    const tables = order.flatMap((name) => project.tables.get(name) ?? []);
    const published = await readTables(session, layout, tables);
    const readable = new Set(order.filter((name) => published.get(name)?.rows !== undefined));
    for (const [name, { relation }] of published) {
      if (readable.has(name)) await session.execute(viewStatement(name, `SELECT * FROM ${relation}`));
    }
    const selectable = new Map(tables.map(({ name, contract }) => [name, { tags: contract.tags, modified: true }]));
    const selected = selectTables(options, selectable, dependencies);
    const checked: CheckedTable[] = [];
    for (const { name, contract } of tables) {
      const { path, relation, rows } = published.get(name) ?? {};
      if (!selected.has(name) || path === undefined || relation === undefined || rows === undefined) continue;
      const checks = await judge(session, {
        table: name,
        contract,
        subject: { relation, rows },
        readable,
        input: undefined,
        asOf,
        parameters,
        // The newest run that published the table published what is judged here.
        history: (await earlierTables(layout, name, contract)).slice(1),
      });
      checked.push({ name, path, rows, checks });
    }
    if (checked.length === 0) {
      throw new TableUnknownError(
        `Nothing of ${pipeline.name} that was selected is published in ${context.dataDir}. Run it first.`,
      );
    }
    const served = tables.filter(({ name }) => checked.some((table) => table.name === name));
    const { stores, error: difference } = await checkStores(session, context, pipeline, served);
    const unpublished = order.filter((name) => selected.has(name) && !readable.has(name));
    const failed = checked.flatMap(({ checks }) => blockingChecks(checks, options.failOn));
    const error = failed.length > 0 ? failure(failed) : options.failOn === 'never' ? undefined : difference;
    return { pipeline: pipeline.name, asOf, tables: checked, stores, unpublished, ...(error && { error }) };
  });
}

function failure(failed: readonly CheckResult[]): ErrorRecord {
  const { code, message, exitCode } = new AuditFailedError(auditMessage(failed, 'Nothing was changed.'));
  return { code, message, exitCode };
}

import { relative } from 'node:path';
import { publishAll, type Rename } from '@sluice/tables';
import { viewStatement } from '../project/bind.ts';
import { type Execution, type Results, secondsSince } from './execution.ts';
import type { Replay } from '../quarantine/replays.ts';

/**
 * Shows audited tables under their published names, in the order of the plan, and reads them from there on; with them what
 * was set aside of them, in the same publication.
 */
export async function publishTables(execution: Execution, results: Results, names: readonly string[]): Promise<void> {
  const { plan, session, observe, context } = execution;
  const { records, candidates } = results;
  const chosen = plan.tables.filter(({ name }) => names.includes(name));
  const ready = chosen.flatMap(({ name }) => candidates.get(name) ?? []);
  if (ready.length === 0) return;
  const began = performance.now();
  const replays = chosen.flatMap(({ replays: used }) => used.flatMap(replayRename));
  const commits = ready.flatMap((candidate) => candidate.commits);
  const renames = [...ready.flatMap((candidate) => candidate.renames), ...asideOf(results, names), ...replays];
  const removals = ready.flatMap((candidate) => candidate.removals);
  await publishAll([...commits, ...renames, ...removals], plan.layout.journal, session);
  noteShown(execution, results, names);
  for (const { name } of chosen) {
    const [record, candidate] = [records.get(name), candidates.get(name)];
    if (record === undefined || candidate === undefined) continue;
    candidates.set(name, { ...candidate, ...candidate.published });
    await session.execute(viewStatement(name, `SELECT * FROM ${candidate.published.relation}`));
    records.set(name, {
      ...record,
      state: 'published',
      rows: { ...record.rows, published: candidate.rows },
    });
  }
  const seconds = secondsSince(began);
  context.logger.info({ tables: chosen.map(({ name }) => name), seconds }, 'published');
  observe({ type: 'published', tables: chosen.map(({ name }) => name), seconds });
}

/** Shows what was set aside of tables that are not published: the evidence of a run that failed. */
export async function showAside(execution: Execution, results: Results): Promise<void> {
  const names = [...results.aside.keys()];
  await publishAll(asideOf(results, names), execution.plan.layout.journal);
  noteShown(execution, results, names);
}

function replayRename({ path, target }: Replay): readonly Rename[] {
  return target === undefined ? [] : [{ from: path, to: target }];
}

function asideOf({ aside }: Results, names: readonly string[]): readonly Rename[] {
  return names.flatMap((name) => aside.get(name) ?? []);
}

function noteShown({ context }: Execution, { records, aside }: Results, names: readonly string[]): void {
  for (const name of names) {
    const [record, rename] = [records.get(name), aside.get(name)];
    if (record?.quarantine === undefined || rename === undefined) continue;
    const path = relative(context.dataDir, rename.to);
    records.set(name, { ...record, quarantine: { ...record.quarantine, path } });
    aside.delete(name);
  }
}

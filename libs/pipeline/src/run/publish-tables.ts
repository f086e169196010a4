import { publishAll } from '@sluice/tables';
import { viewStatement } from '../project/bind.ts';
import { type Execution, type Results, secondsSince } from './execution.ts';
import { fileRelation } from './judge.ts';

/** Shows audited tables under their published names, in the order of the plan, and reads them from there on. */
export async function publishTables(
  { plan, session, observe, context }: Execution,
  { records, staged }: Results,
  names: readonly string[],
): Promise<void> {
  const chosen = plan.tables.filter(({ name }) => names.includes(name));
  const renames = chosen.flatMap(({ name, path }) => {
    const from = staged.get(name)?.path;
    return from === undefined ? [] : [{ from, to: path }];
  });
  if (renames.length === 0) return;
  const began = performance.now();
  await publishAll(renames, plan.layout.journal);
  for (const { name, path } of chosen) {
    await session.execute(viewStatement(name, `SELECT * FROM ${fileRelation(path)}`));
    const record = records.get(name);
    if (record === undefined) continue;
    records.set(name, { ...record, state: 'published', rows: { ...record.rows, published: record.rows.staged } });
  }
  const seconds = secondsSince(began);
  context.logger.info({ tables: chosen.map(({ name }) => name), seconds }, 'published');
  observe({ type: 'published', tables: chosen.map(({ name }) => name), seconds });
}

import { quoteLiteral } from '@sluice/engine';
import { bindingStatements, viewStatement } from '../project/bind.ts';
import { bindProject } from '../project/bound-project.ts';
import type { RunContext } from '../context.ts';
import type { Pipeline } from '../definition/definition.ts';
import { readTables } from '../store/published.ts';
import { layoutOf } from './layout.ts';
import { withSession } from './with-session.ts';

/**
 * The SQL after which every model of a pipeline runs unchanged in any DuckDB shell: schemas, macros, parameters, and
 * a view for each table, over what is published of it or, where nothing is, without rows.
 * @param given  parameters as the operator gave them
 */
export async function sessionScript(
  context: RunContext,
  pipeline: Pipeline,
  given: Readonly<Record<string, string | number>>,
): Promise<readonly string[]> {
  const layout = layoutOf(context.dataDir, pipeline.name);
  return withSession(context, pipeline.name, async (session) => {
    const { project, parameters } = await bindProject(session, pipeline, context, given);
    const published = await readTables(session, layout, [...project.tables.values()]);
    const views = [...published].map(([name, { relation }]) => viewStatement(name, `SELECT * FROM ${relation}`));
    return [`SET TimeZone = ${quoteLiteral('UTC')}`, ...bindingStatements(project, parameters), ...views];
  });
}

import { existsSync } from 'node:fs';
import { quoteLiteral } from '@sluice/engine';
import { bindingStatements, viewStatement } from '../project/bind.ts';
import { bindProject } from '../project/bound-project.ts';
import type { RunContext } from '../context.ts';
import type { Pipeline } from '../definition/definition.ts';
import { fileRelation } from '../run/judge.ts';
import { layoutOf } from './layout.ts';
import { withSession } from './with-session.ts';

/**
 * The SQL after which every model of a pipeline runs unchanged in any DuckDB shell: schemas, macros, parameters, and
 * a view for each table, over its published file or, where there is none, without rows.
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
    const views = [...project.tables.values()].flatMap(({ name, layer, table }) => {
      const path = layout.table(layer, table);
      return existsSync(path) ? [viewStatement(name, `SELECT * FROM ${fileRelation(path)}`)] : [];
    });
    return [`SET TimeZone = ${quoteLiteral('UTC')}`, ...bindingStatements(project, parameters), ...views];
  });
}

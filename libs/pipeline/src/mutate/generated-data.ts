import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Session } from '@sluice/engine';
import { viewStatement } from '../project/bind.ts';
import { fileRelation } from '../store/published.ts';
import { bindProject, type BoundProject } from '../project/bound-project.ts';
import { isModel } from '../project/project.ts';
import type { RunContext } from '../context.ts';
import type { Pipeline } from '../definition/definition.ts';
import type { ParameterValues } from '../definition/parameters.ts';

/** Any day would do; a fixed one gives the same verdict tomorrow. */
const AS_OF = '2026-01-01';

/**
 * The pipeline's defaults, of which no whole number is above `most` unless it must be: that is how sizes become small.
 * The seed stays.
 */
export function smallParameters({ parameters }: Pipeline, most: number): ParameterValues {
  const values = Object.entries(parameters).map(([name, parameter]): readonly [string, string | number] => {
    if (parameter.kind === 'date') return [name, parameter.default ?? AS_OF];
    const small = Math.min(parameter.default, Math.max(most, parameter.minimum ?? most));
    return [name, name === 'seed' ? parameter.default : small];
  });
  return Object.fromEntries(values);
}

/**
 * Makes every table of the pipeline out of few generated rows, and binds its name to it.
 * @param most    largest size of generated data
 * @param folder  a new folder, for the tables and for the generators' own files
 */
export async function bindGenerated(
  session: Session,
  pipeline: Pipeline,
  context: RunContext,
  most: number,
  folder: string,
): Promise<BoundProject> {
  await mkdir(folder);
  const bound = await bindProject(session, pipeline, context, smallParameters(pipeline, most));
  for (const name of bound.order) {
    const table = bound.project.tables.get(name);
    if (table === undefined) continue;
    const path = join(folder, `${name}.parquet`);
    if (isModel(table)) {
      await session.writeParquet(table.model, path, {});
    } else {
      const { setup, select } = pipeline.generate(name, bound.parameters, folder);
      for (const statement of setup) await session.execute(statement);
      await session.writeParquet(select, path, {});
    }
    await session.execute(viewStatement(name, `SELECT * FROM ${fileRelation(path)}`));
  }
  return bound;
}

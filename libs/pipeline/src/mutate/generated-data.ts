import { join } from 'node:path';
import type { Session } from '@sluice/engine';
import { viewStatement } from '../project/bind.ts';
import { fileRelation } from '../run/judge.ts';
import type { BoundProject } from '../project/bound-project.ts';
import type { Pipeline } from '../definition/definition.ts';
import type { ParameterValues } from '../definition/parameters.ts';

const MOST_ROWS = 1000;
/** Any day would do; a fixed one gives the same verdict tomorrow. */
const AS_OF = '2026-01-01';

/** The pipeline's defaults, of which no whole number is above 1,000 unless it must be: sizes are, and a thousand rows are enough. */
export function smallParameters({ parameters }: Pipeline): ParameterValues {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => {
      if (parameter.kind === 'date') return [name, parameter.default ?? AS_OF];
      const most = Math.max(MOST_ROWS, parameter.minimum ?? MOST_ROWS);
      return [name, Math.min(parameter.default, most)];
    }),
  );
}

/**
 * Makes every table of the pipeline out of generated rows, and binds its name to it.
 * @param bound    with the parameters that the rows are made of
 * @param scratch  a folder that exists, for the tables and for the generators' own files
 */
export async function makeTables(
  session: Session,
  { project, order, parameters }: BoundProject,
  scratch: string,
): Promise<void> {
  for (const name of order) {
    const table = project.tables.get(name);
    if (table === undefined) continue;
    const path = join(scratch, `${name}.parquet`);
    if (table.model === undefined) {
      const { setup, select } = project.pipeline.generate(name, parameters, scratch);
      for (const statement of setup) await session.execute(statement);
      await session.writeParquet(select, path, {});
    } else {
      await session.writeParquet(table.model, path, {});
    }
    await session.execute(viewStatement(name, `SELECT * FROM ${fileRelation(path)}`));
  }
}

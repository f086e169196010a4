import { listQuarantine, type Pipeline, type QuarantineFile } from '@sluice/pipeline';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors.ts';
import { loadPipelines } from '../launch.ts';
import { runContext } from '../options.ts';
import { projectTables } from '../project-tables.ts';

/** A table of a pipeline, `layer.table`. */
export interface FoundTable {
  readonly pipeline: Pipeline;
  readonly table: string;
}

/** What of a pipeline lies in quarantine. */
export interface Aside {
  readonly pipeline: Pipeline;
  readonly files: readonly QuarantineFile[];
}

/** What lies in quarantine: of the pipeline or the table that was named, else of all pipelines. */
export async function findAside(context: CommandContext): Promise<readonly Aside[]> {
  const [name] = context.rest;
  const base = await runContext(context);
  const { launch } = context;
  const isPipeline = name === undefined || Object.keys(launch.pipelines).includes(name);
  if (isPipeline) {
    const found: Aside[] = [];
    for (const pipeline of await loadPipelines(launch, name)) {
      found.push({ pipeline, files: await listQuarantine(base, pipeline) });
    }
    return found;
  }
  const { pipeline, table } = await findTable(context);
  const files = await listQuarantine(base, pipeline);
  return [{ pipeline, files: files.filter((file) => file.table === table) }];
}

/**
 * The table that was named: `[pipeline.][layer.]table`.
 * @throws {UsageError} where none is named, or the name fits none or several
 */
export async function findTable({ launch, rest, operand }: CommandContext): Promise<FoundTable> {
  const [name] = rest;
  if (name === undefined) throw new UsageError(`sluice quarantine ${operand ?? ''} needs the name of a table.`);
  const pipelines = await loadPipelines(launch, undefined);
  const tables = pipelines.flatMap((pipeline) => projectTables(pipeline).map((table) => ({ pipeline, table })));
  const fitting = tables.filter(({ pipeline, table }) => formsOf(pipeline.name, table).includes(name));
  const [only, second] = fitting;
  const full = fitting.map(({ pipeline, table }) => `${pipeline.name}.${table}`).join(', ');
  if (only !== undefined && second === undefined) return only;
  throw new UsageError(
    second === undefined
      ? `No pipeline has a table ${name}.`
      : `${name} fits several tables: ${full}. Name more of it.`,
  );
}

function formsOf(pipeline: string, table: string): readonly string[] {
  const bare = table.slice(table.indexOf('.') + 1);
  return [table, bare, `${pipeline}.${table}`, `${pipeline}.${bare}`];
}

import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearest } from '@sluice/core';
import { parseContract, type Contract } from '@sluice/quality';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors.ts';
import { loadPipelines } from '../launch.ts';
import { projectTables } from '../project-tables.ts';

/** A contract's file; `table` is `pipeline.layer.table` where it stands in a pipeline. */
export interface ContractFile {
  readonly path: string;
  readonly table?: string;
}

/** Every contract of the workspace's pipelines. */
export async function workspaceContracts({
  launch,
}: CommandContext): Promise<readonly (ContractFile & { table: string })[]> {
  const pipelines = await loadPipelines(launch, undefined);
  return pipelines.flatMap((pipeline) =>
    projectTables(pipeline).map((table) => ({
      table: `${pipeline.name}.${table}`,
      path: join(fileURLToPath(pipeline.models), `${table.replace('.', '/')}.odcs.yaml`),
    })),
  );
}

/**
 * The contract that a name means: a file, or `[pipeline.][layer.]table`.
 * @throws {UsageError} where there is none, or several
 */
export async function findContract(context: CommandContext, name: string): Promise<ContractFile> {
  if (existsSync(name)) return { path: name };
  const all = await workspaceContracts(context);
  const found = all.filter(({ table }) => table === name || table.endsWith(`.${name}`));
  const [only, second] = found;
  if (only !== undefined && second === undefined) return only;
  const candidates = found.map(({ table }) => table).join(', ');
  if (only !== undefined) throw new UsageError(`${name} is not one table: it could be ${candidates}.`);
  const near = nearest(
    name,
    all.flatMap(({ table }) => [table, table.slice(table.indexOf('.') + 1)]),
  );
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  throw new UsageError(`${name} is neither a file nor a table of the workspace${hint}`);
}

/** @throws {ContractInvalidError} */
export function readContract({ launch }: CommandContext, { path }: ContractFile): Contract {
  const shown = relative(launch.workspace, path);
  return parseContract(readFileSync(path, 'utf8'), shown.startsWith('..') ? path : shown);
}

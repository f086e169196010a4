import { FileCorruptError, type Session, SqlRuntimeError } from '@sluice/engine';
import { type CheckResult, type Contract } from '@sluice/quality';
import { InputChangedError, type InputFile, type InputRelation, openInput } from '@sluice/sources';
import { type StagedTable, stageParquet, type StageRequest } from '@sluice/tables';
import type { PlannedTable } from '../plan/decide.ts';
import type { Plan } from '../plan/plan.ts';
import type { ProjectTable } from '../project/project.ts';
import { fileRows, type Origin } from '../quarantine/origin.ts';
import { faultCheck } from './input-faults.ts';

/** A table of the run, written and not yet judged; or the values of its input file that do not fit the contract's types. */
export type Staging =
  | {
      readonly staged: StagedTable;
      readonly input: InputRelation | undefined;
      /** Where the rows came from, for a table that was read from a file. */
      readonly origins: readonly Origin[] | undefined;
      readonly warnings: readonly string[];
    }
  | { readonly fault: CheckResult; readonly warnings: readonly string[] };

/**
 * Writes the rows of one table to a new file in the staging folder.
 * @param path     the new file
 * @param scratch  a folder that exists, for a generator's own files
 */
export async function stage(
  session: Session,
  plan: Plan,
  planned: PlannedTable,
  table: ProjectTable,
  path: string,
  scratch: string,
): Promise<Staging> {
  const { fingerprint, definition, input } = planned;
  const { orderedBy, columns } = table.contract;
  const target = { path, fingerprint, definition, columns };
  if (input !== undefined && input !== 'generated') return stageFile(session, input, planned, table, target);
  if (table.model !== undefined) {
    const staged = await stageParquet(session, { ...target, select: table.model, orderBy: orderedBy });
    return { staged, input: undefined, origins: undefined, warnings: [] };
  }
  const { setup, select } = plan.project.pipeline.generate(table.name, plan.parameters, scratch);
  for (const statement of setup) await session.execute(statement);
  const staged = await stageParquet(session, { ...target, select: { sql: select }, orderBy: undefined });
  return { staged, input: undefined, origins: undefined, warnings: [] };
}

async function stageFile(
  session: Session,
  file: InputFile,
  planned: PlannedTable,
  { name, contract }: ProjectTable,
  target: Pick<StageRequest, 'path' | 'fingerprint' | 'definition' | 'columns'>,
): Promise<Staging> {
  const input = await openInput(session, file, inputColumns(contract));
  const warnings =
    input.surplus.length === 0
      ? []
      : [`${file.path} has columns that ${name} does not: ${input.surplus.join(', ')}. They were not read.`];
  try {
    const staged = await stageParquet(session, {
      select: { sql: input.select },
      orderBy: contract.orderedBy,
      ...target,
    });
    if (input.rows !== undefined && input.rows !== staged.rows) throw new InputChangedError(file.path);
    const origins = [fileRows(input, file.path, planned.content)];
    return { staged, input, origins, warnings };
  } catch (error) {
    if (!(error instanceof SqlRuntimeError || error instanceof FileCorruptError)) throw error;
    const faults = await input.faults(5);
    if (faults.count === 0) throw error;
    return { fault: faultCheck(name, contract, file, faults, input.rows), warnings };
  }
}

function inputColumns(contract: Contract): Parameters<typeof openInput>[2] {
  return contract.columns.map(({ name, type, required }) => ({ name, type, required }));
}

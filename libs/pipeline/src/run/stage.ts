import type { Session } from '@sluice/engine';
import type { Contract } from '@sluice/quality';
import { type InputFile, type InputRelation, openInput } from '@sluice/sources';
import { type StagedTable, stageParquet, type StageRequest } from '@sluice/tables';
import type { PlannedTable } from '../plan/decide.ts';
import type { Plan } from '../plan/plan.ts';
import type { ProjectTable } from '../project/project.ts';
import type { Origin, Rejected } from '../quarantine/origin.ts';

/** A table of the run, written and not yet judged. */
export interface Staging {
  readonly staged: StagedTable;
  readonly warnings: readonly string[];
  /** Of a table that was read from a file. */
  readonly input?: {
    readonly relation: InputRelation;
    readonly origins: readonly Origin[];
    /** Records that the reader set aside. */
    readonly rejected: Rejected | undefined;
  };
}

/**
 * Writes the rows of one table to a new file in the staging folder.
 * @param path     the new file
 * @param scratch  a folder that exists, for a generator's own files and what a reader sets aside; needed until the audit is over
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
  if (input !== undefined && input !== 'generated') return stageFile(session, input, planned, table, target, scratch);
  if (table.model !== undefined) {
    const staged = await stageParquet(session, { ...target, select: table.model, orderBy: orderedBy });
    return { staged, warnings: [] };
  }
  const { setup, select } = plan.project.pipeline.generate(table.name, plan.parameters, scratch);
  for (const statement of setup) await session.execute(statement);
  const staged = await stageParquet(session, { ...target, select: { sql: select }, orderBy: undefined });
  return { staged, warnings: [] };
}

async function stageFile(
  session: Session,
  file: InputFile,
  { content }: PlannedTable,
  { name, contract }: ProjectTable,
  target: Pick<StageRequest, 'path' | 'fingerprint' | 'definition' | 'columns'>,
  scratch: string,
): Promise<Staging> {
  const relation = await openInput(session, file, inputColumns(contract), { onDamage: 'setAside', scratch });
  const warnings =
    relation.surplus.length === 0
      ? []
      : [`${file.path} has columns that ${name} does not: ${relation.surplus.join(', ')}. They were not read.`];
  const staged = await stageParquet(session, {
    select: { sql: relation.select },
    orderBy: contract.orderedBy,
    ...target,
  });
  const { count, select } = await relation.rejected(staged.rows);
  const origins = [{ select: await relation.placed(), file: file.path, content }];
  const rejected = count === 0 ? undefined : { select, count, file: file.path, content };
  return { staged, warnings, input: { relation, origins, rejected } };
}

function inputColumns(contract: Contract): Parameters<typeof openInput>[2] {
  return contract.columns.map(({ name, type, required }) => ({ name, type, required }));
}

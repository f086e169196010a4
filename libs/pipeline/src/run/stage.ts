import { quoteIdentifier, type Session } from '@sluice/engine';
import type { Contract } from '@sluice/quality';
import { type InputFile, type InputRelation, openInput } from '@sluice/sources';
import { type StagedTable, stageParquet, type StageRequest } from '@sluice/tables';
import type { PlannedTable } from '../plan/decide.ts';
import type { DeltaInput, Increment } from '../incremental/increment.ts';
import type { Plan } from '../plan/plan.ts';
import { isModel, type ProjectTable } from '../project/project.ts';
import {
  type Origin,
  RECORD,
  type Rejected,
  replayedIds,
  replayedRows,
  rowId,
  withoutReplayed,
} from '../quarantine/origin.ts';

/** A table of the run, written and not yet judged. */
export interface Staging {
  readonly staged: StagedTable;
  /** What these rows are to the table. */
  readonly increment: Increment;
  readonly warnings: readonly string[];
  /** Of a table that was read from a file. */
  readonly input?: {
    /** The file, where each of its records is a row of the table or was set aside: without replays. */
    readonly relation: InputRelation | undefined;
    readonly origins: readonly Origin[];
    /** Records that the reader set aside. */
    readonly rejected: Rejected | undefined;
  };
}

/**
 * Writes the rows of one table to a new file in the staging folder.
 * @param path     the new file
 * @param scratch  a folder that exists, for a generator's own files and what a reader sets aside; needed until the audit is over
 * @param deltaInput  what a Delta table of the pipeline holds as the run will leave it; undefined for others
 */
export async function stage(
  session: Session,
  plan: Plan,
  planned: PlannedTable,
  table: ProjectTable,
  path: string,
  scratch: string,
  deltaInput: (name: string) => DeltaInput | undefined,
): Promise<Staging> {
  const { fingerprint, definition, input } = planned;
  const { orderedBy, columns } = table.contract;
  const contract = JSON.stringify(table.contract.definition);
  const target = { path, fingerprint, definition, contract, columns };
  if (input !== undefined && input !== 'generated') return stageFile(session, input, planned, table, target, scratch);
  if (isModel(table)) {
    const read = plan.project.tables.get(planned.reads[0] ?? '');
    if (table.contract.incremental !== undefined && read !== undefined) {
      const { stageIncrement } = await import('../incremental/stage-increment.ts');
      const pipeline = plan.project.pipeline.name;
      const request = { pipeline, planned, table, read, input: deltaInput(read.name), target, scratch };
      return stageIncrement(session, request);
    }
    const staged = await stageParquet(session, { ...target, select: table.model, orderBy: orderedBy });
    return { staged, increment: WHOLE, warnings: [] };
  }
  const { setup, select } = plan.project.pipeline.generate(table.name, plan.parameters, scratch);
  for (const statement of setup) await session.execute(statement);
  const staged = await stageParquet(session, { ...target, select: { sql: select }, orderBy: undefined });
  return { staged, increment: WHOLE, warnings: [] };
}

const WHOLE: Increment = { kind: 'whole' };

async function stageFile(
  session: Session,
  file: InputFile,
  { content, replays }: PlannedTable,
  { name, contract }: ProjectTable,
  target: Pick<StageRequest, 'path' | 'fingerprint' | 'definition' | 'contract' | 'columns'>,
  scratch: string,
): Promise<Staging> {
  const relation = await openInput(session, file, inputColumns(contract), { onDamage: 'setAside', scratch });
  const warnings =
    relation.surplus.length === 0
      ? []
      : [`${file.path} has columns that ${name} does not: ${relation.surplus.join(', ')}. They were not read.`];
  const own = { select: await relation.placed(), file: file.path, content };
  if (replays.length === 0) {
    const { orderedBy } = contract;
    const staged = await stageParquet(session, { select: { sql: relation.select }, ...target, orderBy: orderedBy });
    const { count, select } = await relation.rejected(staged.rows);
    const rejected = count === 0 ? undefined : { select, count, file: file.path, content };
    return { staged, increment: WHOLE, warnings, input: { relation, origins: [own], rejected } };
  }
  const corrected: Origin[] = [];
  for (const replay of replays) {
    const replayed = { table: file.table, path: replay.path, format: 'parquet' as const };
    corrected.push(replayedRows(replay, (await openInput(session, replayed, inputColumns(contract))).select));
  }
  const origins = [own, ...corrected].map((origin) => withoutReplayed(origin, replays));
  const columns = contract.columns.map((column) => quoteIdentifier(column.name)).join(', ');
  const parts = origins.map(({ select }, index) => `SELECT *, ${String(index)} AS sluice_origin FROM (${select})`);
  const order = [...contract.orderedBy.map(quoteIdentifier), 'sluice_origin', RECORD].join(', ');
  const union = `SELECT ${columns} FROM (${parts.join(' UNION ALL ')}) ORDER BY ${order}`;
  const staged = await stageParquet(session, { select: { sql: union }, ...target, orderBy: undefined });
  const { select } = await relation.rejected(await countOf(session, relation.select));
  const id = rowId(own, 'record');
  const left = `SELECT * FROM (${select}) WHERE ${id} NOT IN (${replayedIds(replays)})`;
  const count = await countOf(session, left);
  const rejected = count === 0 ? undefined : { select: left, count, file: file.path, content };
  return { staged, increment: WHOLE, warnings, input: { relation: undefined, origins, rejected } };
}

async function countOf(session: Session, select: string): Promise<number> {
  const [row] = await session.query(`SELECT count(*) AS "rows" FROM (${select})`);
  return Number(row?.['rows'] ?? 0);
}

function inputColumns(contract: Contract): Parameters<typeof openInput>[2] {
  return contract.columns.map(({ name, type, required }) => ({ name, type, required }));
}

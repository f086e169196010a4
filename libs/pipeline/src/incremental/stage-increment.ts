import { quoteIdentifier, type Session, wrapSql } from '@sluice/engine';
import { type StagedTable, stageParquet, type StageRequest } from '@sluice/tables';
import type { PlannedTable } from '../plan/decide.ts';
import type { ModelTable, ProjectTable } from '../project/project.ts';
import { fileRelation } from '../store/published.ts';
import { changesOf } from './changes-of.ts';
import { foldedInput } from './fold.ts';
import { type DeltaInput, type Increment, readerOf } from './increment.ts';
import { withSlice } from './slice.ts';
import { touchedFilter } from './touched-filter.ts';

export interface IncrementRequest {
  readonly pipeline: string;
  readonly planned: PlannedTable;
  readonly table: ModelTable;
  /** The one table that the model reads, and, where it is a Delta table, what it will hold. */
  readonly read: ProjectTable;
  readonly input: DeltaInput | undefined;
  readonly target: Omit<StageRequest, 'select' | 'orderBy'>;
  /** A folder that exists. */
  readonly scratch: string;
}

export interface StagedIncrement {
  readonly staged: StagedTable;
  readonly increment: Increment;
  readonly warnings: readonly string[];
}

/** Writes those rows of an incremental table that are to come in to a new file. */
export async function stageIncrement(session: Session, request: IncrementRequest): Promise<StagedIncrement> {
  const { way } = request.planned;
  if (way === 'merge' || way === 'fold') return stageFold(session, request, way);
  const { input, table } = request;
  if (way === 'whole' || input === undefined) return stageWhole(session, request, []);
  const since = await changesSince(session, request, input);
  if (since === undefined) {
    const warning = `${table.name} is made anew as a whole: what ${input.name} held when it was last read is not known any more.`;
    return stageWhole(session, request, [warning]);
  }
  return way === 'replace'
    ? stageReplacement(session, request, input, since)
    : stageAppendix(session, request, input, since);
}

/** A SELECT of the rows that came and went since the table last read its input; undefined where nobody can tell. */
async function changesSince(
  session: Session,
  { pipeline, planned }: IncrementRequest,
  input: DeltaInput,
): Promise<string | undefined> {
  const position = planned.published?.snapshot?.positions.get(readerOf(pipeline, input.name));
  return position === undefined ? undefined : changesOf(session, input, position);
}

async function stageWhole(
  session: Session,
  { pipeline, table, target, input }: IncrementRequest,
  warnings: readonly string[],
): Promise<StagedIncrement> {
  const staged = await stageParquet(session, { ...target, select: table.model, orderBy: table.contract.orderedBy });
  const positions = input && positionsOf(pipeline, input);
  return { staged, increment: { kind: 'whole', ...(positions && { positions }) }, warnings };
}

async function stageFold(
  session: Session,
  { planned, table, read, target }: IncrementRequest,
  way: 'merge' | 'fold',
): Promise<StagedIncrement> {
  const by = table.contract.incremental?.by ?? [];
  const select = foldedInput(read, planned.published, way === 'merge' ? by : undefined);
  const staged = await withSlice(session, table.name, { table: read.name, select }, () =>
    stageParquet(session, { ...target, select: table.model, orderBy: table.contract.orderedBy }),
  );
  return { staged, increment: way === 'merge' ? { kind: 'merge', by } : { kind: 'whole' }, warnings: [] };
}

/** The rows of the values that the model makes of changed rows, old and new, made of the input as far as it can have them. */
async function stageReplacement(
  session: Session,
  { pipeline, table, target, scratch }: IncrementRequest,
  input: DeltaInput,
  since: string,
): Promise<StagedIncrement> {
  const by = table.contract.incremental?.by ?? [];
  const columns = by.map(quoteIdentifier).join(', ');
  const file = `${scratch}/touched.parquet`;
  const changed = `SELECT * EXCLUDE (_change_type) FROM (${since})`;
  await withSlice(session, table.name, { table: input.name, select: changed }, () =>
    session.writeParquet(wrapSql(`SELECT DISTINCT ${columns} FROM (`, table.model, ')'), file, {}),
  );
  const touched = `SELECT ${columns} FROM ${fileRelation(file)}`;
  const same = by.map(quoteIdentifier).map((column) => `made.${column} IS NOT DISTINCT FROM touched.${column}`);
  const keys = table.contract.columns.filter(({ name }) => by.includes(name));
  const filter = await touchedFilter(session, keys, fileRelation(file), 'made');
  const where = filter === undefined ? '' : ` WHERE ${filter}`;
  const select = wrapSql(
    'SELECT made.* FROM (',
    table.model,
    `) AS made SEMI JOIN (${touched}) AS touched ON ${same.join(' AND ')}${where}`,
  );
  const staged = await stageParquet(session, { ...target, select, orderBy: table.contract.orderedBy });
  const positions = positionsOf(pipeline, input);
  return { staged, increment: { kind: 'replace', by, touched, positions }, warnings: [] };
}

async function stageAppendix(
  session: Session,
  request: IncrementRequest,
  input: DeltaInput,
  since: string,
): Promise<StagedIncrement> {
  const { pipeline, table, target } = request;
  const [lost] = await session.query(`SELECT count(*) AS "rows" FROM (${since}) WHERE _change_type <> 'insert'`);
  if (Number(lost?.['rows'] ?? 0) > 0) {
    const warning = `${table.name} is made anew as a whole: rows of ${input.name} changed or went, and it only adds rows.`;
    return stageWhole(session, request, [warning]);
  }
  const select = `SELECT * EXCLUDE (_change_type) FROM (${since})`;
  const staged = await withSlice(session, table.name, { table: input.name, select }, () =>
    stageParquet(session, { ...target, select: table.model, orderBy: table.contract.orderedBy }),
  );
  return { staged, increment: { kind: 'append', positions: positionsOf(pipeline, input) }, warnings: [] };
}

function positionsOf(pipeline: string, { name, contents }: DeltaInput): ReadonlyMap<string, number> {
  return new Map([[readerOf(pipeline, name), contents.version]]);
}

import { quoteFile, quoteIdentifier, quoteLiteral, type Session } from '@sluice/engine';
import { type Contract, offenceSql, REASONS_TYPE, type SettingAsideRule } from '@sluice/quality';
import { type StagedTable, stageParquet, type StageRequest } from '@sluice/tables';
import { QuarantineMismatchError } from '../errors.ts';
import { LINE, type Origin, RECORD, type Rejected, rowId } from './origin.ts';

export interface SplitRequest {
  readonly runId: string;
  readonly table: string;
  readonly contract: Contract;
  readonly staged: Pick<StagedTable, 'path' | 'rows'>;
  /** Where the staged rows came from. */
  readonly origins: readonly Origin[];
  /** Records that did not become rows, and are set aside with them. */
  readonly rejected: Rejected | undefined;
  /** Rules that rows of the staged table break. */
  readonly rules: readonly SettingAsideRule[];
  readonly relationOf: (table: string) => string | undefined;
  /** Files of rows that were set aside before, and are not to be set aside again. */
  readonly before: readonly { readonly path: string; readonly rows: number }[];
  readonly target: Pick<StageRequest, 'fingerprint' | 'definition'>;
  /** New files: `<base>.rest.parquet`, `<base>.aside.parquet`. */
  readonly base: string;
}

/** One staged table, taken apart. */
export interface Split {
  /** The rows that keep every rule, in the order in which they were staged. */
  readonly rest: StagedTable;
  readonly aside: StagedTable;
}

/**
 * Takes a staged table apart into the rows that keep its row rules and those that break one, each row in one of them.
 * Both are written as they are read: memory is bounded by the engine's limit, whatever the number of rows.
 * @throws {QuarantineMismatchError} when the two do not add up to what was staged
 */
export async function split(session: Session, request: SplitRequest): Promise<Split> {
  const { table, contract, staged, rejected, rules, relationOf, before, target, base } = request;
  const { isBroken } = offenceSql(rules, relationOf, table);
  const aside = await stageParquet(session, {
    ...target,
    select: { sql: asideSelect(request) },
    orderBy: undefined,
    path: `${base}.aside.parquet`,
  });
  const columns = contract.columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const from = numberedFile(staged.path);
  const rest = await stageParquet(session, {
    ...target,
    select: { sql: `SELECT ${columns} FROM ${from} WHERE NOT ${isBroken} ORDER BY file_row_number` },
    columns: contract.columns,
    orderBy: undefined,
    path: `${base}.rest.parquet`,
    contract: JSON.stringify(contract.definition),
    quarantined: before.reduce((sum, { rows }) => sum + rows, aside.rows),
  });
  const all = staged.rows + (rejected?.count ?? 0);
  if (rest.rows + aside.rows !== all) {
    throw new QuarantineMismatchError(table, { staged: all, rest: rest.rows, aside: aside.rows });
  }
  return { rest, aside };
}

/** A FROM item over one Parquet file, with `file_row_number`. */
export function numberedFile(path: string): string {
  return `read_parquet(${quoteFile(path)}, file_row_number = true)`;
}

function asideSelect(request: SplitRequest): string {
  const { origins, rejected } = request;
  const parts = [
    ...origins.map((origin, index) => asideOf(request, origin, index)),
    ...(rejected === undefined ? [] : [rejectedOf(request, rejected)]),
  ];
  return `SELECT * EXCLUDE (sluice_origin, sluice_place) FROM (${parts.join('\nUNION ALL\n')}) ORDER BY sluice_place, sluice_origin`;
}

function asideOf(
  { runId, table, contract, rules, relationOf, before }: SplitRequest,
  origin: Origin,
  index: number,
): string {
  const { isBroken, reasons } = offenceSql(rules, relationOf, table);
  const cells = contract.columns.map(({ name }) => `${quoteLiteral(name)}: ${quoteIdentifier(name)}`);
  const { file } = origin;
  const id = rowId(origin);
  const isNew =
    before.length === 0 || file === undefined
      ? ''
      : ` AND ${id} NOT IN (SELECT quarantine_id FROM read_parquet([${before.map(({ path }) => quoteFile(path)).join(', ')}]))`;
  const place = file === undefined ? ['CAST(NULL AS BIGINT)', 'CAST(NULL AS BIGINT)'] : [LINE, RECORD];
  return `SELECT ${String(index)} AS sluice_origin, ${RECORD} AS sluice_place, ${id} AS quarantine_id, ${quoteLiteral(runId)} AS run_id,
    ${quoteLiteral(table)} AS "table", ${file === undefined ? 'CAST(NULL AS VARCHAR)' : quoteLiteral(file)} AS file,
    ${place[0] ?? ''} AS line, ${place[1] ?? ''} AS record, ${reasons} AS reasons,
    {${cells.join(', ')}} AS "row", CAST(NULL AS VARCHAR) AS raw
    FROM (${origin.select}) WHERE ${isBroken}${isNew}`;
}

/** What a value breaks that is not of its column's type; what is wrong with a record as a whole is named by the reader's code. */
export const TYPES = 'types';
export const STRUCTURE = 'structure';

function rejectedOf({ runId, table, contract }: SplitRequest, rejected: Rejected): string {
  const types = contract.columns.map(({ name, type }) => `${quoteIdentifier(name)} ${type}`);
  const rule = `CASE WHEN reason.code = 'type' THEN ${quoteLiteral(TYPES)} ELSE ${quoteLiteral(`${STRUCTURE}.`)} || reason.code END`;
  const columns = 'CASE WHEN reason."column" IS NULL THEN [] ELSE [reason."column"] END';
  const reasons = `list_transform(reasons, lambda reason: {"rule": ${rule}, "columns": ${columns}, expected: reason.expected})`;
  return `SELECT 0 AS sluice_origin, record AS sluice_place, ${rowId(rejected, 'record')} AS quarantine_id, ${quoteLiteral(runId)} AS run_id,
    ${quoteLiteral(table)} AS "table", ${quoteLiteral(rejected.file)} AS file, line, record,
    CAST(${reasons} AS ${REASONS_TYPE}) AS reasons, CAST(NULL AS STRUCT(${types.join(', ')})) AS "row", raw
    FROM (${rejected.select})`;
}

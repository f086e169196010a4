import { quoteFile, quoteIdentifier, quoteLiteral, type Session } from '@sluice/engine';
import { type Contract, offenceSql, type SettingAsideRule } from '@sluice/quality';
import { type StagedTable, stageParquet, type StageRequest } from '@sluice/tables';
import { QuarantineMismatchError } from '../errors.ts';
import { LINE, type Origin, RECORD, rowId } from './origin.ts';

export interface SplitRequest {
  readonly runId: string;
  readonly table: string;
  readonly contract: Contract;
  readonly staged: Pick<StagedTable, 'path' | 'rows'>;
  /** Where the staged rows came from. */
  readonly origins: readonly Origin[];
  /** Rules that rows of the staged table break; at least one. */
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
  const { table, contract, staged, rules, relationOf, before, target, base } = request;
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
    quarantined: before.reduce((sum, { rows }) => sum + rows, aside.rows),
  });
  if (rest.rows + aside.rows !== staged.rows) {
    throw new QuarantineMismatchError(table, { staged: staged.rows, rest: rest.rows, aside: aside.rows });
  }
  return { rest, aside };
}

/** A FROM item over one Parquet file, with `file_row_number`. */
export function numberedFile(path: string): string {
  return `read_parquet(${quoteFile(path)}, file_row_number = true)`;
}

function asideSelect(request: SplitRequest): string {
  const { origins } = request;
  const parts = origins.map((origin, index) => asideOf(request, origin, index));
  return `SELECT * EXCLUDE (sluice_origin) FROM (${parts.join('\nUNION ALL\n')}) ORDER BY sluice_origin, record`;
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
  return `SELECT ${String(index)} AS sluice_origin, ${id} AS quarantine_id, ${quoteLiteral(runId)} AS run_id,
    ${quoteLiteral(table)} AS "table", ${file === undefined ? 'CAST(NULL AS VARCHAR)' : quoteLiteral(file)} AS file,
    ${place[0] ?? ''} AS line, ${place[1] ?? ''} AS record, ${reasons} AS reasons,
    {${cells.join(', ')}} AS "row", CAST(NULL AS VARCHAR) AS raw
    FROM (${origin.select}) WHERE ${isBroken}${isNew}`;
}

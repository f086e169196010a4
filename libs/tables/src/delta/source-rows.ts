import { quoteIdentifier } from '@sluice/engine';
import type { Session, SqlText } from '@sluice/engine';
import type { Storage } from '../storage/storage.ts';
import type { TableColumn } from '../table.ts';
import { ColumnsMissingError, MergeKeyDuplicateError } from './errors.ts';
import { fitColumns } from './fit.ts';

/**
 * The rows of a source in these columns, in their order and types.
 * @throws {ColumnsMissingError} {ColumnsUnfitError} for a column that is not among these, or may not fit its type
 */
export async function fitRows(
  session: Session,
  storage: Storage,
  sql: string,
  columns: readonly TableColumn[],
): Promise<SqlText> {
  await demandColumns(session, sql, columns);
  return fitColumns(session, { sql }, columns, storage.locate(''));
}

/** As `fitRows`, for a source that may have more columns than these. */
export async function fitKeys(
  session: Session,
  storage: Storage,
  sql: string,
  columns: readonly TableColumn[],
): Promise<SqlText> {
  await demandColumns(session, sql, columns);
  const names = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  return fitColumns(session, { sql: `SELECT ${names} FROM (\n${sql}\n)` }, columns, storage.locate(''));
}

async function demandColumns(session: Session, sql: string, columns: readonly TableColumn[]): Promise<void> {
  const found = new Set((await session.describe(sql)).map(({ name }) => name.toLowerCase()));
  const missing = columns.map(({ name }) => name).filter((name) => !found.has(name.toLowerCase()));
  if (missing.length > 0) throw new ColumnsMissingError('rows', missing);
}

/**
 * The table's columns of these names, whatever case they are written in.
 * @throws {ColumnsMissingError}
 */
export function columnsNamed(columns: readonly TableColumn[], names: readonly string[]): readonly TableColumn[] {
  return names.map((name) => {
    const column = columns.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (column === undefined) throw new ColumnsMissingError('table', [name]);
    return column;
  });
}

/**
 * Rows with a NULL in a key are no duplicates of each other: NULL is equal to nothing.
 * @throws {MergeKeyDuplicateError} naming the least key that several rows have.
 */
export async function demandUniqueKeys(session: Session, table: string, keys: readonly TableColumn[]): Promise<void> {
  const names = keys.map(({ name }) => quoteIdentifier(name));
  const present = names.map((name) => `${name} IS NOT NULL`).join(' AND ');
  const [row] = await session.query(
    `SELECT [${names.map((name) => `CAST(${name} AS VARCHAR)`).join(', ')}] AS key, count(*) AS rows FROM ${table}
WHERE ${present} GROUP BY ${names.join(', ')} HAVING count(*) > 1 ORDER BY ${names.join(', ')} LIMIT 1`,
  );
  if (row === undefined) return;
  const values = Array.isArray(row['key']) ? row['key'] : [];
  throw new MergeKeyDuplicateError(
    new Map(keys.map(({ name }, index) => [name, String(values[index])])),
    Number(row['rows']),
  );
}

/** @param relation  what stands after FROM */
export async function countRows(session: Session, relation: string): Promise<number> {
  const [row] = await session.query(`SELECT count(*) AS rows FROM ${relation}`);
  return Number(row?.['rows']);
}

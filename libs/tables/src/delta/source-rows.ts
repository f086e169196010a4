import { quoteIdentifier } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import { MergeKeyDuplicateError, SourceColumnsError } from '../errors.ts';
import type { TableColumn } from '../table.ts';

/**
 * One SELECT that yields `columns`, in their order and types, of the rows of another one.
 * @throws {SourceColumnsError} where a column is missing, or one is there that the table does not have.
 */
export async function castRows(session: Session, source: string, columns: readonly TableColumn[]): Promise<string> {
  const found = (await session.describe(source)).map(({ name }) => name);
  const lower = new Set(found.map((name) => name.toLowerCase()));
  const wanted = new Set(columns.map(({ name }) => name.toLowerCase()));
  const missing = columns.map(({ name }) => name).filter((name) => !lower.has(name.toLowerCase()));
  const unknown = found.filter((name) => !wanted.has(name.toLowerCase()));
  if (missing.length > 0 || unknown.length > 0) throw new SourceColumnsError(missing, unknown);
  return selectCast(source, columns);
}

/** As `castRows`, for a source that may have more columns than are asked for. */
export async function castKeys(session: Session, source: string, columns: readonly TableColumn[]): Promise<string> {
  const found = new Set((await session.describe(source)).map(({ name }) => name.toLowerCase()));
  const missing = columns.map(({ name }) => name).filter((name) => !found.has(name.toLowerCase()));
  if (missing.length > 0) throw new SourceColumnsError(missing, []);
  return selectCast(source, columns);
}

function selectCast(source: string, columns: readonly TableColumn[]): string {
  const casts = columns.map(
    ({ name, type }) => `CAST(${quoteIdentifier(name)} AS ${type}) AS ${quoteIdentifier(name)}`,
  );
  return `SELECT ${casts.join(', ')} FROM (\n${source}\n)`;
}

/**
 * The table's columns of these names, whatever case they are written in.
 * @throws {SourceColumnsError} for a name that the table does not have.
 */
export function columnsNamed(columns: readonly TableColumn[], names: readonly string[]): readonly TableColumn[] {
  return names.map((name) => {
    const column = columns.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (column === undefined) throw new SourceColumnsError([], [name]);
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

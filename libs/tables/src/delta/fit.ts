import { quoteIdentifier, wrapSql } from '@sluice/engine';
import type { Column, Session, SqlText } from '@sluice/engine';
import { ColumnsUnfitError } from '../errors.ts';
import type { TableColumn } from '../table.ts';
import { isSameType } from './schema.ts';

/** Types that take every value of another one without loss, least first. */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  TINYINT: ['SMALLINT', 'INTEGER', 'BIGINT', 'DOUBLE'],
  SMALLINT: ['INTEGER', 'BIGINT', 'DOUBLE'],
  INTEGER: ['BIGINT', 'DOUBLE'],
  UTINYINT: ['SMALLINT', 'INTEGER', 'BIGINT', 'DOUBLE'],
  USMALLINT: ['INTEGER', 'BIGINT', 'DOUBLE'],
  UINTEGER: ['BIGINT', 'DOUBLE'],
  FLOAT: ['DOUBLE'],
  UUID: ['VARCHAR'],
  JSON: ['VARCHAR'],
};
/** Digits of the greatest whole number. */
const DIGITS: Readonly<Record<string, number>> = {
  TINYINT: 3,
  UTINYINT: 3,
  SMALLINT: 5,
  USMALLINT: 5,
  INTEGER: 10,
  UINTEGER: 10,
  BIGINT: 19,
  UBIGINT: 20,
};

/**
 * A SELECT in the columns of a table: by name, whatever its case, in the table's order; those that it lacks are null.
 * Types are changed where no value is lost.
 * @param table  as the operator knows it, for the error.
 * @throws {ColumnsUnfitError} with every column that the table does not have, or whose values it might not hold.
 */
export async function fitColumns(
  session: Session,
  select: SqlText,
  columns: readonly TableColumn[],
  table: string,
): Promise<SqlText> {
  const given = new Map((await session.describe(select)).map((column) => [column.name.toLowerCase(), column]));
  const problems: string[] = [];
  const terms = columns.map(({ name, type }) => {
    const column = given.get(name.toLowerCase());
    given.delete(name.toLowerCase());
    if (column === undefined) return `CAST(NULL AS ${type}) AS ${quoteIdentifier(name)}`;
    if (!fits(column, type)) problems.push(`${name} has the type ${type} in the table, got ${column.type}`);
    return `CAST(${quoteIdentifier(column.name)} AS ${type}) AS ${quoteIdentifier(name)}`;
  });
  for (const { name, type } of given.values()) problems.push(`the table has no column ${name} (${type})`);
  if (problems.length > 0) throw new ColumnsUnfitError(table, problems);
  return wrapSql(`SELECT ${terms.join(', ')} FROM (`, select, ')');
}

function fits({ type: from }: Column, to: string): boolean {
  if (from === to || isSameType(from, to)) return true;
  if (WIDER[from]?.includes(to) === true || (from.startsWith('ENUM(') && to === 'VARCHAR')) return true;
  const wanted = decimal(to);
  const got = decimal(from) ?? (DIGITS[from] === undefined ? undefined : { whole: DIGITS[from], scale: 0 });
  return wanted !== undefined && got !== undefined && got.whole <= wanted.whole && got.scale <= wanted.scale;
}

/** Digits before and after the point. */
function decimal(type: string): { readonly whole: number; readonly scale: number } | undefined {
  const [, width, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  return width === undefined ? undefined : { whole: Number(width) - Number(scale), scale: Number(scale) };
}

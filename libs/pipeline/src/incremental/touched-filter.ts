import { type Column, quoteIdentifier, quoteLiteral, type Session } from '@sluice/engine';

/** Beyond that DuckDB joins a list instead of pushing it down. */
const MOST_VALUES = 1_000;

/** Types whose text is read back as the same value. */
const EXACT =
  /^(?:U?(?:TINYINT|SMALLINT|INTEGER|BIGINT)|DECIMAL\(\d+,\d+\)|DATE|TIMESTAMP|TIMESTAMP WITH TIME ZONE|VARCHAR|BOOLEAN)$/u;

/**
 * A condition with constants that holds of all rows with touched values. A semi-join stays on top of a grouping;
 * DuckDB takes a condition on its keys below it, and on columns of the input down to their files and row groups.
 * @param touched  a FROM item with the columns
 * @param row      the alias of the rows
 * @returns undefined where there are too many values, or of another type
 */
export async function touchedFilter(
  session: Session,
  columns: readonly Column[],
  touched: string,
  row: string,
): Promise<string | undefined> {
  const conditions: string[] = [];
  for (const { name, type } of columns) {
    if (!EXACT.test(type)) continue;
    const column = quoteIdentifier(name);
    const found = await session.query(
      `SELECT DISTINCT CAST(${column} AS VARCHAR) AS value FROM ${touched} LIMIT ${String(MOST_VALUES + 1)}`,
    );
    if (found.length === 0 || found.length > MOST_VALUES) continue;
    const values = found.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
    if (values.some((value) => value.includes('\0'))) continue;
    const literals = values.map((value) => `CAST(${quoteLiteral(value)} AS ${type})`).join(', ');
    const isOne = values.length === 0 ? [] : [`${row}.${column} IN (${literals})`];
    const isNull = values.length === found.length ? [] : [`${row}.${column} IS NULL`];
    conditions.push(`(${[...isOne, ...isNull].join(' OR ')})`);
  }
  return conditions.length === 0 ? undefined : conditions.join(' AND ');
}

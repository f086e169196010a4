/** A name as a quoted identifier: `"we""ird"`. @throws {RangeError} for an empty name or one with a NUL, which no SQL can hold. */
export function quoteIdentifier(name: string): string {
  if (name === '' || name.includes('\0')) throw new RangeError(`Not a name: ${JSON.stringify(name)}`);
  return `"${name.replaceAll('"', '""')}"`;
}

/** Text as a string literal: `'it''s'`. @throws {RangeError} for text with a NUL, which no SQL can hold. */
export function quoteLiteral(text: string): string {
  if (text.includes('\0')) throw new RangeError(`Not a text for SQL: ${JSON.stringify(text)}`);
  return `'${text.replaceAll("'", "''")}'`;
}

/** `silver.orders` as `"silver"."orders"`: what stands before the first dot is the schema; a name without one stays bare. */
export function quoteTable(table: string): string {
  const dot = table.indexOf('.');
  if (dot < 0) return quoteIdentifier(table);
  return `${quoteIdentifier(table.slice(0, dot))}.${quoteIdentifier(table.slice(dot + 1))}`;
}

/** A file name for `read_parquet`, `read_csv` and `read_json`, which take `*`, `?` and `[` for wildcards: matches that one file. */
export function quoteFile(path: string): string {
  return quoteLiteral(path.replaceAll(/[*?[]/gu, '[$&]'));
}

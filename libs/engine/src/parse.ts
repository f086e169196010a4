import type { DuckDBConnection } from '@duckdb/node-api';
import { formatLocation } from '@sluice/core';
import { refuseNul, translateError } from './duckdb-errors.ts';
import type { ParsedSelect, SqlText } from './engine.ts';
import { SqlRefusedError } from './errors.ts';
import { lineOf, locationOf, placeOf, type Offset } from './position.ts';
import { quoteLiteral } from './quote.ts';
import { writtenSql } from './sql-text.ts';
import { isNode, walkSelect, type SyntaxNode, type Walked } from './syntax-tree.ts';

/**
 * Reads what a SELECT names out of DuckDB's syntax tree.
 * @throws {SqlSyntaxError} for SQL that cannot be read, {SqlRefusedError} for what is not one SELECT over named tables.
 */
export async function parseSelect(connection: DuckDBConnection, statement: SqlText): Promise<ParsedSelect> {
  refuseNul(statement);
  const select = await serialize(connection, statement);
  const walked = walkSelect(select);
  const [refusal] = walked.refusals;
  if (refusal !== undefined) throw refuse(statement, refusal.reason, { value: refusal.offset ?? -1, unit: 'bytes' });
  crossCheck(connection, statement, walked);
  return {
    tables: walked.tables.map(({ schema, name, offset }) => ({ schema, name, line: lineOf(statement, offset) })),
    columns: walked.columns,
    star: walked.star,
    functions: walked.functions,
  };
}

/**
 * The syntax tree of one SELECT, as DuckDB gives it.
 * @param options  further arguments of `json_serialize_sql`: `, skip_default := true`
 */
export async function serialize(connection: DuckDBConnection, statement: SqlText, options = ''): Promise<SyntaxNode> {
  const tree: unknown = JSON.parse(await serializedText(connection, statement, options));
  if (!isNode(tree)) throw refuse(statement, 'DuckDB gave no syntax tree for it');
  if (tree['error'] === true) {
    if (tree['error_type'] !== 'parser') throw refuse(statement, 'it must be one SELECT, not another statement');
    const report = { exception_type: 'Parser', exception_message: tree['error_message'], position: tree['position'] };
    throw translateError(new Error(JSON.stringify(report)), statement);
  }
  const statements: unknown = tree['statements'];
  const list: readonly unknown[] = Array.isArray(statements) ? statements : [];
  const [first, second] = list;
  if (!isNode(first)) throw refuse(statement, 'it is empty; write one SELECT');
  if (second !== undefined) throw refuse(statement, 'it holds several statements; write one SELECT');
  return first;
}

async function serializedText(connection: DuckDBConnection, statement: SqlText, options: string): Promise<string> {
  try {
    const result = await connection.run(`SELECT json_serialize_sql(${quoteLiteral(statement.sql)}::VARCHAR${options})`);
    return String((await result.getRows())[0]?.[0]);
  } catch (error) {
    throw translateError(error, statement);
  }
}

/** DuckDB's own list of tables must agree with ours. It is empty, without an error, for much sound SQL: then it says nothing. */
function crossCheck(connection: DuckDBConnection, statement: SqlText, walked: Walked): void {
  const theirs = new Set(connection.getTableNames(statement.sql, true).map(plainName));
  const ours = new Set(
    walked.tables.map(({ schema, name }) => (schema === undefined ? name : `${schema}.${name}`).toLowerCase()),
  );
  if (theirs.size === 0) return;
  const odd = [...theirs, ...ours].filter((name) => !(theirs.has(name) && ours.has(name)));
  if (odd.length > 0)
    throw refuse(
      statement,
      `it could not be told which tables it reads (${odd.join(', ')}); write it in a plainer way`,
    );
}

/** `gold."x y" TABLESAMPLE …` as `gold.x y`. */
function plainName(quoted: string): string {
  const names = /^(?:"(?:[^"]|"")*"|[^\s"])+/.exec(quoted)?.[0] ?? quoted;
  return names.replace(/"((?:[^"]|"")*)"/g, (_, name: string) => name.replaceAll('""', '"')).toLowerCase();
}

export function refuse(statement: SqlText, reason: string, offset?: Offset): SqlRefusedError {
  const place = offset === undefined ? undefined : placeOf(statement, offset);
  const location = locationOf(statement, place);
  const sql = writtenSql(statement);
  const message = `This SQL is refused: ${reason}.`;
  return location === undefined
    ? new SqlRefusedError(message, { sql })
    : new SqlRefusedError(`${formatLocation(location)}: ${message}`, { sql, location });
}

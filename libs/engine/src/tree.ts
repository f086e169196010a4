import type { DuckDBConnection } from '@duckdb/node-api';
import { refuseNul, translateError } from './duckdb-errors.ts';
import type { SqlText } from './engine.ts';
import { refuse, serialize } from './parse.ts';
import { quoteLiteral } from './quote.ts';
import type { SyntaxNode } from './syntax-tree.ts';

const SKIP_DEFAULT = ', skip_default := true';

/** One SELECT as a tree that `printTree` turns into SQL again. */
export async function readTree(connection: DuckDBConnection, statement: SqlText): Promise<SyntaxNode> {
  refuseNul(statement);
  const tree = await serialize(connection, statement, SKIP_DEFAULT);
  const serialized = `json_serialize_sql(${quoteLiteral(statement.sql)}::VARCHAR${SKIP_DEFAULT})`;
  // JSON.parse rounds numbers beyond 2^53.
  if ((await print(connection, serialized, statement)) !== (await printTree(connection, tree)))
    throw refuse(statement, 'its syntax tree holds a number that a double cannot hold');
  return tree;
}

/** The SQL of a tree of one SELECT. */
export function printTree(connection: DuckDBConnection, tree: SyntaxNode): Promise<string> {
  const document = JSON.stringify({ error: false, statements: [tree] });
  return print(connection, `${quoteLiteral(document)}::JSON`, { sql: document });
}

async function print(connection: DuckDBConnection, json: string, statement: SqlText): Promise<string> {
  try {
    const result = await connection.run(`SELECT json_deserialize_sql(${json})`);
    return String((await result.getRows())[0]?.[0]);
  } catch (error) {
    throw translateError(error, statement);
  }
}

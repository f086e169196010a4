import { SluiceError } from '@sluice/core';
import { isNode, quoteIdentifier } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import { ConstraintUnsupportedError } from '../errors.ts';
import type { TableColumn } from '../table.ts';

/** Where an invariant stands. */
export interface InvariantPlace {
  readonly table: string;
  readonly column: string;
  readonly columns: readonly TableColumn[];
}

/** Nodes and functions of which Spark and DuckDB say the same. */
const SAME_NODES = new Set(['COLUMN_REF', 'CONSTANT', 'COMPARISON', 'CONJUNCTION', 'BETWEEN', 'CASE']);
const SAME_OPERATORS = new Set([
  'OPERATOR_IS_NULL',
  'OPERATOR_IS_NOT_NULL',
  'OPERATOR_NOT',
  'OPERATOR_COALESCE',
  'COMPARE_IN',
  'COMPARE_NOT_IN',
]);
const SAME_CASTS = new Set(['BOOLEAN', 'DATE']);
const SAME_FUNCTIONS = new Set(['+', '-', '*', '~~', '!~~', 'abs', 'length', 'char_length', 'lower', 'upper']);

/**
 * The condition of a column's invariant in DuckDB's SQL: comparisons, logic, `IN`, `BETWEEN`, `LIKE`, `CASE` and the
 * few functions that both engines understand alike.
 * @param metadata  what the schema keeps under `delta.invariants`.
 * @throws {ConstraintUnsupportedError} for whatever else it holds.
 */
export async function translateInvariant(
  session: Session,
  metadata: unknown,
  place: InvariantPlace,
): Promise<{ readonly rule: string; readonly sql: string }> {
  const rule = expressionOf(metadata);
  const sql = rule === undefined ? undefined : toDuckDb(rule);
  if (rule === undefined || sql === undefined || !(await isAlike(session, sql, place.columns))) {
    throw new ConstraintUnsupportedError(place.table, place.column, rule ?? JSON.stringify(metadata));
  }
  return { rule, sql };
}

/** `{"expression":{"expression":"x > 3"}}`, as a text. */
function expressionOf(metadata: unknown): string | undefined {
  try {
    const outer: unknown = typeof metadata === 'string' ? JSON.parse(metadata) : undefined;
    const expression = isNode(outer) && isNode(outer['expression']) ? outer['expression']['expression'] : undefined;
    return typeof expression === 'string' ? expression : undefined;
  } catch {
    return undefined;
  }
}

const TOKEN = /`((?:[^`]|``)*)`|'(?:[^'\\]|'')*'|[^`'"\\]/gy;

/** Names in backticks become quoted ones. What Spark reads otherwise than DuckDB is refused: texts in double quotes, escapes. */
function toDuckDb(expression: string): string | undefined {
  let sql = '';
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(expression); match !== null; match = TOKEN.exec(expression)) {
    const [token, name] = match;
    sql += name === undefined ? token : quoteIdentifier(name.replaceAll('``', '`'));
    if (TOKEN.lastIndex === expression.length) return sql;
  }
  return undefined;
}

async function isAlike(session: Session, sql: string, columns: readonly TableColumn[]): Promise<boolean> {
  const row = columns.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${quoteIdentifier(name)}`).join(', ');
  try {
    const tree = await session.readTree(`SELECT (${sql})`);
    const [described] = await session.describe(`SELECT (${sql}) FROM (SELECT ${row})`);
    return described?.type === 'BOOLEAN' && nodesIn(tree).every(isSame);
  } catch (error) {
    if (error instanceof SluiceError) return false;
    throw error;
  }
}

type Node = Readonly<Record<string, unknown>>;

/** Every expression of a tree. */
function nodesIn(tree: unknown): readonly Node[] {
  if (Array.isArray(tree)) return tree.flatMap(nodesIn);
  if (!isNode(tree)) return [];
  return [...('class' in tree ? [tree] : []), ...Object.values(tree).flatMap(nodesIn)];
}

function isSame(node: Node): boolean {
  switch (node['class']) {
    case 'OPERATOR':
      return SAME_OPERATORS.has(String(node['type']));
    case 'FUNCTION':
      return SAME_FUNCTIONS.has(String(node['function_name']));
    case 'CAST':
      return isNode(node['cast_type']) && SAME_CASTS.has(String(node['cast_type']['id']));
    default:
      return SAME_NODES.has(String(node['class']));
  }
}

import { isNode, type SyntaxNode } from '@sluice/engine';
import { isKey } from './keys.ts';

export interface Incrementality {
  /** Names of aggregate functions, in lower case. */
  readonly aggregates: ReadonlySet<string>;
  /** Output columns by whose values rows are replaced: the outermost SELECT may group by them, and by others. Undefined where it may not group. */
  readonly by: readonly string[] | undefined;
}

/**
 * What keeps the rows of a SELECT from being told by the rows that changed in its one input: each row of the input must
 * count by itself, up to the grouping of the outermost SELECT. Undefined where nothing does.
 */
export function notRowwise(tree: SyntaxNode, { aggregates, by }: Incrementality): string | undefined {
  const outermost = isNode(tree['node']) ? tree['node'] : tree;
  const reason = find(outermost, (node) => {
    const { type } = node;
    if (node['class'] === 'WINDOW') return 'has a window function';
    if (node['class'] === 'SUBQUERY') return 'has a subquery in an expression';
    if (type === 'SET_OPERATION_NODE') return 'combines several SELECTs';
    if (type === 'RECURSIVE_CTE_NODE') return 'is recursive';
    if (type === 'LIMIT_MODIFIER' || type === 'LIMIT_PERCENT_MODIFIER') return 'has a LIMIT';
    if (type === 'JOIN' && !isInner(node)) return 'has a join that is not an inner one';
    if (isNode(node['sample'])) return 'takes a sample';
    if (type !== 'SELECT_NODE') return undefined;
    if (isNode(node['having'])) return 'has a HAVING';
    if (isNode(node['qualify'])) return 'has a QUALIFY';
    if (!isGrouped(node, aggregates) || (by !== undefined && node === outermost)) return undefined;
    return by === undefined ? 'groups rows' : 'groups rows before its outermost SELECT';
  });
  if (reason === undefined && readsTwice(outermost)) return 'reads a WITH query more than once';
  if (reason !== undefined || by === undefined || !isGrouped(outermost, aggregates)) return reason;
  const other = by.find((column) => !isKey(outermost, column, (item) => hasAggregate(item, aggregates)));
  return other === undefined ? undefined : `does not group by ${other}, a column by which rows are replaced`;
}

/** Others keep or pair rows by what other rows there are. */
function isInner({ join_type: kind, ref_type: pairing }: SyntaxNode): boolean {
  return kind === 'INNER' && pairing !== 'ASOF' && pairing !== 'POSITIONAL';
}

/** Then rows of the input may meet each other. */
function readsTwice(select: SyntaxNode): boolean {
  const read = new Set<string>();
  const twice = find(select, ({ type, schema_name: schema = '', table_name: table }) => {
    if (type !== 'BASE_TABLE' || schema !== '' || typeof table !== 'string') return undefined;
    const name = table.toLowerCase();
    if (read.has(name)) return name;
    read.add(name);
    return undefined;
  });
  return twice !== undefined;
}

function isGrouped(node: SyntaxNode, aggregates: ReadonlySet<string>): boolean {
  const modifiers = Array.isArray(node['modifiers']) ? node['modifiers'] : [];
  const groups = Array.isArray(node['group_expressions']) && node['group_expressions'].length > 0;
  const isAll = node['aggregate_handling'] === 'FORCE_AGGREGATES';
  const isDistinct = modifiers.some((modifier) => isNode(modifier) && modifier['type'] === 'DISTINCT_MODIFIER');
  return groups || isAll || isDistinct || hasAggregate(node['select_list'], aggregates);
}

function hasAggregate(expressions: unknown, aggregates: ReadonlySet<string>): boolean {
  const found = find(expressions, ({ class: kind, function_name: name }) =>
    kind === 'FUNCTION' && typeof name === 'string' && aggregates.has(name.toLowerCase()) ? name : undefined,
  );
  return found !== undefined;
}

/** The first verdict on a node, a node before those in it. */
function find(value: unknown, judge: (node: SyntaxNode) => string | undefined): string | undefined {
  if (Array.isArray(value)) return firstOf(value, judge);
  if (!isNode(value)) return undefined;
  return judge(value) ?? firstOf(Object.values(value), judge);
}

function firstOf(values: readonly unknown[], judge: (node: SyntaxNode) => string | undefined): string | undefined {
  for (const value of values) {
    const found = find(value, judge);
    if (found !== undefined) return found;
  }
  return undefined;
}

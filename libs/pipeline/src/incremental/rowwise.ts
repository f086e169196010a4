import { isNode, type SyntaxNode } from '@sluice/engine';

/**
 * What keeps the rows of a SELECT from being told by the rows that changed in its one input: each row of the input must
 * count by itself, up to the grouping of the outermost SELECT. Undefined where nothing does.
 * @param grouping  whether that SELECT may group
 */
export function notRowwise(tree: SyntaxNode, grouping: boolean): string | undefined {
  const outermost = isNode(tree['node']) ? tree['node'] : tree;
  return find(outermost, (node) => {
    const { type } = node;
    if (node['class'] === 'WINDOW') return 'has a window function';
    if (type === 'SET_OPERATION_NODE') return 'combines several SELECTs';
    if (type === 'RECURSIVE_CTE_NODE') return 'is recursive';
    if (type === 'LIMIT_MODIFIER' || type === 'LIMIT_PERCENT_MODIFIER') return 'has a LIMIT';
    if (type !== 'SELECT_NODE') return undefined;
    if (node['having'] !== undefined) return 'has a HAVING';
    if (node['qualify'] !== undefined) return 'has a QUALIFY';
    if (!isGrouped(node) || (grouping && node === outermost)) return undefined;
    return grouping ? 'groups rows before its outermost SELECT' : 'groups rows';
  });
}

function isGrouped(node: SyntaxNode): boolean {
  const modifiers = Array.isArray(node['modifiers']) ? node['modifiers'] : [];
  const groups = Array.isArray(node['group_expressions']) && node['group_expressions'].length > 0;
  return groups || modifiers.some((modifier) => isNode(modifier) && modifier['type'] === 'DISTINCT_MODIFIER');
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

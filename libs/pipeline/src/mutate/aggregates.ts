import { isNode, type SyntaxNode } from '@sluice/engine';
import { around, type Edit, itself, without } from './edit.ts';

/** What each aggregate is easily taken for. */
const AGGREGATES: Readonly<Record<string, readonly string[]>> = {
  sum: ['max', 'avg'],
  avg: ['max', 'sum'],
  min: ['max'],
  max: ['min'],
  first: ['last'],
  last: ['first'],
  arg_min: ['arg_max'],
  arg_max: ['arg_min'],
  min_by: ['max_by'],
  max_by: ['min_by'],
  bool_and: ['bool_or'],
  bool_or: ['bool_and'],
};

/** Ranks and shifts, by type in the syntax tree and by name. */
const WINDOWS: ReadonlyMap<unknown, readonly [type: string, name: string]> = new Map([
  ['WINDOW_ROW_NUMBER', ['WINDOW_RANK', 'rank']],
  ['WINDOW_RANK', ['WINDOW_ROW_NUMBER', 'row_number']],
  ['WINDOW_RANK_DENSE', ['WINDOW_RANK', 'rank']],
  ['WINDOW_LAG', ['WINDOW_LEAD', 'lead']],
  ['WINDOW_LEAD', ['WINDOW_LAG', 'lag']],
  ['WINDOW_FIRST_VALUE', ['WINDOW_LAST_VALUE', 'last_value']],
  ['WINDOW_LAST_VALUE', ['WINDOW_FIRST_VALUE', 'first_value']],
]);

const ONE: SyntaxNode = {
  class: 'CONSTANT',
  type: 'VALUE_CONSTANT',
  value: { type: { id: 'INTEGER' }, is_null: false, value: 1 },
};

/** What can go wrong with an aggregate or a window. */
export function aggregateEdits(node: SyntaxNode): readonly Edit[] {
  if (node['class'] !== 'FUNCTION' && node['class'] !== 'WINDOW') return [];
  const name = String(node['function_name']);
  const isWindow = node['class'] === 'WINDOW';
  const renamed = isWindow && node['type'] !== 'WINDOW_AGGREGATE' ? [] : (AGGREGATES[name] ?? []);
  return [
    ...renamed.map((other) => itself('aggregate', { ...node, function_name: other })),
    ...counts(node, name),
    ...(node['distinct'] === true ? [itself('distinct', without(node, 'distinct'))] : []),
    ...(node['filter'] === undefined ? [] : [itself('filter', without(node, 'filter'))]),
    ...(isWindow ? windows(node) : []),
  ];
}

/** Every row becomes every row once, and every value every value once. */
function counts(node: SyntaxNode, name: string): readonly Edit[] {
  if (node['class'] === 'WINDOW') return [];
  if (name === 'count_star')
    return [itself('aggregate', { ...node, function_name: 'count', children: [ONE], distinct: true })];
  return name === 'count' && node['distinct'] !== true ? [itself('aggregate', { ...node, distinct: true })] : [];
}

function windows(node: SyntaxNode): readonly Edit[] {
  const other = WINDOWS.get(node['type']);
  const partitions: unknown = node['partitions'];
  const list: readonly unknown[] = Array.isArray(partitions) ? partitions : [];
  return [
    ...(other === undefined ? [] : [itself('window', { ...node, type: other[0], function_name: other[1] })]),
    ...list.map((_, lost) => itself('window', { ...node, partitions: list.toSpliced(lost, 1) })),
  ];
}

/** An entry of ORDER BY in the other direction; under a SELECT it matters only where rows are cut off. */
export function orderEdits(node: SyntaxNode): readonly Edit[] {
  if (!isNode(node['expression']) || typeof node['null_order'] !== 'string') return [];
  return [around('order', { ...node, type: node['type'] === 'DESCENDING' ? 'ASCENDING' : 'DESCENDING' })];
}

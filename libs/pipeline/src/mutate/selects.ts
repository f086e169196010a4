import { isNode, type SyntaxNode } from '@sluice/engine';
import { type Edit, nodesOf, without } from './edit.ts';

const JOINS: ReadonlyMap<unknown, string> = new Map([
  ['LEFT', 'INNER'],
  ['INNER', 'LEFT'],
  ['RIGHT', 'INNER'],
  ['OUTER', 'LEFT'],
  ['FULL', 'LEFT'],
  ['SEMI', 'ANTI'],
  ['ANTI', 'SEMI'],
]);

const CLAUSES = { where_clause: 'WHERE', having: 'HAVING', qualify: 'QUALIFY' } as const;

/** What can go wrong with a SELECT as a whole, with its joins and set operations. */
export function selectEdits(node: SyntaxNode): readonly Edit[] {
  switch (node['type']) {
    case 'SELECT_NODE':
      return [...lostFilters(node), ...lostDistinct(node)];
    case 'SET_OPERATION_NODE':
      return setOperations(node);
    case 'JOIN':
      return joins(node);
    default:
      return [];
  }
}

/** A filter of several terms loses them one by one instead. */
function lostFilters(node: SyntaxNode): readonly Edit[] {
  return Object.entries(CLAUSES).flatMap(([key, word]) => {
    const expression = node[key];
    if (!isNode(expression) || expression['type'] === 'CONJUNCTION_AND') return [];
    const shown = { before: { words: word, expression }, after: { words: `no ${word}` } };
    return [{ operator: 'filter', node: without(node, key), shown }];
  });
}

function lostDistinct(node: SyntaxNode): readonly Edit[] {
  const modifiers = nodesOf(node, 'modifiers');
  const kept = modifiers.filter(({ type }) => type !== 'DISTINCT_MODIFIER');
  if (kept.length === modifiers.length) return [];
  const shown = { before: { words: 'SELECT DISTINCT' }, after: { words: 'SELECT' } };
  return [{ operator: 'distinct', node: { ...node, modifiers: kept }, shown }];
}

function setOperations(node: SyntaxNode): readonly Edit[] {
  const all = node['setop_all'] === true;
  const word = String(node['setop_type']);
  const words = (with_all: boolean): string => (with_all ? `${word} ALL` : word);
  const shown = { before: { words: words(all) }, after: { words: words(!all) } };
  return [{ operator: 'distinct', node: { ...node, setop_all: !all }, shown }];
}

/** Joins on a condition; a cross join has no other kind. */
function joins(node: SyntaxNode): readonly Edit[] {
  const kind = JOINS.get(node['join_type']);
  if (kind === undefined || node['ref_type'] !== 'REGULAR') return [];
  const right = isNode(node['right']) ? (node['right']['alias'] ?? node['right']['table_name']) : undefined;
  const words = (type: unknown): string => `${String(type)} JOIN ${typeof right === 'string' ? right : '(…)'}`;
  const shown = { before: { words: words(node['join_type']) }, after: { words: words(kind) } };
  return [{ operator: 'join', node: { ...node, join_type: kind }, shown }];
}

import { isNode, offsetOf, type SyntaxNode } from '@sluice/engine';
import { aggregateEdits, orderEdits } from './aggregates.ts';
import type { Edit, Operator, Shown } from './edit.ts';
import { expressionEdits } from './expressions.ts';
import { selectEdits } from './selects.ts';

/** A whole syntax tree with one mistake in it. */
export interface Change {
  readonly operator: Operator;
  readonly tree: SyntaxNode;
  /** Where the mistake stands, in UTF-8 bytes of the SQL. */
  readonly offset: number | undefined;
  readonly before: Shown;
  readonly after: Shown;
}

/** The tree, or an expression of it, with something else at one place. */
type Put = (value: unknown) => SyntaxNode;

/** A node on the way down, and the expression in which it stands. */
interface Place {
  readonly put: Put;
  readonly around: { readonly node: SyntaxNode; readonly put: Put } | undefined;
}

/**
 * Every single mistake that the operators know, in the order of the tree.
 * Recursive queries are left alone: without its filter one may never end.
 */
export function changesOf(tree: SyntaxNode): readonly Change[] {
  return [...visit(tree, { put: (value) => (isNode(value) ? value : tree), around: undefined })];
}

function* visit(value: unknown, place: Place): Generator<Change> {
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    for (const [index, item] of list.entries())
      yield* visit(
        item,
        inside(place, (inner) => list.with(index, inner)),
      );
  } else if (isNode(value) && value['type'] !== 'RECURSIVE_CTE_NODE') {
    for (const edit of editsOf(value, place)) yield changeOf(value, edit, place);
    const around = isSelect(value) ? undefined : isExpression(value) ? { node: value, put: asNode } : place.around;
    for (const [key, child] of Object.entries(value)) {
      yield* visit(
        child,
        inside({ ...place, around }, (inner) => ({ ...value, [key]: inner })),
      );
    }
  }
}

function editsOf(node: SyntaxNode, place: Place): readonly Edit[] {
  return [
    ...selectEdits(node),
    ...expressionEdits(node),
    ...aggregateEdits(node),
    ...(place.around === undefined ? [] : orderEdits(node)),
  ];
}

function changeOf(node: SyntaxNode, edit: Edit, { put, around }: Place): Change {
  const { operator, shown } = edit;
  const change = { operator, tree: put(edit.node), offset: offsetWithin(node) };
  if (typeof shown === 'object') return { ...change, ...shown };
  if (shown === 'around' && around !== undefined)
    return { ...change, before: { expression: around.node }, after: { expression: around.put(edit.node) } };
  return { ...change, before: { expression: node }, after: { expression: edit.node } };
}

function inside({ put, around }: Place, wrap: (inner: unknown) => unknown): Place {
  return {
    put: (value) => put(wrap(value)),
    around: around && { node: around.node, put: (value) => around.put(wrap(value)) },
  };
}

function asNode(value: unknown): SyntaxNode {
  return isNode(value) ? value : {};
}

function isExpression(node: SyntaxNode): boolean {
  return typeof node['class'] === 'string';
}

function isSelect(node: SyntaxNode): boolean {
  return node['type'] === 'SELECT_NODE' || node['type'] === 'SET_OPERATION_NODE';
}

/** The node's own place, else the first one inside of it. */
function offsetWithin(value: unknown): number | undefined {
  const own = isNode(value) ? offsetOf(value) : undefined;
  if (own !== undefined || typeof value !== 'object' || value === null) return own;
  const inner = Object.values(value).flatMap((child) => offsetWithin(child) ?? []);
  return inner.length === 0 ? undefined : Math.min(...inner);
}

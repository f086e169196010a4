import { isNode, type SyntaxNode } from '@sluice/engine';

/** What kind of mistake a mutant imitates. */
export type Operator =
  | 'comparison'
  | 'filter'
  | 'join'
  | 'aggregate'
  | 'constant'
  | 'distinct'
  | 'order'
  | 'case'
  | 'coalesce'
  | 'arithmetic'
  | 'negation'
  | 'window';

/** Part of a SELECT as a reader is shown it: words, an expression, or one after the other. */
export interface Shown {
  readonly words?: string;
  readonly expression?: SyntaxNode;
}

/** One mistake at one node: the node that takes its place. */
export interface Edit {
  readonly operator: Operator;
  readonly node: SyntaxNode;
  /**
   * How the change is shown: by the expression itself, by the one around it (a constant alone says little),
   * or in words, where the node is no expression.
   */
  readonly shown: 'itself' | 'around' | { readonly before: Shown; readonly after: Shown };
}

export function itself(operator: Operator, node: SyntaxNode): Edit {
  return { operator, node, shown: 'itself' };
}

export function around(operator: Operator, node: SyntaxNode): Edit {
  return { operator, node, shown: 'around' };
}

/** The child nodes under a key; empty where there is no list. */
export function nodesOf(node: SyntaxNode, key: string): readonly SyntaxNode[] {
  const list: unknown = node[key];
  return Array.isArray(list) ? list.filter(isNode) : [];
}

export function without(node: SyntaxNode, key: string): SyntaxNode {
  return Object.fromEntries(Object.entries(node).filter(([name]) => name !== key));
}

/** `node` under the name that `replaced` had in the list of columns. */
export function inPlaceOf(replaced: SyntaxNode, node: SyntaxNode): SyntaxNode {
  const { alias } = replaced;
  return alias === undefined ? without(node, 'alias') : { ...node, alias };
}

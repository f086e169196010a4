import { isNode, type SyntaxNode } from '@sluice/engine';

/**
 * Whether the rows that a SELECT makes one of have one value of an output column: in a SELECT that groups, whatever is
 * no aggregate is made of what it groups by.
 * @param hasAggregate  whether an aggregate function is called in an expression
 */
export function isKey(select: SyntaxNode, column: string, hasAggregate: (expression: unknown) => boolean): boolean {
  const items = list(select['select_list']).filter(isNode);
  const item = items.find((each) => nameOf(each)?.toLowerCase() === column.toLowerCase());
  const picksOne = list(select['modifiers'])
    .filter(isNode)
    .some((modifier) => list(modifier['distinct_on_targets']).length > 0);
  return item !== undefined && !picksOne && !hasAggregate(item);
}

function nameOf({ alias, column_names: names }: SyntaxNode): string | undefined {
  if (typeof alias === 'string' && alias !== '') return alias;
  const name: unknown = list(names).at(-1);
  return typeof name === 'string' ? name : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

import { isNode, type SyntaxNode } from '@sluice/engine';

/**
 * Whether rows that a SELECT makes one of have one value of an output column: it is grouped by, or distinct.
 * @param hasAggregate  whether an aggregate function is called in an expression
 */
export function isKey(select: SyntaxNode, column: string, hasAggregate: (expression: unknown) => boolean): boolean {
  const items = list(select['select_list']).filter(isNode);
  const index = items.findIndex((item) => nameOf(item)?.toLowerCase() === column.toLowerCase());
  const item = items[index];
  if (item === undefined) return false;
  const groups = list(select['group_expressions']).filter(isNode);
  if (select['aggregate_handling'] === 'FORCE_AGGREGATES') return !hasAggregate(item);
  if (groups.length > 0) return groups.some((group) => isSame(group, item) || refersTo(group, column, index + 1));
  const [distinct] = list(select['modifiers'])
    .filter(isNode)
    .filter(({ type }) => type === 'DISTINCT_MODIFIER');
  return distinct !== undefined && list(distinct['distinct_on_targets']).length === 0 && !hasAggregate(item);
}

function nameOf({ alias, column_names: names }: SyntaxNode): string | undefined {
  if (typeof alias === 'string' && alias !== '') return alias;
  const name: unknown = list(names).at(-1);
  return typeof name === 'string' ? name : undefined;
}

/** The same expression, wherever it stands and however the output names it. */
function isSame(group: SyntaxNode, item: SyntaxNode): boolean {
  return bare(group) === bare(item);
}

function bare(expression: SyntaxNode): string {
  return JSON.stringify({ ...expression, alias: undefined }, (key, value: unknown) =>
    key === 'query_location' ? undefined : value,
  );
}

/** GROUP BY with the name of an output column, or its place. */
function refersTo(group: SyntaxNode, column: string, place: number): boolean {
  const [name, more] = list(group['column_names']);
  if (more === undefined && typeof name === 'string') return name.toLowerCase() === column.toLowerCase();
  return group['class'] === 'CONSTANT' && isNode(group['value']) && group['value']['value'] === place;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

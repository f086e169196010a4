import type { Row, Value } from '@sluice/engine';
import type { SharedColumn } from './columns.ts';
import type { ShownRow } from './report.ts';

const LONGEST = 200;

/** What may be seen of a value: text, cut where it is long. What nobody may see never leaves the engine. */
export function shownValue(expression: string, { shown }: SharedColumn): string {
  if (!shown) return `CASE WHEN ${expression} IS NOT NULL THEN '•••' END`;
  const text = `CAST(${expression} AS VARCHAR)`;
  return `CASE WHEN length(${text}) > ${LONGEST} THEN left(${text}, ${LONGEST}) || '…' ELSE ${text} END`;
}

/** A struct of expressions. Its fields are numbered: names of columns that differ in case only would clash. */
export function struct(expressions: readonly string[], prefix: string): string {
  return expressions.map((expression, index) => `${prefix}${index}: ${expression}`).join(', ');
}

/** An aggregate of the first rows, in the order of a struct, for which a predicate holds: values as they are. */
export function firstRows(fields: string, order: string, samples: number, predicate: string): string {
  return samples === 0 ? 'NULL' : `arg_min({${fields}}, ${order}, ${samples}) FILTER (WHERE ${predicate})`;
}

/** What may be seen of such an aggregate, of which a row is `s`; making text of every row would take longer than all the rest. */
export function shownRows(aggregate: string, fields: string, samples: number): string {
  return samples === 0 ? aggregate : `list_transform(${aggregate}, lambda s: {${fields}}) AS ${aggregate}`;
}

/** The structs that such an aggregate gave. */
export function structs(row: Row | undefined, column: string): readonly Readonly<Record<string, Value>>[] {
  const value = row?.[column];
  return Array.isArray(value) ? value.filter(isStruct) : [];
}

function isStruct(value: Value): value is Readonly<Record<string, Value>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The numbered fields under the names of their columns. */
export function named(
  fields: Readonly<Record<string, Value>>,
  columns: readonly SharedColumn[],
  prefix: string,
): ShownRow {
  return Object.fromEntries(columns.map(({ name }, index) => [name, textOrNull(fields[`${prefix}${index}`])]));
}

export function textOrNull(value: Value | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

export function countOf(row: Row | undefined, column: string): number {
  return Number(row?.[column] ?? 0);
}

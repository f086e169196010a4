import type { Location } from '@sluice/core';
import {
  lineOf,
  type Session,
  SqlBindError,
  SqlRuntimeError,
  SqlSyntaxError,
  type SqlText,
  type SyntaxNode,
} from '@sluice/engine';
import { columnDifferences } from '../project/bind.ts';
import type { ModelTable } from '../project/project.ts';
import { changesOf } from './changes.ts';
import { type Operator, type Shown, without } from './edit.ts';

/** A model with one mistake in it, which binds and gives the contract's columns. */
export interface Mutant {
  /** `before → after`, with a number behind it where the same stands in the model several times. Stays while the expression stays. */
  readonly id: string;
  readonly operator: Operator;
  readonly location: Location;
  readonly before: string;
  readonly after: string;
  readonly model: SqlText;
}

export interface Mutants {
  /** The model as DuckDB prints it, without a mistake: what holds of the model must hold of it. */
  readonly control: SqlText;
  readonly mutants: readonly Mutant[];
  /** Changes that made no mutant: SQL that does not bind, has other columns, or is the model's own. */
  readonly invalid: number;
}

/** A SELECT without FROM, in which an expression can be printed. */
const SELECT: SyntaxNode = {
  type: 'SELECT_NODE',
  cte_map: {},
  from_table: { type: 'EMPTY' },
  aggregate_handling: 'STANDARD_HANDLING',
};

/**
 * Makes every mutant of a model.
 * @param session  on which the pipeline is bound
 */
export async function mutantsOf(session: Session, table: ModelTable): Promise<Mutants> {
  const tree = await session.readTree(table.model);
  const control = await session.printTree(tree);
  const seen = new Set([control]);
  const ids = new Map<string, number>();
  const mutants: Mutant[] = [];
  const changes = changesOf(tree);
  for (const { tree: changed, operator, offset, before, after } of inOrder(changes)) {
    const model = await validModel(session, table, changed, seen);
    if (model === undefined) continue;
    const texts = { before: await shownText(session, before), after: await shownText(session, after) };
    const id = `${texts.before} → ${texts.after}`;
    const times = (ids.get(id) ?? 0) + 1;
    ids.set(id, times);
    const { file } = table.model.location ?? { file: table.name };
    mutants.push({
      id: times === 1 ? id : `${id} (${String(times)})`,
      operator,
      location: { file, line: lineOf(table.model, offset) },
      ...texts,
      model,
    });
  }
  return { control: { sql: control }, mutants, invalid: changes.length - mutants.length };
}

function inOrder<T extends { readonly offset: number | undefined }>(changes: readonly T[]): readonly T[] {
  return changes.toSorted((left, right) => (left.offset ?? 0) - (right.offset ?? 0));
}

/** The SQL of a changed tree, unless it is no new model. */
async function validModel(
  session: Session,
  table: ModelTable,
  tree: SyntaxNode,
  seen: Set<string>,
): Promise<SqlText | undefined> {
  try {
    const sql = await session.printTree(tree);
    if (seen.has(sql)) return undefined;
    seen.add(sql);
    const differences = columnDifferences(table, await session.describe(sql));
    return differences.length === 0 ? { sql } : undefined;
  } catch (error) {
    if (error instanceof SqlBindError || error instanceof SqlRuntimeError || error instanceof SqlSyntaxError)
      return undefined;
    throw error;
  }
}

async function shownText(session: Session, { words, expression }: Shown): Promise<string> {
  if (expression === undefined) return words ?? '';
  const node = without(expression, 'alias');
  const printed = await session.printTree({
    node: { ...SELECT, select_list: [node] },
  });
  const text = readable(printed);
  return words === undefined ? text : `${words} ${text}`;
}

/** An expression as people write it: DuckDB puts parentheses around everything, and names the schema of its functions. */
function readable(select: string): string {
  const text = select
    .replace(/^SELECT /u, '')
    .replaceAll(/\bmain\./gu, '')
    .replaceAll('count_star()', 'count(*)')
    .replaceAll('CASE  WHEN', 'CASE WHEN');
  return isEnclosed(text) ? text.slice(1, -1) : text;
}

/** True where the first parenthesis is closed by the last character. */
function isEnclosed(text: string): boolean {
  if (!text.startsWith('(')) return false;
  let depth = 0;
  for (const [index, character] of [...text].entries()) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0) return index === [...text].length - 1;
  }
  return false;
}

import { quoteIdentifier, type Row, type Session } from '@sluice/engine';
import type { MetricsPlan, RowsPlan, Scope, UniquePlan } from '../vocabulary/definition.ts';
import { stopIfFatal } from '../audit/job.ts';
import type { Item } from './judged.ts';

/** One expectation that aggregates can judge, or count the rows of. */
export interface Scanned {
  readonly item: Item;
  readonly plan: MetricsPlan | RowsPlan | UniquePlan;
}

/** What the pass is to find, by name, in SQL. */
type Cells = Readonly<Record<string, string>>;

/**
 * Judges expectations in one pass over the relation, whatever rows each looks at. Where that statement fails, each is
 * judged by itself, so that only the one that cannot be judged is lost.
 * @returns the values that were asked for; an item that failed has its error.
 */
export async function scan(
  session: Session,
  relation: string,
  scanned: readonly Scanned[],
): Promise<ReadonlyMap<Item, Row>> {
  if (scanned.length === 0) return new Map();
  const wanted = scanned.map((one) => ({ ...one, cells: cellsOf(one) }));
  const names = new Map<string, string>();
  for (const { cells } of wanted)
    for (const sql of Object.values(cells)) if (!names.has(sql)) names.set(sql, `c${String(names.size)}`);
  try {
    const list = [...names].map(([sql, name]) => `${sql} AS ${name}`).join(',\n       ');
    const [row = {}] = await session.query(`SELECT ${list}\nFROM ${relation}`);
    return new Map(
      wanted.map(({ item, cells }) => [
        item,
        Object.fromEntries(Object.entries(cells).map(([name, sql]) => [name, row[names.get(sql) ?? ''] ?? null])),
      ]),
    );
  } catch (error) {
    stopIfFatal(error);
    const [only, second] = scanned;
    if (only !== undefined && second === undefined) {
      only.item.error = error;
      return new Map();
    }
  }
  const found = new Map<Item, Row>();
  for (const one of scanned) for (const [item, row] of await scan(session, relation, [one])) found.set(item, row);
  return found;
}

function cellsOf({ item: { condition, from }, plan }: Scanned): Cells {
  const scope = scopeOf(condition);
  if (plan.form === 'metrics') return plan.metrics(scope);
  const counts = { elements: scope.rows, considered: countConsidered(plan.considered, scope) };
  if (plan.form === 'unique' || plan.derived !== undefined) return counts;
  const [column] = plan.columns;
  const isFewValues = plan.fewValues === true && condition === undefined && column !== undefined;
  return {
    ...counts,
    unexpected: isFewValues ? countByValue(column, plan.unexpected, from) : scope.count(plan.unexpected),
  };
}

function countConsidered(considered: string, scope: Scope): string {
  if (considered === 'TRUE') return scope.rows;
  const column = /^("(?:[^"]|"")+") IS NOT NULL$/.exec(considered)?.[1];
  return column === undefined ? scope.count(considered) : `count(${scope.value(column)})`;
}

/** Grouping reads the dictionary of a Parquet column: ten times as fast as judging every row, where values are few. */
function countByValue(column: string, predicate: string, from: string): string {
  const name = quoteIdentifier(column);
  const values = `SELECT ${name}, count(*) AS copies FROM ${from} GROUP BY ${name}`;
  return `(SELECT coalesce(sum(copies), 0) FROM (${values}) WHERE ${predicate})`;
}

/** The aggregates of a condition's rows, within a pass over all. */
export function scopeOf(condition: string | undefined): Scope {
  const count = (predicate: string): string => (predicate === 'FALSE' ? '0' : `coalesce(count_if(${predicate}), 0)`);
  if (condition === undefined) return { rows: 'count(*)', value: (expression) => expression, count };
  return {
    rows: count(condition),
    value: (expression) => `CASE WHEN ${condition} THEN ${expression} END`,
    count: (predicate) => count(predicate === 'FALSE' ? predicate : `(${condition}) AND (${predicate})`),
  };
}

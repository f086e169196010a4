import { quoteIdentifier, type Column, type Row, type Session, type Value } from '@sluice/engine';
import { duplicateGroups } from '../duplicates.ts';
import type { Kind, RowsPlan, UniquePlan } from '../vocabulary/definition.ts';
import { plainNumber } from '../vocabulary/plain-number.ts';
import type { Counts } from './judged.ts';
import { saysAtLeast, type ResultFormat } from './result-format.ts';

/** Most unexpected values that are fetched. */
const most = 200;

export interface RowsJudged {
  readonly plan: RowsPlan | UniquePlan;
  readonly counts: Counts;
  readonly kind: Kind;
  readonly format: ResultFormat;
  /** An item for FROM: the rows that were judged. */
  readonly from: string;
  /** The same, as users name the table. */
  readonly named: string;
  readonly columns: readonly Column[];
}

type Lists = Record<string, Value>;

/** The result of an expectation on single rows, as much as its format asks for. */
export async function rowResult(session: Session, judged: RowsJudged): Promise<Readonly<Record<string, Value>>> {
  const { plan, counts, format } = judged;
  const { elements, considered, unexpected } = counts;
  if (format.result_format === 'BOOLEAN_ONLY') return {};
  const lists = unexpected === 0 ? emptyLists(judged) : await listsOf(session, judged);
  const onNulls = plan.form === 'rows' && plan.onNulls === true;
  const missing = elements - considered;
  return {
    element_count: elements,
    unexpected_count: unexpected,
    unexpected_percent: percent(unexpected, considered),
    ...(!onNulls && {
      missing_count: missing,
      missing_percent: percent(missing, elements),
      unexpected_percent_total: percent(unexpected, elements),
      unexpected_percent_nonmissing: percent(unexpected, considered),
    }),
    ...lists,
  };
}

function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : (100 * part) / whole;
}

function emptyLists(judged: RowsJudged): Lists {
  return arranged(judged, [], [], '');
}

async function listsOf(session: Session, judged: RowsJudged): Promise<Lists> {
  const { plan, format, columns } = judged;
  const partial = format.partial_unexpected_count;
  const limit = saysAtLeast(format, 'COMPLETE') ? most : Math.min(partial, most);
  const bad = badRows(judged, judged.from);
  const shown = [...new Set([...format.unexpected_index_column_names, ...plan.columns])];
  const names = (format.include_unexpected_rows ? columns.map(({ name }) => name) : shown).map(quoteIdentifier);
  const rows = limit === 0 ? [] : await session.query(`SELECT ${names.join(', ')} FROM ${bad} LIMIT ${String(limit)}`);
  const wantsCounts = saysAtLeast(format, 'SUMMARY') && partial > 0 && !format.exclude_unexpected_values;
  const counted = wantsCounts ? await countedValues(session, judged, bad) : [];
  const index = shown.map(quoteIdentifier).join(', ');
  const plain = (row: Row): Row => plainRow(row, columns);
  return arranged(judged, rows.map(plain), counted.map(plain), `SELECT ${index} FROM ${badRows(judged, judged.named)}`);
}

/** The most common unexpected values, and how often each occurs. */
async function countedValues(session: Session, judged: RowsJudged, bad: string): Promise<readonly Row[]> {
  const { plan, counts, format } = judged;
  const checked = plan.columns.map(quoteIdentifier).join(', ');
  if (plan.form === 'rows' && plan.unexpected === `${checked} IS NULL`) {
    const nulls: Row = Object.fromEntries(plan.columns.map((name) => [name, null]));
    return [{ ...nulls, sluice_copies: counts.unexpected }];
  }
  return session.query(
    `SELECT ${checked}, count(*) AS sluice_copies FROM ${bad} GROUP BY ALL ORDER BY sluice_copies DESC, ${checked} LIMIT ${String(format.partial_unexpected_count)}`,
  );
}

/** An item for FROM: the rows that are unexpected. */
function badRows({ plan, columns }: RowsJudged, from: string): string {
  if (plan.form === 'rows')
    return `(SELECT * FROM ${plan.derived === undefined ? from : plan.derived(from)} WHERE ${plan.unexpected})`;
  const checked = columns.filter(({ name }) => plan.columns.includes(name));
  const same = plan.columns
    .map(quoteIdentifier)
    .map((name) => `rows_judged.${name} IS NOT DISTINCT FROM copies_found.${name}`);
  const groups = duplicateGroups(from, { columns: checked, considered: plan.considered });
  return `(SELECT rows_judged.* FROM ${from} AS rows_judged SEMI JOIN (${groups}) AS copies_found ON ${same.join(' AND ')} WHERE ${plan.considered})`;
}

function arranged(judged: RowsJudged, rows: readonly Row[], counted: readonly Row[], sql: string): Lists {
  const { format, plan, counts } = judged;
  const partial = format.partial_unexpected_count;
  const values = rows.map((row) => valueOf(judged, row));
  const { unexpected_index_column_names: indexNames, exclude_unexpected_values: excluded } = format;
  const shown = excluded ? indexNames : [...new Set([...indexNames, ...plan.columns])];
  const index = rows.map((row) => Object.fromEntries(shown.map((name) => [name, row[name] ?? null])));
  const lists: Lists = {};
  const summary = saysAtLeast(format, 'SUMMARY');
  const complete = saysAtLeast(format, 'COMPLETE');
  if (partial > 0 && !excluded) lists['partial_unexpected_list'] = values.slice(0, partial);
  if (summary && partial > 0 && !excluded)
    lists['partial_unexpected_counts'] = counted.map((row) => ({
      value: valueOf(judged, row),
      count: row['sluice_copies'] ?? null,
    }));
  if (summary && partial > 0 && indexNames.length > 0) lists['partial_unexpected_index_list'] = index.slice(0, partial);
  if (complete && !excluded) lists['unexpected_list'] = values;
  if (complete && indexNames.length > 0) lists['unexpected_index_list'] = index;
  const isLasting = plan.form === 'unique' || plan.passing !== true;
  if (complete && format.return_unexpected_index_query && counts.unexpected > 0 && isLasting)
    lists['unexpected_index_query'] = sql;
  if (format.include_unexpected_rows) lists['unexpected_rows'] = rows;
  return lists;
}

/** A single value, a pair as a list, several as an object. */
function valueOf({ kind, plan: { columns } }: RowsJudged, row: Row): Value {
  const values = columns.map((name) => row[name] ?? null);
  if (kind === 'column pair') return values;
  return kind === 'column values'
    ? (values[0] ?? null)
    : Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));
}

function plainRow(row: Row, columns: readonly Column[]): Row {
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, plainNumber(value, types.get(name) ?? '')]),
  );
}

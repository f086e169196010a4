import { quoteIdentifier, type Session } from '@sluice/engine';
import type { Contract, ContractColumn } from '@sluice/quality';
import type { ChartRecord, TableRecord } from '@sluice/reporting';
import { chartRecord, chartsOf } from './charts.ts';

const MOST_ROWS = 500;
const LONGEST_TEXT = 300;

/**
 * What a report shows of a table in gold: its charts, and its rows in the table's order; of a table with more than 500
 * those with the greatest values of the first chart. Values of personal columns are not read. Nothing for other layers.
 */
export async function preview(
  session: Session,
  layer: string,
  contract: Contract,
  { relation, rows }: { readonly relation: string; readonly rows: number },
): Promise<Pick<TableRecord, 'charts' | 'preview'>> {
  if (layer !== 'gold') return {};
  const charts: ChartRecord[] = [];
  for (const chart of chartsOf(contract)) charts.push(await chartRecord(session, relation, contract, chart));
  const [first] = charts;
  const truncated = rows > MOST_ROWS;
  // A file is in the table's order; the files of a Delta table together are in none.
  const keys = contract.format === 'delta' ? contract.orderedBy.map(quoteIdentifier) : [];
  const largest = truncated && first !== undefined ? [`${quoteIdentifier(first.y)} DESC NULLS LAST`] : [];
  const terms = [...largest, ...keys];
  const order = terms.length === 0 ? '' : ` ORDER BY ${terms.join(', ')}`;
  const columns = contract.columns.map(({ name }) => name);
  const found = await session.query(
    `SELECT ${contract.columns.map(shown).join(', ')} FROM ${relation}${order} LIMIT ${MOST_ROWS}`,
  );
  const shownRows = found.map((row) => columns.map((name) => row[name] ?? null));
  return { ...(first && { charts }), preview: { columns, rows: shownRows, truncated } };
}

function shown({ name, family, personal }: ContractColumn): string {
  const column = quoteIdentifier(name);
  if (personal) return `CASE WHEN ${column} IS NOT NULL THEN '•••' END AS ${column}`;
  if (family !== 'text') return column;
  return `CASE WHEN length(${column}) > ${LONGEST_TEXT} THEN left(${column}, ${LONGEST_TEXT - 1}) || '…' ELSE ${column} END AS ${column}`;
}

import { quoteIdentifier, type Session } from '@sluice/engine';
import type { Contract, ContractColumn } from '@sluice/quality';
import { type ChartRecord, readChart, type TableRecord } from '@sluice/reporting';
import { fileRelation } from '../run/judge.ts';

const MOST_ROWS = 500;
const LONGEST_TEXT = 300;

/**
 * What a report shows of a table in gold: its chart, and its rows in the table's order; of a table with more than 500
 * those with the greatest values of the chart. Values of personal columns are not read. Nothing for other layers.
 */
export async function preview(
  session: Session,
  layer: string,
  contract: Contract,
  file: { readonly path: string; readonly rows: number },
): Promise<Pick<TableRecord, 'chart' | 'preview'>> {
  if (layer !== 'gold') return {};
  const chart = chartOf(contract);
  const truncated = file.rows > MOST_ROWS;
  const order = truncated && chart !== undefined ? ` ORDER BY ${quoteIdentifier(chart.y)} DESC NULLS LAST` : '';
  const columns = contract.columns.map(({ name }) => name);
  const found = await session.query(
    `SELECT ${contract.columns.map(shown).join(', ')} FROM ${fileRelation(file.path)}${order} LIMIT ${MOST_ROWS}`,
  );
  const rows = found.map((row) => columns.map((name) => row[name] ?? null));
  return { ...(chart && { chart }), preview: { columns, rows, truncated } };
}

/** What of the declared chart cannot be drawn; undefined where all can. */
export function chartProblem(contract: Contract): string | undefined {
  const read = readChart(contract.chart, visible(contract));
  return 'problem' in read ? `The chart in ${contract.file} is not drawn: ${read.problem}` : undefined;
}

function chartOf(contract: Contract): ChartRecord | undefined {
  const read = readChart(contract.chart, visible(contract));
  return 'chart' in read ? read.chart : undefined;
}

function visible({ columns }: Contract): readonly string[] {
  return columns.filter(({ personal }) => !personal).map(({ name }) => name);
}

function shown({ name, family, personal }: ContractColumn): string {
  const column = quoteIdentifier(name);
  if (personal) return `CASE WHEN ${column} IS NOT NULL THEN '•••' END AS ${column}`;
  if (family !== 'text') return column;
  return `CASE WHEN length(${column}) > ${LONGEST_TEXT} THEN left(${column}, ${LONGEST_TEXT - 1}) || '…' ELSE ${column} END AS ${column}`;
}

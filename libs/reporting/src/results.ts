import { count, counted, grouped, spoken, tableTitle } from './format.ts';
import { html, type Html } from './html.ts';
import { dataTable } from './page.ts';
import { stateBadge } from './parts.ts';
import type { RunRecord, TableRecord } from './record.ts';
import { renderChart } from './render-chart.ts';
import { cellText } from './text.ts';

/** So many rows are shown without being asked for, and without a box of their own. */
const SHORT = 12;

/** The tables that the pipeline is made for, each as the charts that its contract declares and as a table. */
export async function results({ tables }: RunRecord): Promise<Html | undefined> {
  const sections = await Promise.all(tables.map(resultOf));
  const shown = sections.filter((section) => section !== undefined);
  return shown.length === 0 ? undefined : html`${shown}`;
}

async function resultOf(record: TableRecord): Promise<Html | undefined> {
  const { name, description, state, charts = [], preview, columns, rows } = record;
  if (preview === undefined) return undefined;
  const [only] = charts.length === 1 ? charts : [];
  const drawn = await Promise.all(charts.map((chart) => renderChart(chart, only === undefined)));
  const figures = drawn.filter((figure) => figure !== undefined);
  const types = new Map(columns.map((column) => [column.name, column.type]));
  const numeric = (at: number): boolean => /INT|DECIMAL|DOUBLE|FLOAT/u.test(types.get(preview.columns[at] ?? '') ?? '');
  const cells = preview.rows.map((row) =>
    row.map((value, at) => (numeric(at) ? grouped(cellText(value)) : cellText(value))),
  );
  const total = Math.max(rows.published, rows.staged);
  const size = preview.truncated ? `${count(cells.length)} of ${counted(total, 'row')}` : counted(cells.length, 'row');
  const table = dataTable({
    label: `Rows of ${name}`,
    head: preview.columns.map(spoken),
    rows: cells,
    numeric,
    tall: cells.length > SHORT,
  });
  return html`<section class="card" id="result-${encodeURIComponent(name)}"><div class="head"><h3>${only?.title ?? tableTitle(name)}</h3>${state === 'published' || state === 'skipped' ? undefined : stateBadge(state)}</div>
<p class="lead">${description} <code>${name}</code></p>${figures}
<details${figures.length === 0 || cells.length <= SHORT ? html` open` : undefined}><summary>As a table: ${size}</summary>${table}</details></section>`;
}

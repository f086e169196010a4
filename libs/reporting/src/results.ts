import { count, counted, grouped, spoken } from './format.ts';
import { html, type Html } from './html.ts';
import { dataTable } from './page.ts';
import type { RunRecord, TableRecord } from './record.ts';
import { renderChart } from './render-chart.ts';
import { cellText } from './text.ts';

/** The tables that the pipeline is made for, each as the charts that its contract declares and as a table. */
export async function results({ tables }: RunRecord): Promise<Html | undefined> {
  const sections = await Promise.all(tables.map(resultOf));
  const shown = sections.filter((section) => section !== undefined);
  return shown.length === 0 ? undefined : html`${shown}`;
}

async function resultOf({
  name,
  description,
  charts = [],
  preview,
  columns,
  rows,
}: TableRecord): Promise<Html | undefined> {
  if (preview === undefined) return undefined;
  const drawn = await Promise.all(charts.map(renderChart));
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
    tall: true,
  });
  return html`<section class="card" id="result-${encodeURIComponent(name)}"><h3>${name}</h3>
<p class="lead">${description}</p>${figures}
<details${figures.length === 0 || cells.length <= 12 ? html` open` : undefined}><summary>As a table: ${size}</summary>${table}</details></section>`;
}

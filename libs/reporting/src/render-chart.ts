import { chartPoints, type ChartPoints } from './chart-points.ts';
import { count, grouped, spoken } from './format.ts';
import { escapeMarkup, Html, html } from './html.ts';
import type { ChartRecord } from './record.ts';
import { cellText, cut } from './text.ts';

const COLORS = 8;
const FONT = 'system-ui, sans-serif';
const drawn = new Map<string, string>();

/**
 * A chart as SVG, once for a wide page and once for a phone, in the colours of the page's scheme.
 * @param titled  whether the title stands above it
 * @returns nothing where there is no value to draw
 */
export async function renderChart(chart: ChartRecord, titled: boolean): Promise<Html | undefined> {
  const points = chartPoints(chart);
  if (points === undefined) return undefined;
  const label = cut(describeChart(chart, points), 1000);
  const svgs = await Promise.all([960, 340].map((width) => draw(chart, points, width)));
  const [wide = '', narrow = ''] = svgs.map((svg) =>
    svg.replace('<svg ', `<svg role="img" aria-label="${escapeMarkup(label)}" `),
  );
  return html`<figure class="chart">
    ${titled ? html`<figcaption>${chart.title}</figcaption>` : undefined}
    <div class="wide">${new Html(wide)}</div>
    <div class="narrow">${new Html(narrow)}</div>
  </figure>`;
}

/** What the chart shows, for those who do not see it. */
export function describeChart({ type, title, y, unit }: ChartRecord, { categories, series }: ChartPoints): string {
  const total = (index: number): number => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0);
  const shown = categories.slice(0, 5).map((name, index) => `${name} ${grouped(String(round(total(index))))}`);
  const rest = categories.length > 5 ? ` and ${count(categories.length - 5)} more` : '';
  const by = series.length > 1 ? `, in colours: ${series.map(({ name }) => name).join(', ')}` : '';
  return `${type === 'bar' ? 'Bar' : 'Line'} chart. ${title}. ${axisName(y, unit)}: ${shown.join('; ')}${rest}${by}.`;
}

function axisName(column: string, unit: string | undefined): string {
  return unit === undefined ? spoken(column) : `${spoken(column)} (${cellText(unit, 40)})`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

async function draw(chart: ChartRecord, points: ChartPoints, width: number): Promise<string> {
  const key = JSON.stringify([chart, points, width]);
  const known = drawn.get(key);
  if (known !== undefined) return known;
  const { renderSvg } = await import('./echarts.ts');
  const { categories, series } = points;
  const legend = series.length > 1;
  const upright = chart.type === 'line';
  const narrow = width < 500;
  const top = legend ? legendHeight(series, width) : 8;
  const height = upright ? 320 : 28 * categories.length + top + 50;
  const text = { color: 'var(--text)', fontFamily: FONT, fontSize: 12 };
  const label = { ...text, width: narrow ? 96 : 170, overflow: 'truncate' as const };
  const categoryAxis = {
    type: 'category' as const,
    data: categories.map((name) => cellText(name, 60)),
    inverse: !upright,
    axisLabel: upright ? text : { ...label, interval: 0 },
    axisLine: { lineStyle: { color: 'var(--line)' } },
    axisTick: { show: false },
  };
  const valueAxis = {
    type: 'value' as const,
    name: axisName(chart.y, chart.unit),
    nameLocation: 'middle' as const,
    nameGap: upright ? 56 : 30,
    nameTextStyle: text,
    splitNumber: narrow ? 3 : 5,
    axisLabel: { ...text, formatter: shortNumber },
    splitLine: { lineStyle: { color: 'var(--line)' } },
  };
  const single = series.length === 1 && !upright;
  const svg = renderSvg(width, height, {
    animation: false,
    color: Array.from({ length: COLORS }, (_, index) => `var(--chart-${index + 1})`),
    textStyle: text,
    grid: {
      // Widths of letters are an estimate: the page's font may be wider.
      left: narrow ? 18 : 28,
      right: single ? 44 : 24,
      top,
      bottom: 42,
      outerBoundsMode: 'same',
      outerBoundsContain: 'all',
    },
    ...(legend && { legend: { top: 0, left: 0, textStyle: text, itemWidth: 14, itemHeight: 10, itemGap: 20 } }),
    xAxis: upright ? categoryAxis : valueAxis,
    yAxis: upright ? valueAxis : categoryAxis,
    series: series.map(({ name, values }) => ({
      type: chart.type,
      name,
      data: values.map((value) => (value === undefined ? null : round(value))),
      silent: true,
      ...(!upright && { stack: 'all', barMaxWidth: 18 }),
      ...(single && {
        label: {
          ...text,
          show: true,
          position: 'right' as const,
          formatter: ({ value }: { value?: unknown }) => shortNumber(Number(value)),
        },
      }),
    })),
  });
  drawn.set(key, svg);
  return svg;
}

/** A line for each width of names, by a rough measure of letters. */
function legendHeight(series: ChartPoints['series'], width: number): number {
  const length = series.reduce((sum, { name }) => sum + 48 + 7 * name.length, 0);
  return 20 * Math.ceil(length / width) + 16;
}

/** `1.2 k`, `3.45 M`: three digits are enough beside a bar. */
function shortNumber(value: number): string {
  const size = Math.abs(value);
  const [divisor, letter] =
    size >= 1e9 ? [1e9, ' bn'] : size >= 1e6 ? [1e6, ' M'] : size >= 1e4 ? [1e3, ' k'] : [1, ''];
  return `${grouped(String(Number((value / divisor).toPrecision(divisor === 1 ? 6 : 3))))}${letter}`;
}

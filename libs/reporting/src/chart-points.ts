import type { ChartRecord } from './record.ts';
import { cellText } from './text.ts';

/** What a chart draws: for every series one value a category. */
export interface ChartPoints {
  readonly categories: readonly string[];
  readonly series: readonly { readonly name: string; readonly values: readonly (number | undefined)[] }[];
}

/** Arranges a chart's points by category and series, both in the order in which they first occur. */
export function chartPoints({ y, points }: ChartRecord): ChartPoints | undefined {
  if (points.length === 0) return undefined;
  const cells = points.map((point) => ({ x: nameOf(point.x), series: nameOf(point.series ?? y), value: point.y }));
  const categories = [...new Set(cells.map(({ x }) => x))];
  const values = new Map(cells.map(({ x, series, value }) => [JSON.stringify([x, series]), value]));
  return {
    categories,
    series: [...new Set(cells.map(({ series }) => series))].map((name) => ({
      name,
      values: categories.map((category) => values.get(JSON.stringify([category, name]))),
    })),
  };
}

function nameOf(value: string): string {
  return cellText(value, 60) || '(empty)';
}

import type { Value } from '@sluice/engine';
import type { ChartRecord, PreviewRecord } from './record.ts';
import { cellText } from './text.ts';

/** What a chart draws: for every series one value a category. */
export interface ChartPoints {
  readonly categories: readonly string[];
  readonly series: readonly { readonly name: string; readonly values: readonly (number | undefined)[] }[];
}

/** More bars than this nobody reads. */
const MOST_CATEGORIES = 30;

/**
 * Sums `y` by `x` and series. Bars stand in the order of their length, points of a line in the order of `x`; series beyond
 * the palette are summed as "other".
 */
export function chartPoints(
  { type, x, y, series, top }: ChartRecord,
  { columns, rows }: PreviewRecord,
  colors: number,
): ChartPoints | undefined {
  const at = (name: string | undefined): number => (name === undefined ? -1 : columns.indexOf(name));
  const [xAt, yAt, seriesAt] = [at(x), at(y), at(series)];
  const cells = rows.flatMap((row) => {
    const value = asNumber(row[yAt] ?? null);
    return value === undefined
      ? []
      : [{ x: nameOf(row[xAt]), series: seriesAt === -1 ? y : nameOf(row[seriesAt]), value }];
  });
  if (cells.length === 0) return undefined;
  const totals = sums(cells.map((cell) => [cell.x, cell.value]));
  const categories =
    type === 'line'
      ? [...totals.keys()].sort().slice(-200)
      : byTotal(totals).slice(0, Math.min(top ?? MOST_CATEGORIES, MOST_CATEGORIES));
  const shares = sums(cells.map((cell) => [cell.series, cell.value]));
  const names = byTotal(shares);
  const own = new Set(names.length > colors ? names.slice(0, colors - 1) : names);
  const seriesOf = (name: string): string => (own.has(name) ? name : 'other');
  const values = sums(cells.map((cell) => [key(cell.x, seriesOf(cell.series)), cell.value]));
  return {
    categories,
    series: [...own, ...(own.size < names.length ? ['other'] : [])].map((name) => ({
      name,
      values: categories.map((category) => values.get(key(category, name))),
    })),
  };
}

function key(category: string, series: string): string {
  return JSON.stringify([category, series]);
}

function nameOf(value: Value | undefined): string {
  return cellText(value, 60) || '(empty)';
}

function asNumber(value: Value): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const number = value === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function sums(cells: readonly (readonly [string, number])[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const [name, value] of cells) found.set(name, (found.get(name) ?? 0) + value);
  return found;
}

function byTotal(totals: ReadonlyMap<string, number>): string[] {
  return [...totals].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1)).map(([name]) => name);
}

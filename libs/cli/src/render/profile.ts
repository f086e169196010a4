import type { PublishedProfile } from '@sluice/pipeline';
import type { ColumnProfile, Counted, TableProfile } from '@sluice/quality';
import type { Io } from '../io.ts';
import { cell } from './cell.ts';
import { count, counted } from './format.ts';
import { renderTable } from './table.ts';

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const SHOWN = 3;

/** One line a column: how complete, how many values, which range, and what they look like. */
export function renderProfile(profile: PublishedProfile, io: Io): string {
  const { pipeline, table, rows, sampledRows, columns } = profile;
  const sample = sampledRows === rows ? '' : `, of which ${count(sampledRows)} are the sample`;
  const lines = columns.map((column) => describe(column, profile));
  return [
    `${io.style('bold', `${pipeline}.${table}`)} ${io.style('dim', '·')} ${counted(rows, 'row')}${sample}`,
    renderTable(
      [
        { name: 'column', keep: true },
        { name: 'type' },
        { name: 'nulls', align: 'right' },
        { name: 'distinct', align: 'right' },
        { name: 'min' },
        { name: 'median' },
        { name: 'max' },
        { name: 'histogram, or most common' },
      ],
      lines,
      io,
    ),
  ].join('\n');
}

function describe(column: ColumnProfile, { rows }: TableProfile): readonly string[] {
  const { name, type, nulls, distinct, distinctIsApproximate, min, max, quantiles, histogram, common = [] } = column;
  const share = rows === 0 || nulls === 0 ? '' : ` (${((100 * nulls) / rows).toFixed(1)} %)`;
  const heights = (histogram ?? []).map((bar) => bar.count);
  return [
    name,
    type,
    `${count(nulls)}${share}`,
    `${distinctIsApproximate ? '≈ ' : ''}${count(distinct)}`,
    min === undefined ? '' : cell(min),
    quantiles?.[10] === undefined ? '' : cell(quantiles[10]),
    max === undefined ? '' : cell(max),
    heights.length > 0 ? sparkline(heights) : mostCommon(common),
  ];
}

function mostCommon(common: readonly Counted[]): string {
  if (common.every(({ count: times }) => times === 1)) return common.length > 1 ? 'each value once' : '';
  return common
    .slice(0, SHOWN)
    .map(({ value, count: times }) => `${cell(value)} ${count(times)}`)
    .join(', ');
}

/** A class with any row shows at least the lowest bar; an empty one shows nothing. */
function sparkline(heights: readonly number[]): string {
  const top = Math.max(...heights);
  return heights
    .map((height) => (height === 0 ? ' ' : (BARS[Math.ceil((height / top) * BARS.length) - 1] ?? BARS[0])))
    .join('');
}

import { quoteIdentifier, type Session } from '@sluice/engine';
import type { Contract } from '@sluice/quality';
import { type ChartDeclaration, type ChartRecord, readCharts, type ReadCharts } from '@sluice/reporting';

/** More bars than this nobody reads. */
const MOST_BARS = 30;
const MOST_POINTS_OF_A_LINE = 200;
const MOST_SERIES = 8;
const NAME_LENGTH = 80;

/** The charts that a contract declares and that can be drawn. */
export function chartsOf(contract: Contract): readonly ChartDeclaration[] {
  return read(contract).charts;
}

/** What of the declared charts cannot be drawn. */
export function chartProblems(contract: Contract): readonly string[] {
  return read(contract).problems.map((problem) => `The chart in ${contract.file} is not drawn: ${problem}`);
}

/**
 * Sums what a chart draws, over the whole table. Bars stand in the order of their length, classes and points of a line
 * in the order of `x`; series beyond the palette are summed as "other".
 */
export async function chartRecord(
  session: Session,
  relation: string,
  { columns }: Contract,
  chart: ChartDeclaration,
): Promise<ChartRecord> {
  const { series, y } = chart;
  const family = columns.find(({ name }) => name === y)?.family;
  // A NaN or an infinity is no length of a bar.
  const value =
    family === 'float'
      ? `CASE WHEN isfinite(${quoteIdentifier(y)}) THEN ${quoteIdentifier(y)} END`
      : quoteIdentifier(y);
  const { x, key, order, most } = places(chart);
  const rows = await session.query(`
    WITH cells AS (
      SELECT ${x} AS x, ${key} AS key, ${series === undefined ? 'NULL' : textOf(series)} AS series, sum(${value}) AS y
      FROM ${relation} GROUP BY ALL HAVING sum(${value}) IS NOT NULL
    ),
    places AS (
      SELECT x, row_number() OVER (ORDER BY ${order}, x) AS place FROM cells GROUP BY x
    ),
    shares AS (
      SELECT series, row_number() OVER (ORDER BY sum(y) DESC, series) AS share, count(*) OVER () AS shares
      FROM cells GROUP BY series
    )
    SELECT cells.x,
      CASE WHEN shares <= ${MOST_SERIES} OR share < ${MOST_SERIES} THEN cells.series ELSE 'other' END AS series,
      CAST(sum(y) AS DOUBLE) AS y
    FROM cells
    JOIN places ON places.x = cells.x
    JOIN shares ON shares.series IS NOT DISTINCT FROM cells.series
    WHERE place <= ${most}
    GROUP BY 1, 2, place
    ORDER BY ${chart.type === 'line' ? 'place DESC' : 'place'}, min(share)`);
  return {
    ...chart,
    points: rows.map(({ x: name, series: of, y: sum }) => ({
      x: typeof name === 'string' ? name : '',
      ...(typeof of === 'string' && { series: of }),
      y: Number(sum),
    })),
  };
}

/** Where a chart's values stand: the name of a place, what it is ordered by, and how many there may be. */
function places({ type, x, top = MOST_BARS, bins }: ChartDeclaration): Record<'x' | 'key' | 'order' | 'most', string> {
  const column = quoteIdentifier(x);
  const most = String(type === 'line' ? MOST_POINTS_OF_A_LINE : Math.min(top, MOST_BARS));
  const direction = type === 'line' ? 'DESC' : 'ASC';
  if (bins !== undefined) {
    const choose = (of: (index: number) => string): string =>
      `CASE ${bins.map((edge, index) => `WHEN ${column} <= ${edge} THEN ${of(index)}`).join(' ')} ELSE ${of(bins.length)} END`;
    const named = choose((index) => `'${className(bins, index)}'`);
    return { x: named, key: choose(String), order: `min(key) ${direction}`, most };
  }
  if (type === 'line') return { x: textOf(x), key: column, order: 'min(key) DESC', most };
  return { x: textOf(x), key: 'NULL', order: 'sum(y) DESC', most };
}

/** `up to 30`, `31–60`, `over 60`. */
function className(bins: readonly number[], index: number): string {
  const [below, edge] = [bins[index - 1], bins[index]];
  if (below === undefined) return `up to ${edge}`;
  return edge === undefined ? `over ${below}` : `${below + 1}–${edge}`;
}

function read(contract: Contract): ReadCharts {
  const visible = contract.columns.filter(({ personal }) => !personal);
  const { charts, problems } = readCharts(
    contract.chart,
    visible.map(({ name }) => name),
  );
  const families = new Map(visible.map(({ name, family }) => [name, family]));
  const undrawable = (chart: ChartDeclaration): string | undefined => {
    const family = families.get(chart.y);
    if (family !== 'integer' && family !== 'decimal' && family !== 'float') return `${chart.y} is no number`;
    if (chart.bins !== undefined && families.get(chart.x) !== 'integer') return `bins need whole numbers in ${chart.x}`;
    return undefined;
  };
  return {
    charts: charts.filter((chart) => undrawable(chart) === undefined),
    problems: [...problems, ...charts.map(undrawable).filter((problem) => problem !== undefined)],
  };
}

function textOf(column: string): string {
  return `left(coalesce(CAST(${quoteIdentifier(column)} AS VARCHAR), ''), ${NAME_LENGTH})`;
}

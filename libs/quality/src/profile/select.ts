import { quoteIdentifier } from '@sluice/engine';
import type { ProfiledColumn, ProfiledRelation } from './relation.ts';

/** Rows beyond which quantiles, common values, patterns and histograms are taken of a sample. */
const SAMPLE = 100_000;
/** Rows up to which distinct values are counted exactly. */
const EXACT = 1_000_000;
const MOST_COMMON = 10;
const SHOWN_LENGTH = 100;

/** Classes of a histogram. */
export const CLASSES = 20;
/** 0, 0.05 … 1. */
export const QUANTILES: readonly number[] = Array.from({ length: 21 }, (_, index) => index / 20);

type Kind = 'number' | 'float' | 'moment' | 'text' | 'other' | 'nested';

/**
 * One statement that reads the relation once: aggregates inside, their last steps around them.
 * @returns the SQL, and whether it counts distinct values exactly
 */
export function profileSelect(
  { relation, rows, rowNumber }: ProfiledRelation,
  columns: readonly ProfiledColumn[],
): { readonly sql: string; readonly exact: boolean } {
  const every = Math.ceil(rows / SAMPLE);
  // By a hash: every n-th row would follow whatever period the data have.
  const sampled = every <= 1 || rowNumber === undefined ? 'true' : `hash(${rowNumber}) % ${String(every)} = 0`;
  const exact = rows <= EXACT;
  const inner = columns.flatMap((column, index) => aggregates(column, String(index), exact));
  const outer = columns.flatMap((column, index) => results(column, String(index)));
  const sql = `WITH cells AS (SELECT *, ${sampled} AS "sluice sampled" FROM ${relation}),
aggregated AS (
  SELECT ${['count(*) AS rows', 'count(*) FILTER ("sluice sampled") AS sampled', ...inner].join(',\n    ')}
  FROM cells
)
SELECT ${['rows', 'sampled', ...outer].join(',\n  ')}
FROM aggregated`;
  return { sql, exact };
}

function aggregates({ name, type, personal }: ProfiledColumn, at: string, exact: boolean): readonly string[] {
  const column = quoteIdentifier(name);
  const kind = kindOf(type);
  const distinct = exact ? `count(DISTINCT ${column})` : `approx_count_distinct(${column})`;
  const counts = [`count(*) - count(${column}) AS nulls_${at}`, `${distinct} AS distinct_${at}`];
  if (personal || kind === 'nested') return counts;
  const finite = kind === 'float' ? ` AND isfinite(${column})` : '';
  const values = `FILTER (${column} IS NOT NULL${finite})`;
  const sample = `FILTER ("sluice sampled" AND ${column} IS NOT NULL${finite})`;
  const shown = kind === 'text' ? `left(${column}, ${String(SHOWN_LENGTH)})` : column;
  return [
    ...counts,
    `min(${shown}) ${values} AS min_${at}`,
    `max(${shown}) ${values} AS max_${at}`,
    `histogram(${shown}) ${sample} AS counts_${at}`,
    ...(isNumber(kind)
      ? [`avg(${column}) ${values} AS mean_${at}`, `stddev_samp(CAST(${column} AS DOUBLE)) ${values} AS stdev_${at}`]
      : []),
    ...(isNumber(kind) || kind === 'moment'
      ? [`quantile_disc(${column}, [${QUANTILES.join(', ')}]) ${sample} AS quantiles_${at}`]
      : []),
    ...(kind === 'text' ? [`histogram(${shapeOf(column)}) ${sample} AS shapes_${at}`] : []),
  ];
}

function results({ type, personal }: ProfiledColumn, at: string): readonly string[] {
  const kind = kindOf(type);
  const counts = [`nulls_${at}`, `distinct_${at}`];
  if (personal || kind === 'nested') return counts;
  const isMeasured = isNumber(kind) || kind === 'moment';
  return [
    ...counts,
    `min_${at}`,
    `max_${at}`,
    `${mostCommon(`counts_${at}`)} AS common_${at}`,
    ...(isNumber(kind) ? [`mean_${at}`, `stdev_${at}`] : []),
    ...(isMeasured ? [`quantiles_${at}`, ...histogram(kind, type, at)] : []),
    ...(kind === 'text' ? [`${mostCommon(`shapes_${at}`)} AS patterns_${at}`] : []),
  ];
}

function mostCommon(counts: string): string {
  const ordered = `list_sort(list_transform(map_entries(${counts}), e -> {'fewer': -CAST(e.value AS BIGINT), 'value': e.key}))`;
  return `list_transform(${ordered}[1:${String(MOST_COMMON)}], e -> {'value': e.value, 'count': -e.fewer})`;
}

/** The bounds of the classes, and how many of the sampled values each holds. */
function histogram(kind: Kind, type: string, at: string): readonly string[] {
  const measure = (value: string): string => (kind === 'moment' ? `epoch(${value})` : `CAST(${value} AS DOUBLE)`);
  const [low, high] = [measure(`min_${at}`), measure(`max_${at}`)];
  const share = `(${measure('e.key')} - ${low}) / nullif(${high} - ${low}, 0)`;
  const place = `coalesce(least(CAST(floor(${share} * ${String(CLASSES)}) AS INTEGER), ${String(CLASSES - 1)}), 0)`;
  const edge = `${low} + (${high} - ${low}) * i / ${String(CLASSES)}`;
  const shown = kind === 'moment' ? `CAST(to_timestamp(${edge}) AS ${type})` : edge;
  const placed = `list_transform(map_entries(counts_${at}), e -> {'place': ${place}, 'count': CAST(e.value AS BIGINT)})`;
  return [
    `list_transform(range(0, ${String(CLASSES + 1)}), i -> ${shown}) AS edges_${at}`,
    `list_transform(range(0, ${String(CLASSES)}), i -> coalesce(list_sum(list_transform(list_filter(${placed}, p -> p.place = i), p -> p.count)), 0)) AS heights_${at}`,
  ];
}

/** `Anna Müller` and `Bo Li` are both `Aa Aa`, `YR-12` is `A-99`. */
function shapeOf(column: string): string {
  const digits = `regexp_replace(left(${column}, ${String(SHOWN_LENGTH)}), '\\d', '9', 'g')`;
  const lower = `regexp_replace(${digits}, '[\\p{Ll}\\p{Lo}]+', 'a', 'g')`;
  return `regexp_replace(${lower}, '[\\p{Lu}\\p{Lt}]+', 'A', 'g')`;
}

export function kindOf(type: string): Kind {
  if (/[[\]]|^(STRUCT|MAP|UNION)\b/u.test(type)) return 'nested';
  if (/^(DOUBLE|FLOAT)$/u.test(type)) return 'float';
  if (/(INT|INTEGER)$|^DECIMAL/u.test(type)) return 'number';
  if (/^(DATE|TIMESTAMP)/u.test(type)) return 'moment';
  return type === 'VARCHAR' ? 'text' : 'other';
}

function isNumber(kind: Kind): boolean {
  return kind === 'number' || kind === 'float';
}

import type { Row, Session, Value } from '@sluice/engine';
import type { ProfiledColumn, ProfiledRelation } from './relation.ts';
import { CLASSES, profileSelect, QUANTILES } from './select.ts';

export interface Counted {
  readonly value: Value;
  readonly count: number;
}

/** Values from `from` up to, and in the last class including, `to`; numbers as they are, moments as text. */
export interface HistogramClass {
  readonly from: Value;
  readonly to: Value;
  readonly count: number;
}

export interface ColumnProfile {
  readonly name: string;
  readonly type: string;
  readonly nulls: number;
  readonly distinct: number;
  /** True where `distinct` is an estimate, a few per cent off. */
  readonly distinctIsApproximate: boolean;
  readonly min?: Value;
  readonly max?: Value;
  /** Of numbers; of finite ones where the type has others. */
  readonly mean?: number;
  /** Of the sample formula, n − 1. */
  readonly stdev?: number;
  /** Values of the data, at 0, 5, 10 … 100 %. */
  readonly quantiles?: readonly Value[];
  /** The most common values, at most ten, the most frequent first. */
  readonly common?: readonly Counted[];
  /** Of text: shapes of the values, letters as `A` and `a`, digits as `9`; at most ten. */
  readonly patterns?: readonly Counted[];
  /** Twenty classes of one width, of numbers, dates and timestamps. */
  readonly histogram?: readonly HistogramClass[];
}

export interface TableProfile {
  readonly rows: number;
  /** Rows that quantiles, common values, patterns and histograms were taken of; their counts are scaled to all rows. */
  readonly sampledRows: number;
  readonly columns: readonly ColumnProfile[];
}

/**
 * Describes every column in one scan. The same rows give the same profile, whatever the number of threads: the sample is
 * drawn by row number. Memory does not depend on the number of rows.
 */
export async function profile(
  session: Session,
  relation: ProfiledRelation,
  columns: readonly ProfiledColumn[],
): Promise<TableProfile> {
  const { sql, exact } = profileSelect(relation, columns);
  const [found = {}] = await session.query(sql);
  const rows = Number(found['rows']);
  const sampledRows = Number(found['sampled']);
  const scale = sampledRows === 0 ? 1 : rows / sampledRows;
  return {
    rows,
    sampledRows,
    columns: columns.map((column, index) => {
      const cell = (name: string): Value | undefined => found[`${name}_${String(index)}`];
      return columnProfile(column, cell, { scale, exact });
    }),
  };
}

function columnProfile(
  { name, type }: ProfiledColumn,
  cell: (name: string) => Value | undefined,
  { scale, exact }: { readonly scale: number; readonly exact: boolean },
): ColumnProfile {
  const mean = asNumber(cell('mean'));
  const stdev = asNumber(cell('stdev'));
  const quantiles = asList(cell('quantiles'));
  const common = asCounted(cell('common'), scale);
  const patterns = asCounted(cell('patterns'), scale);
  const histogram = asClasses(cell('edges'), cell('heights'), scale);
  const extreme = (which: 'min' | 'max'): Partial<ColumnProfile> => {
    const value = cell(which);
    return value === undefined || value === null ? {} : { [which]: value };
  };
  return {
    name,
    type,
    nulls: Number(cell('nulls')),
    distinct: Number(cell('distinct')),
    distinctIsApproximate: !exact,
    ...extreme('min'),
    ...extreme('max'),
    ...(mean !== undefined && { mean }),
    ...(stdev !== undefined && { stdev }),
    ...(quantiles.length === QUANTILES.length && { quantiles }),
    ...(common && { common }),
    ...(patterns && { patterns }),
    ...(histogram && { histogram }),
  };
}

function asNumber(value: Value | undefined): number | undefined {
  if (value === undefined || value === null) return undefined;
  const number = Number(value);
  // The last digits of a sum of floats depend on the order of the sum.
  return Number.isFinite(number) ? Number(number.toPrecision(12)) : undefined;
}

function asList(value: Value | undefined): readonly Value[] {
  const list: readonly Value[] = Array.isArray(value) ? value : [];
  return list;
}

function asCounted(value: Value | undefined, scale: number): readonly Counted[] | undefined {
  if (value === undefined || value === null) return undefined;
  return asList(value).flatMap((entry) => {
    if (!isRow(entry)) return [];
    return [{ value: entry['value'] ?? null, count: Math.round(Number(entry['count']) * scale) }];
  });
}

function asClasses(
  edges: Value | undefined,
  heights: Value | undefined,
  scale: number,
): readonly HistogramClass[] | undefined {
  const ends = asList(edges);
  const counts = asList(heights);
  if (ends.length !== CLASSES + 1 || counts.length !== CLASSES || ends[0] === null) return undefined;
  return counts.map((count, index) => ({
    from: ends[index] ?? null,
    to: ends[index + 1] ?? null,
    count: Math.round(Number(count) * scale),
  }));
}

function isRow(value: Value): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { ColumnStatistics } from '@sluice/engine';
import type { Bound, RowRule } from '../rule.ts';

const days = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Rows that break the rule, where what the writer of the table counted is enough to tell: nulls always,
 * bounds only when they are kept. Undefined where the table must be read.
 */
export function countByStatistics(
  rule: RowRule,
  statistics: ReadonlyMap<string, ColumnStatistics> | undefined,
  type: string | undefined,
): number | undefined {
  const [first, second] = rule.bounds ?? [];
  const column = first && statistics?.get(first.column);
  if (column === undefined || type === undefined) return undefined;
  if (first?.test === 'not-null' && second === undefined) return column.nulls;
  return rule.bounds?.every((bound) => keeps(bound, column, type)) === true ? 0 : undefined;
}

function keeps(bound: Bound, column: ColumnStatistics, type: string): boolean {
  if (bound.test === 'not-null') return column.nulls === 0;
  if (column.hasNan) return false;
  const extreme = bound.test === '>=' || bound.test === '>' ? column.min : column.max;
  if (extreme === undefined) return false;
  const order = compare(extreme, bound.value, type);
  if (order === undefined) return false;
  switch (bound.test) {
    case '>=':
      return order >= 0;
    case '>':
      return order > 0;
    case '<=':
      return order <= 0;
    case '<':
      return order < 0;
  }
}

/** Below zero where `a` is less, undefined where the texts of that type cannot be compared exactly here. */
function compare(a: string, b: string, type: string): number | undefined {
  if (type === 'DATE') return days.test(a) && days.test(b) ? compareTexts(a, b) : undefined;
  if (type === 'DOUBLE' || type === 'FLOAT') {
    const [left, right] = [Number(a), Number(b)];
    return Number.isNaN(left) || Number.isNaN(right) || type === 'FLOAT' ? undefined : left - right;
  }
  if (!/^(?:U?(?:TINYINT|SMALLINT|INTEGER|BIGINT)|DECIMAL\(\d+,\d+\))$/.test(type)) return undefined;
  const [left, right] = [decimal(a), decimal(b)];
  if (left === undefined || right === undefined) return undefined;
  const scale = Math.max(left.scale, right.scale);
  const difference = scaled(left, scale) - scaled(right, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

function decimal(text: string): Decimal | undefined {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (found === null) return undefined;
  const [, sign = '', whole = '', fraction = ''] = found;
  return { digits: BigInt(`${sign}${whole}${fraction}`), scale: fraction.length };
}

function scaled({ digits, scale }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(to - scale);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

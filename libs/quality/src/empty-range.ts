import { isWrongWayRound } from './bound-order.ts';
import { exactOf, scaledTo } from './exact.ts';
import { dayNumber } from './schema/calendar-cells.ts';
import { decimalShape, type Family } from './types.ts';

/** A bound as it is written; `strict` where it is left out itself. */
export interface End {
  readonly value: number | string;
  readonly strict: boolean;
}

/** True where no value of a column of that type lies between the bounds: whole numbers, decimals and days have next ones. */
export function isEmptyRange(low: End, high: End, column: { readonly family: Family; readonly type: string }): boolean {
  const [least, most] = [stepsOf(low.value, column), stepsOf(high.value, column)];
  if (least === undefined || most === undefined) {
    const isStrict = low.strict || high.strict;
    return isStrict
      ? !isWrongWayRound(high.value, low.value, column.family)
      : isWrongWayRound(low.value, high.value, column.family);
  }
  const first = least.exact && !low.strict ? least.floor : least.floor + 1n;
  const last = most.exact && high.strict ? most.floor - 1n : most.floor;
  return first > last;
}

/** Where a value stands among all that the type has, one by one; `floor` is the one at or below it. Undefined where none is next. */
function stepsOf(
  value: number | string,
  { family, type }: { readonly family: Family; readonly type: string },
): { readonly floor: bigint; readonly exact: boolean } | undefined {
  if (typeof value === 'string') {
    const day = family === 'date' ? dayNumber(value) : undefined;
    return day === undefined ? undefined : { floor: BigInt(day), exact: true };
  }
  const exact = family === 'integer' || family === 'decimal' ? exactOf(String(value)) : undefined;
  if (exact === undefined) return undefined;
  const scale = family === 'decimal' ? decimalShape(type).scale : 0;
  if (exact.scale <= scale) return { floor: scaledTo(exact, scale), exact: true };
  const step = 10n ** BigInt(exact.scale - scale);
  const rest = ((exact.digits % step) + step) % step;
  return { floor: (exact.digits - rest) / step, exact: rest === 0n };
}

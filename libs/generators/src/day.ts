const MILLISECONDS = 86_400_000;

/** Ids count on from this day. */
export const ORIGIN = '2000-01-01';

const origin = Date.parse(ORIGIN);

/** Days from the origin to a day; undefined for a text that is no day of the calendar. */
export function dayNumber(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return undefined;
  const instant = Date.parse(text);
  if (Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== text) return undefined;
  return (instant - origin) / MILLISECONDS;
}

/** The first as-of day for which every window lies after the origin. */
export const EARLIEST_AS_OF = {
  day: 730,
  text: new Date(origin + 730 * MILLISECONDS).toISOString().slice(0, 10),
} as const;

/** SQL: the DATE that lies `days` (a SQL integer) after the origin. */
export function dateAt(days: string): string {
  return `DATE '${ORIGIN}' + (${days})::INTEGER`;
}

/**
 * SQL: the latest day up to `newest` whose number is congruent to `residue` modulo `period`, as DATE.
 * When `newest` moves on by a day, only the rows on the day that falls out of the period move.
 * @param residue  SQL, BIGINT, 0 or more.
 */
export function latestDay(newest: number, residue: string, period: number): string {
  return dateAt(
    `${String(newest)} - (${String(newest + period)} - (${residue}) % ${String(period)}) % ${String(period)}`,
  );
}

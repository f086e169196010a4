import { daysOf, type Season } from './seasons.ts';
import { list } from './sql.ts';

/** A stretch of days, and the rows of a cycle that fall into it. */
export interface Stretch {
  readonly firstDay: number;
  readonly days: number;
  readonly firstRow: number;
  readonly rows: number;
}

/** Splits a cycle's rows among its seasons by days × weight. */
export function stretches(seasons: readonly Season[], rows: number): readonly Stretch[] {
  const total = seasons.reduce((sum, { days, weight }) => sum + days * weight, 0);
  let firstDay = 0;
  let weightBefore = 0;
  return seasons.map(({ days, weight }) => {
    const firstRow = Math.floor((rows * weightBefore) / total);
    weightBefore += days * weight;
    const stretch = { firstDay, days, firstRow, rows: Math.floor((rows * weightBefore) / total) - firstRow };
    firstDay += days;
    return stretch;
  });
}

/** Rows from the origin up to the beginning of a day, in days since the origin. */
export function rowsBefore(seasons: readonly Season[], rowsPerCycle: number, day: number): number {
  const cycle = daysOf(seasons);
  const dayOfCycle = day % cycle;
  const stretch = stretches(seasons, rowsPerCycle).find(({ firstDay, days }) => dayOfCycle < firstDay + days);
  if (stretch === undefined) throw new RangeError(`The seasons end before day ${String(dayOfCycle)} of the cycle.`);
  const { firstDay, days, firstRow, rows } = stretch;
  return Math.floor(day / cycle) * rowsPerCycle + firstRow + Math.ceil(((dayOfCycle - firstDay) * rows) / days);
}

/** The first row of the window of one cycle that ends with a day. It holds exactly the rows of a cycle. */
export function windowStart(seasons: readonly Season[], rowsPerCycle: number, lastDay: number): number {
  return rowsBefore(seasons, rowsPerCycle, lastDay + 1) - rowsPerCycle;
}

/** SQL expressions over the columns of a relation that tell when a row of a cycle happens. */
export interface RowTime {
  /** Which stretch a row lies in, from 1; the other expressions name the column `stretch` that holds it. */
  readonly stretch: string;
  /** The day of the cycle, from 0; grows with the rows. */
  readonly day: string;
  /** The row's place among the rows of its day, from 0, and how many those are. */
  readonly place: string;
  readonly places: string;
}

/** @param row  The column, BIGINT, that holds a row's number within its cycle. */
export function timeOfRow(seasons: readonly Season[], rowsPerCycle: number, row: string): RowTime {
  const held = stretches(seasons, rowsPerCycle).filter(({ rows }) => rows > 0);
  const of = (value: (stretch: Stretch) => number): string => `${list(held.map(value))}[stretch]`;
  const whens = held
    .slice(0, -1)
    .map(({ firstRow, rows }, index) => `WHEN ${row} < ${String(firstRow + rows)} THEN ${String(index + 1)}`);
  const last = String(held.length);
  const days = of((stretch) => stretch.days);
  const rows = of((stretch) => stretch.rows);
  // Of n rows on l days, row r lies on day r * l // n: as many rows on each day as on the next, or one more.
  const scaled = `(${row} - ${of((stretch) => stretch.firstRow)}) * ${days}`;
  const rest = `(${scaled} % ${rows})`;
  return {
    stretch: whens.length === 0 ? last : `CASE ${whens.join(' ')} ELSE ${last} END`,
    day: `${of((stretch) => stretch.firstDay)} + ${scaled} // ${rows}`,
    place: `${rest} // ${days}`,
    places: `(${rows} + ${days} - 1 - ${rest} % ${days}) // ${days}`,
  };
}

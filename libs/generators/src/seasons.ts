/** A stretch of days of one cycle in which every day weighs the same. */
export interface Season {
  readonly days: number;
  readonly weight: number;
}

/** The cycle of a year, so that any 365 days in a row hold the same number of rows. It drifts against the calendar by a day in four years. */
export const CYCLE = 365;

/** A shop's year. Counted from the origin, cycles begin near the end of December in the 2020s. */
export const SALES: readonly Season[] = [
  { days: 7, weight: 110 }, // between the years
  { days: 31, weight: 80 },
  { days: 28, weight: 82 },
  { days: 31, weight: 92 },
  { days: 30, weight: 94 },
  { days: 31, weight: 98 },
  { days: 30, weight: 96 },
  { days: 31, weight: 90 },
  { days: 31, weight: 88 },
  { days: 30, weight: 97 },
  { days: 31, weight: 102 },
  { days: 21, weight: 115 },
  { days: 7, weight: 190 }, // the week of Black Friday
  { days: 12, weight: 140 },
  { days: 14, weight: 165 }, // before Christmas
];

/** A supplier's year: quarters end with more invoices than they begin. */
export const BILLING: readonly Season[] = [
  { days: 7, weight: 60 },
  { days: 59, weight: 90 },
  { days: 31, weight: 120 },
  { days: 61, weight: 95 },
  { days: 30, weight: 120 },
  { days: 62, weight: 80 },
  { days: 30, weight: 115 },
  { days: 62, weight: 105 },
  { days: 23, weight: 130 },
];

/** Five days that are all alike. */
export const FIVE_DAYS: readonly Season[] = [{ days: 5, weight: 1 }];

/** The days of a cycle. */
export function daysOf(seasons: readonly Season[]): number {
  return seasons.reduce((sum, { days }) => sum + days, 0);
}

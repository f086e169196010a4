/** One part of a day, as it is written. */
export interface Part {
  readonly value: number;
  /** Set where the way it is written tells what it is. */
  readonly is?: 'year' | 'month';
}

interface Day {
  readonly year?: number;
  readonly month?: number;
  readonly day?: number;
}

/** True where the parts, in their order, can be a day, a month of a year, or one of these alone. */
export function isCalendarDay(parts: readonly Part[]): boolean {
  if (parts.length > 3) return false;
  const { year, month, day } = resolve(parts);
  if (year !== undefined && (year < 1 || year > 9999)) return false;
  if (month !== undefined && (month < 1 || month > 12)) return false;
  if (day === undefined) return true;
  return day >= 1 && day <= daysIn(year, month);
}

/** Without a year or month any that has the day will do. */
function daysIn(year: number | undefined, month: number | undefined): number {
  return month === undefined ? 31 : new Date(Date.UTC(fullYear(year ?? 2024), month, 0)).getUTCDate();
}

/** Date.UTC takes the years 0 to 99 for those of a century ago; leap years come again after 400. */
function fullYear(year: number): number {
  return year < 100 ? year + 2000 : year;
}

/** Month first where nothing tells otherwise; numbers above 31 are years. */
function resolve(parts: readonly Part[]): Day {
  const [a = 0, b = 0, c = 0] = parts.map(({ value }) => value);
  const named = parts.findIndex(({ is }) => is === 'month');
  const years = parts.findIndex(({ is }) => is === 'year');
  switch (parts.length) {
    case 0:
      return {};
    case 1:
      return named === 0 ? { month: a } : a > 31 || years === 0 ? yearOf(parts[0]) : { day: a };
    case 2:
      return ofTwo(parts, named);
    default: {
      if (named >= 0 && years >= 0 && named !== years) return ofLabelled(parts, named, years);
      const [year, month, day] = order([a, b, c], named, years);
      const at = (index: number): Part | undefined => parts[index];
      return { ...yearOf(at(year)), month: at(month)?.value ?? 0, day: at(day)?.value ?? 0 };
    }
  }
}

function ofLabelled(parts: readonly Part[], named: number, years: number): Day {
  const rest = 3 - named - years;
  return { ...yearOf(parts[years]), month: parts[named]?.value ?? 0, day: parts[rest]?.value ?? 0 };
}

function ofTwo(parts: readonly Part[], named: number): Day {
  const [first, second] = parts;
  if (named >= 0) {
    const other = named === 0 ? second : first;
    const month = parts[named]?.value ?? 0;
    return isYear(other) ? { ...yearOf(other), month } : { month, day: other?.value ?? 0 };
  }
  if (isYear(first)) return { ...yearOf(first), month: second?.value ?? 0 };
  if (isYear(second)) return { ...yearOf(second), month: first?.value ?? 0 };
  return { month: first?.value ?? 0, day: second?.value ?? 0 };
}

/** Places of the year, the month and the day. */
function order(
  [a, b]: readonly [number, number, number],
  named: number,
  years: number,
): readonly [number, number, number] {
  if (named === 0) return b > 31 ? [1, 0, 2] : [2, 0, 1];
  if (named === 1) return a > 31 ? [0, 1, 2] : [2, 1, 0];
  if (named === 2) return b > 31 ? [1, 2, 0] : [0, 2, 1];
  if (a > 31 || years === 0) return [0, 1, 2];
  return a > 12 ? [2, 1, 0] : [2, 0, 1];
}

function isYear(part: Part | undefined): boolean {
  return part !== undefined && (part.value > 31 || part.is === 'year');
}

/** Two digits are a year of the last or this century, and always one that there is. */
function yearOf(part: Part | undefined): Pick<Day, 'year'> {
  if (part === undefined) return {};
  return { year: part.value < 100 && part.is !== 'year' ? part.value + 2000 : part.value };
}

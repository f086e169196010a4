import { cellType, type CellType } from './cell-type.ts';

/** A moment: whole seconds since 1970, and the millionths beyond. */
interface Instant {
  readonly seconds: number;
  readonly micros: number;
}

const day = /^(\d{4})-(\d{2})-(\d{2})$/;
const zoned = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?(?:Z|([+-])(\d{2}):(\d{2}))$/;
const zoneless = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?$/;
/** What a contract may write: a day, minutes without seconds, a blank for the T, and no zone for UTC. */
const operand =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(?:Z|([+-])(\d{2}):(\d{2}))?)?$/;
const clock = /^(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?$/;
const operandClock = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?$/;

/** `2024-02-29`, days of the calendar in the years 1 to 9999. */
export const dateCell: CellType = cellType(
  (value) => (typeof value === 'string' && dayNumber(value) !== undefined ? value : undefined),
  (a, b) => (a < b ? -1 : a > b ? 1 : 0),
);

/** The forms above once more, without anything to be cut out of the text: to accept takes a third of the time of to read. */
const isZoned = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?:Z|[+-](?:0\d|1[0-5]):[0-5]\d)$/;
const isZoneless = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?$/;

const zonedCell = instants(zoned, isZoned);
const zonelessCell = instants(zoneless, isZoneless);

function instants(form: RegExp, exact: RegExp): CellType {
  return cellType(
    (value) => instantOf(value, form),
    compareInstants,
    (value) => instantOf(value, operand),
    (value) => typeof value === 'string' && exact.test(value) && startsWithDay(value),
  );
}

/** Whether the first ten characters, which are digits but for the dashes, are a day of the calendar. */
function startsWithDay(text: string): boolean {
  const year = digits(text, 0) * 100 + digits(text, 2);
  return year > 0 && civilDay(year, digits(text, 5), digits(text, 8)) !== undefined;
}

function digits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

/** `2024-02-29T12:00:00.5Z`, or with an offset instead of Z; a TIMESTAMP without a zone has none. At most six decimals. */
export function instantCell(type: string): CellType {
  return type === 'TIMESTAMP' ? zonelessCell : zonedCell;
}

/** `12:30:00.5`. At most six decimals. */
export const timeCell: CellType = cellType(
  (value) => timeOf(value, clock),
  compareInstants,
  (value) => timeOf(value, operandClock),
);

/** Days since 1970 of a day that the calendar has. */
export function dayNumber(text: string): number | undefined {
  const found = day.exec(text);
  if (found === null) return undefined;
  const [year, month, date] = [Number(found[1]), Number(found[2]), Number(found[3])];
  return year < 1 ? undefined : civilDay(year, month, date);
}

/** Days since 1970 of a day in the years 0 (1 BC) to 9999; undefined where the calendar does not have it. */
export function civilDay(year: number, month: number, date: number): number | undefined {
  if (year < 0 || year > 9999 || month < 1 || month > 12 || date < 1 || date > lengthOf(year, month)) return undefined;
  // Years are counted from March here, so that a leap day is the last of one (Howard Hinnant, "chrono-compatible date algorithms").
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + date - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}

function lengthOf(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

function instantOf(value: unknown, form: RegExp): Instant | undefined {
  if (typeof value !== 'string') return undefined;
  const found = form.exec(value);
  if (found === null) return undefined;
  const [, date = '', hours, minutes, seconds, fraction, sign, offsetHours = '0', offsetMinutes = '0'] = found;
  const days = dayNumber(date);
  const time = timeOfParts(hours, minutes, seconds, fraction);
  const offset = Number(offsetHours) * 3600 + Number(offsetMinutes) * 60;
  if (days === undefined || time === undefined || Number(offsetHours) > 15 || Number(offsetMinutes) > 59)
    return undefined;
  return { seconds: days * 86_400 + time.seconds - (sign === '-' ? -offset : offset), micros: time.micros };
}

function timeOf(value: unknown, form: RegExp): Instant | undefined {
  const found = typeof value === 'string' ? form.exec(value) : null;
  return found === null ? undefined : timeOfParts(found[1], found[2], found[3], found[4]);
}

function timeOfParts(hours = '0', minutes = '0', seconds = '0', fraction = ''): Instant | undefined {
  const [h, m, s] = [Number(hours), Number(minutes), Number(seconds)];
  if (h > 23 || m > 59 || s > 59) return undefined;
  return { seconds: h * 3600 + m * 60 + s, micros: fraction === '' ? 0 : Number(fraction.padEnd(6, '0')) };
}

function compareInstants(a: Instant, b: Instant): number {
  return a.seconds === b.seconds ? a.micros - b.micros : a.seconds - b.seconds;
}

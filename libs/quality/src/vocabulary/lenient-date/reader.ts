import { isCalendarDay, type Part } from './calendar-day.ts';
import { isFiller, isMeridiem, isUtc, isWeekday, monthOf, unitOf, type Unit } from './words.ts';

const isNumber = (token: string | undefined): boolean => /^\d+(?:\.\d+)?$/u.test(token ?? '');
const isWhole = (token: string | undefined): boolean => /^\d+$/u.test(token ?? '');
const limits: Readonly<Record<Unit, number>> = { hour: 23, minute: 59, second: 59 };

/** Reads tokens from left to right, as Python's dateutil does, and keeps what they say of a day and a time. */
export class DateReader {
  readonly #tokens: readonly string[];
  readonly #parts: Part[] = [];
  readonly #clock = new Map<Unit, number>();
  #said = false;
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  /** True where every token has its place, something is said, and it can be. */
  read(): boolean {
    for (this.#at = 0; this.#at < this.#tokens.length; this.#at += 1) if (!this.#token()) return false;
    const sound = [...this.#clock].every(([unit, value]) => value <= limits[unit]);
    return (this.#said || this.#parts.length > 0) && sound && isCalendarDay(this.#parts);
  }

  #peek(ahead: number): string | undefined {
    return this.#tokens[this.#at + ahead];
  }

  #token(): boolean {
    const token = this.#peek(0) ?? '';
    if (isNumber(token)) return this.#number(token);
    if (isWeekday(token)) return this.#say();
    const month = monthOf(token);
    if (month !== undefined) return this.#month(month);
    if (isMeridiem(token) && (token.length > 1 || this.#clock.has('hour'))) return this.#meridiem();
    if (this.#clock.has('hour') && /^[A-Z]{1,5}$/u.test(token)) return this.#say();
    if (this.#clock.has('hour') && isUtc(token)) return this.#say();
    if (this.#clock.has('hour') && /^[+-]$/u.test(token) && isWhole(this.#peek(1))) return this.#offset();
    return isFiller(token);
  }

  #say(): true {
    this.#said = true;
    return true;
  }

  #part(value: number, is?: Part['is']): true {
    this.#parts.push(is === undefined ? { value } : { value, is });
    return true;
  }

  /** A number as part of a day: more than two digits are a year. */
  #digits(token: string): boolean {
    if (!isWhole(token)) return this.#part(Math.floor(Number(token)));
    return this.#part(Number(token), token.length > 2 ? 'year' : undefined);
  }

  #set(unit: Unit, value: number): true {
    this.#clock.set(unit, value);
    return this.#say();
  }

  /** `Jan`, `Jan-01`, `Jan-01-99`, `Jan of 99`. */
  #month(month: number): boolean {
    this.#part(month, 'month');
    const separator = this.#peek(1);
    if (separator === '-' || separator === '/') {
      const next = this.#peek(2);
      if (next === undefined || !isNumber(next)) return true;
      this.#digits(next);
      const third = this.#peek(4);
      const whole = this.#peek(3) === separator && third !== undefined;
      this.#at += whole ? 4 : 2;
      return whole ? this.#digits(third) : true;
    }
    const isOf = separator === ' ' && this.#peek(2)?.toLowerCase() === 'of' && this.#peek(3) === ' ';
    const year = this.#peek(4) ?? '';
    if (!isOf || !isWhole(year)) return true;
    this.#at += 4;
    return this.#part(year.length > 2 ? Number(year) : Number(year) + 2000, 'year');
  }

  /** `am` and `pm`, which follow an hour of twelve. */
  #meridiem(): boolean {
    const hour = this.#clock.get('hour');
    return hour !== undefined && hour <= 12 && this.#say();
  }

  /** `+0200`, `+02:00`, `+2`, with a name in brackets after it. */
  #offset(): boolean {
    const digits = this.#peek(1) ?? '';
    this.#at += 1;
    if (digits.length === 3 || digits.length > 4) return false;
    if (digits.length <= 2 && this.#peek(1) === ':' && isWhole(this.#peek(2))) this.#at += 2;
    if (this.#peek(1) === ' ' && this.#peek(2) === '(' && this.#peek(4) === ')') this.#at += 4;
    return this.#say();
  }

  #number(token: string): boolean {
    const [whole = ''] = token.split('.');
    const next = this.#peek(1);
    const hasDay = this.#parts.length === 3 && !this.#clock.has('hour');
    if (hasDay && (whole.length === 2 || whole.length === 4) && !token.includes('.')) {
      if (next === undefined || next === ' ' || unitOf(next) !== undefined) {
        if (unitOf(next) !== undefined) return this.#unit(token);
        if (whole.length === 4) this.#set('minute', Number(whole.slice(2)));
        return this.#set('hour', Number(whole.slice(0, 2)));
      }
    }
    if (whole.length === 6) return this.#six(token);
    if ([8, 12, 14].includes(token.length) && isWhole(token)) return this.#compact(token);
    if (unitOf(next) !== undefined || (next === ' ' && unitOf(this.#peek(2)) !== undefined)) return this.#unit(token);
    if (next === ':') return this.#time(token);
    if (next === '-' || next === '/' || next === '.') return this.#separated(token, next);
    if (next === undefined || isFiller(next)) {
      const meridiem = next !== undefined && isMeridiem(this.#peek(2));
      this.#at += 1;
      if (!meridiem) return this.#digits(token);
      this.#at += 1;
      return this.#set('hour', Number(whole));
    }
    if (isMeridiem(next) && Number(token) < 24) {
      this.#at += 1;
      return this.#set('hour', Number(whole));
    }
    return this.#parts.length < 3 && Number(token) >= 1 && Number(token) <= 31 && this.#digits(token);
  }

  /** `YYMMDD`, or `HHMMSS` with a fraction or after a day. */
  #six(token: string): boolean {
    const [a = 0, b = 0, c = 0] = [token.slice(0, 2), token.slice(2, 4), token.slice(4)].map(Number);
    if (this.#parts.length > 0 || token.includes('.')) {
      this.#set('hour', a);
      this.#set('minute', b);
      return this.#set('second', Math.floor(c));
    }
    this.#part(a);
    this.#part(b);
    return this.#part(c);
  }

  /** `YYYYMMDD`, with `hhmm` or `hhmmss` behind it. */
  #compact(token: string): boolean {
    this.#part(Number(token.slice(0, 4)), 'year');
    this.#part(Number(token.slice(4, 6)));
    this.#part(Number(token.slice(6, 8)));
    const units: readonly Unit[] = ['hour', 'minute', 'second'];
    for (const [index, unit] of units.entries()) {
      const digits = token.slice(8 + 2 * index, 10 + 2 * index);
      if (digits !== '') this.#set(unit, Number(digits));
    }
    return true;
  }

  /** `10h`, `36 min`, and `28` after it, which is the next smaller unit. */
  #unit(token: string): boolean {
    const spaced = this.#peek(1) === ' ' ? 2 : 1;
    const unit = unitOf(this.#peek(spaced)) ?? 'hour';
    this.#set(unit, Math.floor(Number(token)));
    this.#at += spaced;
    return true;
  }

  /** `10:36`, `10:36:28.5`. */
  #time(token: string): boolean {
    const minute = this.#peek(2);
    if (!isNumber(minute)) return false;
    this.#set('hour', Math.floor(Number(token)));
    this.#set('minute', Math.floor(Number(minute)));
    const second = this.#peek(4);
    const hasSecond = this.#peek(3) === ':' && second !== undefined;
    if (hasSecond && !isNumber(second)) return false;
    if (hasSecond) this.#set('second', Math.floor(Number(second)));
    this.#at += hasSecond ? 4 : 2;
    return true;
  }

  /** `2003-09-25`, `25-Sep-2003`, `25/9`. */
  #separated(token: string, separator: string): boolean {
    this.#digits(token);
    const second = this.#peek(2);
    if (second === undefined || isFiller(second)) {
      this.#at += 1;
      return true;
    }
    if (!this.#numberOrMonth(second)) return false;
    const hasThird = this.#peek(3) === separator;
    const third = this.#peek(4);
    this.#at += hasThird ? 4 : 2;
    return !hasThird || (third !== undefined && this.#numberOrMonth(third));
  }

  #numberOrMonth(token: string): boolean {
    if (isNumber(token)) return this.#digits(token);
    const month = monthOf(token);
    return month !== undefined && this.#part(month, 'month');
  }
}

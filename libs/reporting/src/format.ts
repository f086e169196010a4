import type { CheckRecord, RunRecord, RunStatus, TableRecord, TableState } from './record.ts';
import { isBroken } from './weight.ts';

/** `10,000` */
export function count(number: number): string {
  return grouped(String(number));
}

/** `1 row`, `10,000 rows` */
export function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** Thousands in groups, in a number that is text: `-1234567.50` is `-1,234,567.50`. What is no number stays as it is. */
export function grouped(text: string): string {
  const [, sign = '', whole, rest = ''] = /^(-?)(\d+)(\.\d+)?$/u.exec(text) ?? [];
  return whole === undefined ? text : `${sign}${whole.replace(/\B(?=(?:\d{3})+$)/gu, ',')}${rest}`;
}

/** `0 s`, `0.42 s`, `75.3 s`, `12 min 05 s` */
export function duration(seconds: number): string {
  if (seconds < 0.005) return '0 s';
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${count(Math.floor(whole / 60))} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** `2026-01-01 12:00 UTC` of an ISO instant. */
export function instant(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** `company_name` as a reader says it: `Company name`. */
export function spoken(name: string): string {
  const words = name.replaceAll('_', ' ').trim();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** `gold.product_mix` as a reader says it: `Product mix`. */
export function tableTitle(table: string): string {
  return spoken(table.slice(table.indexOf('.') + 1));
}

export const STATUS_WORDS: Readonly<Record<RunStatus, string>> = {
  succeeded: 'Succeeded',
  failed: 'Failed',
  interrupted: 'Interrupted',
  running: 'Not finished',
};

export const STATE_WORDS: Readonly<Record<TableState, string>> = {
  published: 'published',
  audited: 'good, not published',
  failed: 'failed',
  skipped: 'unchanged',
  left: 'not selected',
  blocked: 'blocked',
  not_run: 'not run',
};

/** What a page says of a run at the top. */
export function totals({ tables }: RunRecord): {
  readonly published: number;
  readonly unchanged: number;
  readonly rows: number;
  readonly quarantined: number;
  readonly checks: readonly CheckRecord[];
  readonly broken: readonly CheckRecord[];
} {
  const sum = (of: (table: TableRecord) => number): number => tables.reduce((all, table) => all + of(table), 0);
  const checks = tables.flatMap((table) => table.checks);
  return {
    published: tables.filter(({ state }) => state === 'published').length,
    unchanged: tables.filter(({ state }) => state === 'skipped').length,
    rows: sum(({ rows }) => rows.published),
    quarantined: sum(({ rows }) => rows.quarantined),
    checks,
    broken: checks.filter(isBroken),
  };
}

/** `16`, `1 of 16 broken`, or `16, 1 not judged yet`. */
export function checksWords(checks: readonly CheckRecord[], total = count(checks.length)): string {
  const broken = checks.filter(isBroken).length;
  if (broken > 0) return `${count(broken)} of ${total} broken`;
  const waiting = checks.filter(({ status }) => status === 'no_history').length;
  return waiting === 0 ? total : `${total}, ${count(waiting)} not judged yet`;
}

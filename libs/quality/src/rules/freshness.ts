import type { SlaProperty } from '../odcs/document.ts';
import { didYouMean } from '../problems.ts';
import type { FreshnessRule } from '../rule.ts';
import type { Path } from '../source.ts';
import { columnOf, type RuleTable } from './table.ts';

const units: Readonly<Record<string, string>> = {
  s: 'seconds',
  sec: 'seconds',
  second: 'seconds',
  seconds: 'seconds',
  min: 'minutes',
  minute: 'minutes',
  minutes: 'minutes',
  h: 'hours',
  hr: 'hours',
  hour: 'hours',
  hours: 'hours',
  d: 'days',
  day: 'days',
  days: 'days',
  w: 'weeks',
  week: 'weeks',
  weeks: 'weeks',
  mo: 'months',
  month: 'months',
  months: 'months',
  y: 'years',
  yr: 'years',
  year: 'years',
  years: 'years',
};

/** `latency` of the service level: how old the newest value of a column may be on the as-of date. */
export function freshnessRule(
  table: RuleTable,
  sla: SlaProperty,
  defaultElement: string | undefined,
  path: Path,
): FreshnessRule | undefined {
  const { problems } = table;
  const element = sla.element ?? defaultElement;
  if (element === undefined) {
    problems.report(path, 'latency must say its element: the column whose newest value counts');
    return undefined;
  }
  const place: Path = sla.element === undefined ? ['slaDefaultElement'] : [...path, 'element'];
  const name = element.startsWith(`${table.name}.`) ? element.slice(table.name.length + 1) : element;
  const column = columnOf(table, name, place);
  const unit = units[sla.unit ?? 'd'];
  if (unit === undefined) {
    const hint = didYouMean(sla.unit ?? '', Object.keys(units));
    problems.report([...path, 'unit'], `expected one of s, min, h, d, w, mo, y, got ${sla.unit ?? 'nothing'}${hint}`);
  }
  const amount = Number(sla.value);
  const whole = Number.isSafeInteger(amount) && amount >= 0 && sla.value !== null && sla.value !== '';
  if (!whole) problems.report([...path, 'value'], `expected a whole number, got ${String(sla.value)}`);
  if (column === undefined || unit === undefined || !whole) return undefined;
  if (column.family !== 'date' && column.family !== 'timestamp') {
    problems.report(place, `expected a column of dates or instants, got ${column.name}, which is ${column.type}`);
    return undefined;
  }
  const interval = `${String(amount)} ${unit}`;
  return {
    id: sla.id ?? `${column.name}.latency`,
    type: 'latency',
    kind: 'table',
    form: 'freshness',
    columns: [column.name],
    severity: 'error',
    expected: `newest ${column.name} is at most ${interval} before the as-of date`,
    terms: { max_value: amount, unit },
    interval,
    location: problems.locate(path),
    ...(sla.description === undefined ? {} : { description: sla.description }),
  };
}

import type { Transform } from './transform.ts';

const INSTANT = 'TIMESTAMPTZ, TIMESTAMP or DATE';

// epoch_us reads an instant without a time zone; extract() and ::DATE of TIMESTAMPTZ ask the calendar library, row by row.
export const utcDate: Transform = {
  name: 'utc_date',
  parameters: [{ name: 'instant', type: INSTANT }],
  returns: 'DATE',
  describe: 'The day of an instant in UTC, whatever the time zone of the session. NULL stays NULL.',
  duckdb: 'make_timestamp(epoch_us(instant))::DATE',
  spark: 'to_date(to_utc_timestamp(instant, current_timezone()))',
};

export const hourOfDay: Transform = {
  name: 'hour_of_day',
  parameters: [{ name: 'instant', type: INSTANT }],
  returns: 'INTEGER',
  describe: 'The hour of an instant in UTC, 0–23. NULL stays NULL.',
  duckdb: 'hour(make_timestamp(epoch_us(instant)))::INTEGER',
  spark: 'hour(to_utc_timestamp(instant, current_timezone()))',
};

export const isoDayOfWeek: Transform = {
  name: 'iso_day_of_week',
  parameters: [{ name: 'instant', type: INSTANT }],
  returns: 'INTEGER',
  describe: 'The ISO day of the week of an instant in UTC: 1 is Monday, 7 is Sunday. NULL stays NULL.',
  duckdb: 'isodow(make_timestamp(epoch_us(instant)))::INTEGER',
  spark: '1 + weekday(utc_date(instant))',
};

export const isWeekend: Transform = {
  name: 'is_weekend',
  parameters: [{ name: 'instant', type: INSTANT }],
  returns: 'BOOLEAN',
  describe: 'Whether an instant falls on a Saturday or a Sunday in UTC. NULL stays NULL.',
  duckdb: 'isodow(make_timestamp(epoch_us(instant))) >= 6',
  spark: 'weekday(utc_date(instant)) >= 5',
};

export const daysBetween: Transform = {
  name: 'days_between',
  parameters: [
    { name: 'earlier', type: INSTANT },
    { name: 'later', type: INSTANT },
  ],
  returns: 'INTEGER',
  describe:
    'How many midnights (UTC) lie between two instants: 0 on one day, negative where the first is the later one. NULL where either is NULL.',
  duckdb: '(utc_date(later) - utc_date(earlier))::INTEGER',
  spark: 'datediff(utc_date(later), utc_date(earlier))',
};

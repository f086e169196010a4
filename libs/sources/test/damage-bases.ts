import { Dice, latin1 } from './damage.ts';
import type { SoundFile } from './damage.ts';

const NAMES = [
  'Ann',
  'Bo Lee',
  'Čapek, Karel',
  'O"Neill',
  'Zoë',
  '',
  '東京',
  'Dr. Smith',
  'a, b, c',
  '\u{1f600} smile',
] as const;
const STREETS = [
  '12 High St,\nSpringfield, IL',
  'Haus 7\n2. Stock, links\n10115 Berlin',
  'Plain Road 5',
  'Main, 4',
  'see "note"\nbelow',
  '',
  'Karlstraße 8',
] as const;
const WORDS = ['new', 'paid', 'sent back', 'on hold', 'lost'] as const;

type Column = readonly [type: string, value: (row: number, dice: Dice) => string];

const id: Column = ['INTEGER', (row) => String(1000 + row)];
const code: Column = ['VARCHAR', (row) => `C${String(100 + row)}`];
const name: Column = ['VARCHAR', (_, dice) => dice.pick(NAMES)];
const street: Column = ['VARCHAR', (_, dice) => dice.pick(STREETS)];
const status: Column = ['VARCHAR', (_, dice) => dice.pick(WORDS)];
const amount: Column = ['DECIMAL(12,2)', (_, dice) => `${dice.roll(1000)}.${String(10 + dice.roll(90))}`];
const quantity: Column = ['INTEGER', (_, dice) => (dice.roll(8) === 0 ? '' : String(dice.roll(500)))];
const day: Column = ['DATE', (_, dice) => `2026-0${1 + dice.roll(9)}-1${dice.roll(10)}`];
const at: Column = ['TIMESTAMP', (_, dice) => `2026-01-1${dice.roll(10)}T1${dice.roll(10)}:30:00`];
const ratio: Column = ['DOUBLE', (_, dice) => `${dice.roll(9)}.${dice.roll(1000)}`];
const flag: Column = ['BOOLEAN', (_, dice) => dice.pick(['true', 'false'])];

/** Files of several shapes: quoted where it must be and everywhere, with LF, CRLF and CR, text first and last. */
export function baseFiles(rows: number): readonly SoundFile[] {
  return [
    file('orders', { id, name, street, amount, day, quantity }, '\n', false, 1, rows),
    file('orders of Windows', { id, name, street, amount, day, quantity }, '\r\n', false, 2, rows),
    file('all quoted', { id, name, amount, street, day, flag }, '\n', true, 3, rows),
    file('measurements', { at, id, ratio, quantity, flag, amount }, '\n', false, 4, rows),
    file('text last', { id, day, amount, status, street }, '\n', false, 5, rows),
    file('text first', { street, code, quantity, amount, day }, '\r\n', false, 6, rows),
    file('old Macintosh', { id, status, amount, day, name }, '\r', false, 7, rows),
  ];
}

function file(
  title: string,
  columns: Readonly<Record<string, Column>>,
  lineEnd: string,
  quoteAll: boolean,
  seed: number,
  length: number,
): SoundFile {
  const dice = new Dice(seed);
  const cells = Object.values(columns);
  const rows = Array.from({ length }, (_, row) => cells.map(([, value]) => value(row, dice)));
  const quote = (text: string) => (quoteAll || /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return {
    name: title,
    types: Object.fromEntries(Object.entries(columns).map(([column, [type]]) => [column, type])),
    records: [Object.keys(columns), ...rows].map((row) => latin1(row.map(quote).join(','))),
    lineEnd,
  };
}

import { quoteIdentifier } from '@sluice/engine';
import type { FileColumn, NewFile } from '../table.ts';
import type { Leaf } from './indexed-leaves.ts';
import { nestedJson } from './nested-json.ts';

/** How many code points of a text are kept, as the reference implementation does. */
const PREFIX = 32;
const LAST_CODE_POINT = 0x10ffff;

/** What the statistics of one file are made of. */
export type CountedFile = Pick<NewFile, 'rows' | 'columns' | 'nested'>;

/**
 * Statistics of a file as the log holds them, JSON in a text, nested as the table's columns are ("Per-file
 * Statistics"). Bounds hold whatever is cut: the least text is cut, the greatest is cut and raised, an instant is
 * widened to milliseconds. There is no bound where JSON has no such value (infinities, years beyond 9999), nor for what
 * no reader skips by (booleans, bytes, lists, maps).
 * @param leaves  those that are told of, in the table's order
 */
export function statsText(file: CountedFile, leaves: readonly Leaf[]): string {
  const [minValues, maxValues, nullCount]: [Told, Told, Told] = [[], [], []];
  for (const { path, type } of leaves) {
    const { min, max, nulls } = knownOf(file, path);
    const least = min === undefined ? undefined : bound(min, type, 'min');
    const greatest = max === undefined ? undefined : bound(max, type, 'max');
    if (least !== undefined) minValues.push([path, least]);
    if (greatest !== undefined) maxValues.push([path, greatest]);
    if (nulls !== undefined) nullCount.push([path, String(nulls)]);
  }
  const bounds = `"minValues":${nestedJson(minValues)},"maxValues":${nestedJson(maxValues)}`;
  return `{"numRecords":${String(file.rows)},${bounds},"nullCount":${nestedJson(nullCount)}}`;
}

type Told = (readonly [Leaf['path'], string])[];

/** A list or a map has elements in every row, and is null in none, where a part of its elements is never null. */
function knownOf({ columns, nested = new Map() }: CountedFile, path: Leaf['path']): FileColumn {
  const quoted = path.map(quoteIdentifier).join('.');
  const [name = '', ...fields] = path;
  const known = fields.length === 0 ? columns.get(name) : nested.get(quoted);
  if (known !== undefined) return known;
  const full = [...nested].some(([part, { nulls }]) => nulls === 0 && part.startsWith(`${quoted}.`));
  return full ? { nulls: 0 } : {};
}

type Side = 'min' | 'max';

/** A bound as JSON; undefined where it cannot be told. Numbers keep their digits, which a double might not. */
function bound(text: string, type: string, side: Side): string | undefined {
  if (type === 'VARCHAR') return side === 'min' ? JSON.stringify(prefix(text)) : quoted(raisedPrefix(text));
  if (type === 'DATE') return /^\d{4}-\d\d-\d\d$/.test(text) ? `"${text}"` : undefined;
  if (type.startsWith('TIMESTAMP')) return quoted(instant(text, side));
  if (type === 'FLOAT' || type === 'DOUBLE' || type.endsWith('INT') || type === 'INTEGER' || type.startsWith('DECIMAL'))
    return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(text) ? text : undefined;
  return undefined;
}

function quoted(text: string | undefined): string | undefined {
  return text === undefined ? undefined : JSON.stringify(text);
}

function prefix(text: string): string {
  return text.length <= PREFIX ? text : [...text].slice(0, PREFIX).join('');
}

/** The least text of at most 32 code points that is not below any text with this prefix; undefined where there is none. */
function raisedPrefix(text: string): string | undefined {
  const points = [...text];
  if (points.length <= PREFIX) return text;
  const kept = points.slice(0, PREFIX);
  for (let last = kept.pop(); last !== undefined; last = kept.pop()) {
    const next = following(last.codePointAt(0) ?? LAST_CODE_POINT);
    if (next !== undefined) return [...kept, next].join('');
  }
  return undefined;
}

/** The next code point that is a character: halves of surrogate pairs are none. */
function following(point: number): string | undefined {
  if (point >= LAST_CODE_POINT) return undefined;
  return String.fromCodePoint(point === 0xd7ff ? 0xe000 : point + 1);
}

const INSTANT = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(?:\+00|Z)?$/;

/** `2026-01-01 00:00:00.1234+00` in milliseconds: down for the least, up for the greatest. */
function instant(text: string, side: Side): string | undefined {
  const [, day, second, fraction = ''] = INSTANT.exec(text) ?? [];
  if (day === undefined || second === undefined) return undefined;
  const micros = fraction.padEnd(6, '0');
  const time = Date.parse(`${day}T${second}.${micros.slice(0, 3)}Z`);
  const raised = new Date(side === 'max' && !micros.endsWith('000') ? time + 1 : time).toISOString();
  return /^\d{4}-/.test(raised) ? raised : undefined;
}

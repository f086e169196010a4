import type { Io } from '../io.ts';
import type { Sample } from '../samples.ts';
import { count, counted } from './format.ts';
import { renderRows } from './table.ts';

const WIDEST_CELL = 32;
/** Where there is no terminal a sample still is to be read: a log's lines must not grow without end. */
const WIDTH = 140;

/** Name, what a row stands for, and the first rows. */
export function renderSample({ table, description, rows, columns, first }: Sample, io: Io): string {
  const about = description === undefined ? '' : ` ${io.style('dim', '·')} ${description.trim().replace(/\s+/gu, ' ')}`;
  const size = rows > first.length ? `${count(first.length)} of ${counted(rows, 'row')}` : counted(rows, 'row');
  const framed = renderRows(columns, first, { style: io.style, width: io.width ?? WIDTH }, WIDEST_CELL);
  return `${io.style('bold', table)}${about}\n${framed}\n${io.style('dim', size)}`;
}

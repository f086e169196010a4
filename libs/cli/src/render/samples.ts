import type { Io } from '../io.ts';
import type { Sample } from '../samples.ts';
import { counted } from './format.ts';
import { renderRows } from './table.ts';

/** Name, what a row stands for, and the first rows. */
export function renderSample({ table, description, rows, columns, first }: Sample, io: Io): string {
  const about = description === undefined ? '' : ` ${io.style('dim', '·')} ${description.trim()}`;
  const more =
    rows > first.length ? io.style('dim', `\nfirst ${counted(first.length, 'row')} of ${counted(rows, 'row')}`) : '';
  return `${io.style('bold', table)}${about}\n${renderRows(columns, first, io)}${more}`;
}

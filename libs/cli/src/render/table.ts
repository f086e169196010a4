import type { Row } from '@sluice/engine';
import type { Io } from '../io.ts';
import { cell } from './cell.ts';
import { counted } from './format.ts';
import { cut, displayWidth } from './width.ts';

export interface TableColumn {
  readonly name: string;
  readonly align?: 'left' | 'right';
  /** Kept whole however narrow the terminal is, as long as others can give way. */
  readonly keep?: boolean;
  /** Colours a cell once it has its width. */
  readonly paint?: (text: string, row: number) => string;
}

const NARROWEST = 14;
/** A border and two blanks. */
const FRAME = 3;

/**
 * A table with a frame that fits the terminal: long columns are cut first, then the last ones are left out, and a line below
 * says how many.
 */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  io: Pick<Io, 'width' | 'style'>,
): string {
  const natural = columns.map(({ name }, index) =>
    Math.max(displayWidth(name), ...rows.map((row) => displayWidth(row[index] ?? ''))),
  );
  const widths = fit(natural, columns, io.width);
  const shown = columns.slice(0, widths.length);
  const line = (cells: readonly string[], paint: (text: string, column: number) => string): string => {
    const padded = widths.map((width, index) => pad(cut(cells[index] ?? '', width), width, shown[index]?.align));
    return `│ ${padded.map(paint).join(' │ ')} │`;
  };
  const rule = (left: string, middle: string, right: string): string =>
    `${left}${widths.map((width) => '─'.repeat(width + 2)).join(middle)}${right}`;
  const framed = [
    rule('┌', '┬', '┐'),
    line(
      shown.map(({ name }) => name),
      (text) => io.style('bold', text),
    ),
    rule('├', '┼', '┤'),
    ...rows.map((row, number) => line(row, (text, column) => shown[column]?.paint?.(text, number) ?? text)),
    rule('└', '┴', '┘'),
  ].join('\n');
  const hidden = columns.slice(widths.length).map(({ name }) => name);
  const note =
    hidden.length === 0
      ? ''
      : `\n${io.style('dim', cut(`… ${counted(hidden.length, 'more column')}: ${hidden.join(', ')}`, io.width ?? Infinity))}`;
  return `${framed}${note}`;
}

function pad(text: string, width: number, align: TableColumn['align']): string {
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'right' ? `${blanks}${text}` : `${text}${blanks}`;
}

/**
 * Rows of a query; columns that hold numbers only are aligned to the right.
 * @param widest  columns of the terminal that one cell may take
 */
export function renderRows(
  names: readonly string[],
  rows: readonly Row[],
  io: Pick<Io, 'width' | 'style'>,
  widest = Infinity,
): string {
  const cells = rows.map((row) => names.map((name) => cut(cell(row[name]), widest)));
  const columns = names.map((name, index) => ({
    name,
    align:
      cells.length > 0 && cells.every((row) => /^(?:-?\d+(?:\.\d+)?)?$/u.test(row[index] ?? ''))
        ? ('right' as const)
        : ('left' as const),
  }));
  return renderTable(columns, cells, io);
}

function fit(
  natural: readonly number[],
  columns: readonly TableColumn[],
  width: number | undefined,
): readonly number[] {
  if (width === undefined) return natural;
  let widths = [...natural];
  const excess = (): number => widths.reduce((sum, column) => sum + column + FRAME, 1) - width;
  while (excess() > 0) {
    const candidates = widths.map((column, index) =>
      column > NARROWEST && columns[index]?.keep !== true ? column : 0,
    );
    const widest = Math.max(...candidates);
    if (widest === 0) {
      if (widths.length === 1) return [Math.max(1, width - FRAME - 1)];
      widths = widths.slice(0, -1);
      continue;
    }
    const index = candidates.indexOf(widest);
    const next = Math.max(NARROWEST, ...candidates.filter((_, other) => other !== index));
    widths[index] = Math.max(next < widest ? next : widest - 1, widest - excess());
  }
  return widths;
}

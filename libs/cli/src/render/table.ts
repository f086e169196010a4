import type { Row } from '@sluice/engine';
import Table from 'cli-table3';
import type { Io } from '../io.ts';
import { cell } from './cell.ts';
import { counted } from './format.ts';
import { cut, displayWidth } from './width.ts';

export interface TableColumn {
  readonly name: string;
  readonly align?: 'left' | 'right';
  /** Kept whole however narrow the terminal is, as long as others can give way. */
  readonly keep?: boolean;
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
  const table = new Table({
    head: shown.map(({ name }, index) => io.style('bold', cut(name, widths[index] ?? 0))),
    colAligns: shown.map(({ align }) => align ?? 'left'),
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows.map((row) => widths.map((width, index) => cut(row[index] ?? '', width))));
  const hidden = columns.slice(widths.length).map(({ name }) => name);
  const note =
    hidden.length === 0
      ? ''
      : `\n${io.style('dim', cut(`… ${counted(hidden.length, 'more column')}: ${hidden.join(', ')}`, io.width ?? Infinity))}`;
  return `${table.toString()}${note}`;
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

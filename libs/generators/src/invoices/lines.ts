/** How many lines invoices have, in turn. An invoice never has more lines than there are items. */
const LINES = [1, 3, 2, 1, 5, 2, 1, 4, 3, 1, 2, 8, 1, 2, 3, 1];

/** One line of a turn of invoices. */
export interface Line {
  /** Which invoice of the turn, from 0. */
  readonly invoice: number;
  /** Which line of the invoice, from 0, and of how many. */
  readonly line: number;
  readonly lines: number;
}

/** Invoices in a turn: after as many the numbers of lines repeat. */
export const TURN = LINES.length;

/** The lines of one turn of invoices, in order. */
export function linesOfTurn(items: number): readonly Line[] {
  return LINES.flatMap((most, invoice) => {
    const lines = Math.min(most, items);
    return Array.from({ length: lines }, (_, line) => ({ invoice, line, lines }));
  });
}

/** Lines of all invoices before the one of that number, which counts from 0. */
export function linesBefore(invoice: number, items: number): number {
  const turn = linesOfTurn(items);
  return Math.floor(invoice / TURN) * turn.length + turn.filter((line) => line.invoice < invoice % TURN).length;
}

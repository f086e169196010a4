import { parse } from 'csv-parse/sync';
import { rawText } from '../set-aside/raw-text.ts';
import type { Evidence } from './evidence.ts';
import type { Habits } from './habits.ts';
import type { CsvShape, Piece } from './piece.ts';

/** Longest text that is looked into for evidence. */
const LONGEST = 1 << 20;

/** Records in a row with the right number of cells after which a text that was left open is taken for ended. */
export const ENOUGH_RECORDS = 4;

const ANY_DELIMITER = /[,;\t|]/u;

/** A record, or a piece of one, with what it says. */
export interface Judged {
  readonly piece: Piece;
  readonly text: string;
}

export function judgedPiece(piece: Piece, bytes: Buffer): Judged {
  return { piece, text: rawText(bytes, LONGEST) };
}

/** What a file's records should be like, and what its sound ones have been like so far. */
export interface Standards {
  readonly shape: CsvShape;
  readonly evidence: Evidence;
  readonly habits: Habits;
}

/**
 * A run of damaged pieces, and what it makes of its sound neighbours: a line break in a record's first or last cell
 * leaves a neighbour with the right number of cells and the wrong value in one; so does a quote that is missing.
 * Only what cannot be part of the damaged record is believed.
 */
export class DamagedRun {
  readonly #standards: Standards;
  #first: Judged | undefined;
  #last: Judged | undefined;
  #pieces = 0;
  #separators = 0;
  #areParts = true;
  #foreign = false;
  #open: number | undefined;
  #closed = false;
  #doubted = 0;
  /** The piece with a quote that closes what was not opened in the run. */
  #closing: Judged | undefined;
  /** The cells of the last piece, or of the last record that was doubted. */
  #before: readonly string[] = [];

  constructor(standards: Standards) {
    this.#standards = standards;
  }

  get isEmpty(): boolean {
    return this.#pieces === 0;
  }

  add(judged: Judged): void {
    const { piece } = judged;
    this.#first ??= judged;
    this.#last = judged;
    this.#pieces += 1;
    this.#separators += piece.cells - 1;
    this.#areParts &&= piece.cells < this.#standards.shape.cells;
    this.#foreign ||= piece.foreignLineEnd !== undefined;
    this.#doubted = 0;
    this.#before = piecesOf(judged.text);
    if (piece.closes !== undefined && this.#open === undefined) this.#closing ??= judged;
    this.#closed = piece.closes !== undefined && this.#open !== undefined;
    if (piece.open !== undefined) this.#open = piece.open;
    else if (this.#closed) this.#open = undefined;
  }

  /** A sound record that was set aside, because it may belong to the run. */
  addDoubted(judged: Judged): void {
    this.#doubted += 1;
    this.#before = soundCells(judged);
  }

  /** Whether the sound record before the run may be its beginning. */
  doubtsPrevious(previous: Judged): boolean {
    const first = this.#first;
    if (first === undefined) return false;
    const { shape, evidence, habits } = this.#standards;
    const pieces = piecesOf(first.text);
    const [start = ''] = first.text.split(ANY_DELIMITER, 1);
    if (habits.isNext(start.replaceAll('"', ''), 1)) return false;
    const cells = soundCells(previous);
    if (this.#isFragment(first) && this.#mayEnd(cells.at(-1) ?? '', previous, first)) return true;
    if (this.#closing === undefined) return false;
    const { closes = 0, cells: width } = this.#closing.piece;
    const column = Math.max(0, shape.cells - (width - closes));
    return !evidence.isEnded(column, cells, this.#closing === first ? pieces.slice(0, closes) : []);
  }

  /** Whether the sound record after the run may be its end. */
  doubtsNext(next: Judged): boolean {
    const last = this.#last;
    if (last === undefined) return false;
    const cells = soundCells(next);
    if (this.#standards.habits.isNext(cells[0] ?? '', this.#pieces + this.#doubted + 1)) return false;
    if (this.#doubted === 0 && !this.#closed && this.#isFragment(last) && this.#mayBegin(last, cells[0] ?? '', next)) {
      return true;
    }
    if (this.#open === undefined || this.#doubted >= ENOUGH_RECORDS) return false;
    return !this.#standards.evidence.isEnded(this.#open, this.#before, cells);
  }

  /** One cell alone, which may be half of a neighbour's. */
  #isFragment({ piece, text }: Judged): boolean {
    const { shape, evidence } = this.#standards;
    if (shape.cells === 1 || piece.cells > 1 || this.#foreign) return false;
    const isWhole = this.#pieces > 1 && this.#areParts && this.#separators === shape.cells - 1;
    return !isWhole && !evidence.isOtherDelimiter(text);
  }

  #mayEnd(cell: string, previous: Judged, { text }: Judged): boolean {
    const { shape, evidence, habits } = this.#standards;
    const column = shape.cells - 1;
    const [tail = ''] = piecesOf(text);
    if (!areAlikeQuoted(cell, previous.text.endsWith('"'), text, text.startsWith('"'))) return false;
    if (!evidence.mayJoin(column, cell, tail)) return false;
    return evidence.isText(column) || !habits.isTooLong(cell + tail, 'last');
  }

  #mayBegin({ text }: Judged, cell: string, next: Judged): boolean {
    const { shape, evidence, habits } = this.#standards;
    const [head = ''] = piecesOf(text);
    if (!areAlikeQuoted(cell, next.text.startsWith('"'), text, text.endsWith('"'))) return false;
    if (evidence.isTelling(shape.cells - 1, head) || !evidence.mayJoin(0, head, cell)) return false;
    return evidence.isText(0) || !habits.isTooLong(head + cell, 'first');
  }
}

/**
 * Whether a cell and a fragment may be halves of one: both without quotes, or parted between two that were one quote of
 * the text; where the cell is empty, the fragment may be all of it.
 */
function areAlikeQuoted(cell: string, isCellQuoted: boolean, fragment: string, isFragmentQuoted: boolean): boolean {
  if (isCellQuoted || isFragmentQuoted) return isCellQuoted === isFragmentQuoted || (cell === '' && !isCellQuoted);
  return !fragment.includes('"');
}

/** Whether what lies within a quoted text of a column is a record of its own, by its values. */
export function isWholeRecord({ evidence, habits }: Standards, judged: Judged, column: number): boolean {
  const cells = soundCells(judged);
  return habits.isNext(cells[0] ?? '', 1) || evidence.isEnded(column, [], cells);
}

function soundCells({ piece, text }: Judged): readonly string[] {
  if (piece.end - piece.start > LONGEST) return piecesOf(text);
  const [cells = []]: string[][] = parse(text);
  return cells;
}

/** What lies between the separators of a damaged record. */
function piecesOf(text: string): readonly string[] {
  return text.split(',').map((cell) => cell.replaceAll(/^"|"$/gu, ''));
}

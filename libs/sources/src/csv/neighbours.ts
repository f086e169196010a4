import { parse } from 'csv-parse/sync';
import { rawText } from '../set-aside/raw-text.ts';
import type { Evidence } from './evidence.ts';
import type { CsvShape, Piece } from './piece.ts';

/** Longest text that is looked into for evidence. */
const LONGEST = 1 << 20;

/** A record, or a piece of one, with what it says. */
export interface Judged {
  readonly piece: Piece;
  readonly text: string;
}

export function judgedPiece(piece: Piece, bytes: Buffer): Judged {
  return { piece, text: rawText(bytes, LONGEST) };
}

/**
 * A run of damaged pieces, and what it makes of its sound neighbours: a line break in a record's first or last cell
 * leaves a neighbour with the right number of cells and the wrong value in one; so does a quote that is missing.
 * Only what cannot be part of the damaged record is believed.
 */
export class DamagedRun {
  readonly #shape: CsvShape;
  readonly #evidence: Evidence;
  #first: Judged | undefined;
  #last: Judged | undefined;
  #pieces = 0;
  #separators = 0;
  #foreign = false;
  #open: number | undefined;
  #closed = false;
  #doubted = 0;

  constructor(shape: CsvShape, evidence: Evidence) {
    this.#shape = shape;
    this.#evidence = evidence;
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
    this.#foreign ||= piece.foreignLineEnd !== undefined;
    this.#doubted = 0;
    this.#closed = piece.closes !== undefined && this.#open !== undefined;
    if (piece.open !== undefined) this.#open = piece.open;
    else if (this.#closed) this.#open = undefined;
  }

  /** A sound record that was set aside, because it may belong to the run. */
  addDoubted(): void {
    this.#doubted += 1;
  }

  /** Whether the sound record before the run may be its beginning. */
  doubtsPrevious(previous: Judged): boolean {
    const first = this.#first;
    if (first === undefined) return false;
    const last = this.#shape.cells - 1;
    if (this.#isFragment(first) && this.#evidence.mayBePartOf(last, first.text)) return true;
    const { closes, cells } = first.piece;
    if (closes === undefined) return false;
    const column = Math.max(0, this.#shape.cells - (cells - closes));
    return !this.#evidence.isEnded(column, soundCells(previous), piecesOf(first.text).slice(0, closes));
  }

  /** Whether the sound record after the run may be its end. */
  doubtsNext(next: Judged): boolean {
    const last = this.#last;
    if (last === undefined) return false;
    if (this.#doubted === 0 && this.#isFragment(last) && !this.#closed) {
      if (this.#evidence.mayBePartOf(0, last.text)) return true;
    }
    if (this.#open === undefined) return false;
    const before = this.#doubted === 0 ? piecesOf(last.text) : [];
    return !this.#evidence.isEnded(this.#open, before, soundCells(next), this.#doubted);
  }

  /** One cell alone, which may be half of a neighbour's. */
  #isFragment({ piece, text }: Judged): boolean {
    if (this.#shape.cells === 1 || piece.cells > 1 || this.#foreign) return false;
    const isWhole = this.#pieces > 1 && this.#separators === this.#shape.cells - 1;
    return !isWhole && !this.#evidence.isOtherDelimiter(text);
  }
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

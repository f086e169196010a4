/** What a CSV file's records should be like: the header decides. */
export interface CsvShape {
  /** Cells of a record. */
  readonly cells: number;
  readonly lineEnd: LineEnd;
}

export type LineEnd = 'LF' | 'CRLF' | 'CR';

/** A quote where none may stand. */
export interface QuoteFault {
  readonly column: number;
  readonly got: string;
}

/** A quoted cell that spans lines. */
export interface Spanning {
  readonly column: number;
  /** Offset of its opening quote. */
  readonly quote: number;
  /** Where its second line begins. */
  readonly secondLine: number;
}

/** A stretch of a damaged CSV file that begins where a record may begin. Offsets are the buffer's, and the file's once `moved`. */
export interface Piece {
  readonly start: number;
  /** Of its content, without the line end. */
  readonly end: number;
  readonly next: number;
  readonly cells: number;
  readonly quotes: readonly QuoteFault[];
  /** A line end within or after it that is not the file's. */
  readonly foreignLineEnd: LineEnd | undefined;
  /** The column whose quoted text may run on beyond the piece. */
  readonly open: number | undefined;
  /** The column in which a quote closes what no quote of the piece has opened. */
  readonly closes: number | undefined;
  /** The first cell that spans lines. */
  readonly spanning: Spanning | undefined;
}

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const COMMA = 0x2c;

/** A quoted text with line breaks is followed so far for its end in a damaged file; then it counts as not closed. */
const LONGEST_TEXT = 1 << 24;

/**
 * Reads one record, or what a damaged one left of it: a cell that a stray quote opens ends its piece with the physical
 * line, so that the records after it can be read again.
 * @param final  whether the buffer ends with the file.
 * @param stray  offset of a quote that opens a cell and is taken for stray, even if another one closes it.
 * @returns      undefined where the buffer ends too early to tell.
 */
export function parsePiece(
  bytes: Buffer,
  start: number,
  shape: CsvShape,
  final: boolean,
  stray = -1,
): Piece | undefined {
  const quotes: QuoteFault[] = [];
  let cells = 1;
  let closes: number | undefined;
  let spanning: Spanning | undefined;
  /** The record as it would be if it ended with the first foreign line end. */
  const foreign: Piece[] = [];
  let unbalanced: number | undefined;
  let at = start;
  let cellStart = true;
  for (;;) {
    if (cellStart && bytes[at] === QUOTE) {
      const cell = quotedCell(bytes, at, final);
      if (cell === undefined) return undefined;
      const spans = cell.lineBreak !== undefined && (cell.close === undefined || cell.lineBreak < cell.close);
      const isStray =
        at === stray || cell.close === undefined || (spans && !cell.sound && opensCell(bytes[cell.close - 1]));
      if (isStray) {
        if (foreign[0] !== undefined) return foreign[0];
        return openPiece(bytes, { start, quote: at, cells, quotes, closes, spanning }, final);
      }
      if (spans) {
        const secondLine = cell.lineBreak + lineEndAt(bytes, cell.lineBreak).length;
        spanning ??= { column: cells - 1, quote: at, secondLine };
      }
      if (!cell.sound) {
        quotes.push({ column: cells - 1, got: 'text after the closing quote of a cell' });
        unbalanced = cells - 1;
      }
      at = cell.close + 1;
    }
    cellStart = false;
    at = plainEnd(bytes, at);
    const byte = bytes[at];
    if (byte === undefined) {
      if (!final) return undefined;
      break;
    }
    if (byte === COMMA) {
      cells += 1;
      at += 1;
      cellStart = true;
      continue;
    }
    if (byte === QUOTE) {
      if (at + 1 >= bytes.length && !final) return undefined;
      const fault = { column: cells - 1, got: 'a quote inside a cell that does not begin with one' };
      if (quotes.at(-1)?.column !== fault.column) {
        quotes.push(fault);
        if (endsCell(bytes[at + 1])) closes ??= fault.column;
      }
      at += 1;
      continue;
    }
    if (byte === CR && at + 1 >= bytes.length && !final) return undefined;
    const { kind, length } = lineEndAt(bytes, at);
    if (kind === shape.lineEnd) break;
    if (foreign.length === 0) {
      const ended = { start, end: at, next: at + length, cells, quotes: [...quotes], closes, spanning };
      foreign.push({ ...ended, foreignLineEnd: kind, open: undefined });
    }
    at += length;
    if (cells > shape.cells || shape.cells === 1) return foreign[0];
  }
  // A foreign line end is part of a cell where the whole has the right number of cells, else it ends a record.
  if (foreign[0] !== undefined && cells !== shape.cells) return foreign[0];
  const next = at >= bytes.length ? at : at + lineEndAt(bytes, at).length;
  const isOdd = quotes.length > 0 && countOf(bytes, QUOTE, start, at) % 2 === 1;
  const open = isOdd ? unbalanced : undefined;
  if (!isOdd) closes = undefined;
  const foreignLineEnd = foreign[0]?.foreignLineEnd;
  return { start, end: at, next, cells, quotes, foreignLineEnd, open, closes, spanning };
}

/** The same piece with offsets that are greater by `by`. Written out: a spread costs more than all the rest of a record. */
export function moved(piece: Piece, by: number): Piece {
  const { spanning } = piece;
  return {
    start: piece.start + by,
    end: piece.end + by,
    next: piece.next + by,
    cells: piece.cells,
    quotes: piece.quotes,
    foreignLineEnd: piece.foreignLineEnd,
    open: piece.open,
    closes: piece.closes,
    spanning: spanning && {
      column: spanning.column,
      quote: spanning.quote + by,
      secondLine: spanning.secondLine + by,
    },
  };
}

/** Physical lines that end between two offsets. */
export function countLines(bytes: Buffer, start: number, end: number): number {
  let lines = 0;
  for (let at = lineBreak(bytes, start, end); at < end; at = lineBreak(bytes, at, end)) {
    lines += 1;
    at += lineEndAt(bytes, at).length;
  }
  return lines;
}

interface QuotedCell {
  /** Offset of the closing quote; undefined where there is none. */
  readonly close: number | undefined;
  /** Offset of the first line break after the opening quote, in or after the cell. */
  readonly lineBreak: number | undefined;
  /** Whether a separator, a line end or the file's end follows. */
  readonly sound: boolean;
}

function quotedCell(bytes: Buffer, quote: number, final: boolean): QuotedCell | undefined {
  let close = bytes.indexOf(QUOTE, quote + 1);
  while (close >= 0 && bytes[close + 1] === QUOTE) close = bytes.indexOf(QUOTE, close + 2);
  const found = lineBreak(bytes, quote, close < 0 ? bytes.length : close);
  const firstBreak = found < bytes.length && found !== close ? found : undefined;
  const isTooLong = firstBreak !== undefined && firstBreak + 1 < bytes.length && bytes.length - quote > LONGEST_TEXT;
  if (close < 0) return final || isTooLong ? { close: undefined, lineBreak: firstBreak, sound: false } : undefined;
  if (close + 1 >= bytes.length && !final) return undefined;
  return { close, lineBreak: firstBreak, sound: endsCell(bytes[close + 1]) };
}

/** The physical line of a quote that opens a cell and is taken for stray. */
function openPiece(
  bytes: Buffer,
  { quote, cells, ...piece }: Pick<Piece, 'start' | 'cells' | 'quotes' | 'closes' | 'spanning'> & { quote: number },
  final: boolean,
): Piece | undefined {
  const end = lineBreak(bytes, quote, bytes.length);
  if (end + 1 >= bytes.length && !final) return undefined;
  const next = end >= bytes.length ? end : end + lineEndAt(bytes, end).length;
  return {
    ...piece,
    end,
    next,
    cells: cells + countOf(bytes, COMMA, quote, end),
    quotes: [...piece.quotes, { column: cells - 1, got: 'a quoted cell that is not closed' }],
    foreignLineEnd: undefined,
    open: cells - 1,
  };
}

/** The first byte from `at` that may have a meaning: all such are at most a comma. */
function plainEnd(bytes: Buffer, at: number): number {
  let end = at;
  for (; end < bytes.length; end += 1) {
    const byte = bytes[end] ?? 0;
    if (byte <= COMMA && (byte === COMMA || byte === QUOTE || byte === LF || byte === CR)) break;
  }
  return end;
}

function lineBreak(bytes: Buffer, from: number, end: number): number {
  for (let at = from; at < end; at += 1) if (bytes[at] === LF || bytes[at] === CR) return at;
  return end;
}

function lineEndAt(bytes: Buffer, at: number): { readonly kind: LineEnd; readonly length: number } {
  if (bytes[at] === LF) return { kind: 'LF', length: 1 };
  return bytes[at + 1] === LF ? { kind: 'CRLF', length: 2 } : { kind: 'CR', length: 1 };
}

/** Whether a quote after the byte rather begins a cell than ends one. */
function opensCell(byte: number | undefined): boolean {
  return byte === COMMA || byte === LF || byte === CR || byte === QUOTE;
}

function endsCell(byte: number | undefined): boolean {
  return byte === undefined || byte === COMMA || byte === LF || byte === CR;
}

function countOf(bytes: Buffer, byte: number, start: number, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(byte, start); at >= 0 && at < end; at = bytes.indexOf(byte, at + 1)) count += 1;
  return count;
}

/** What is wrong with a record, and on which line the record starts. */
export interface RecordProblem {
  readonly line: number;
  readonly problem: string;
}

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const COMMA = 0x2c;

/** Where in a record the next byte falls. */
const CELL_START = 0;
const UNQUOTED = 1;
const QUOTED = 2;
/** After a quote within a quoted cell: the cell ends, or the quote was doubled. */
const QUOTE_SEEN = 3;

const LINE_END_NAMES: ReadonlyMap<number, string> = new Map([
  [LF, 'LF'],
  [CR, 'CR'],
  [CR + LF, 'CRLF'],
]);

/**
 * Walks the bytes of a CSV file (RFC 4180) and checks its structure: as many cells in every record as in the header,
 * quotes only around whole cells, one kind of line end outside of quotes, no NUL. The engine's reader alone takes a
 * surplus separator before an empty cell for shifted values, and a stray quote for text.
 * Records are counted from 0, the header; blank lines count only where the table has one column, as an empty cell.
 */
export class RecordScanner {
  records = 0;
  /** Bytes of the longest record. */
  longest = 0;
  /** Offsets of the header's first byte, after a byte order mark, and of its line end. */
  headerStart = 0;
  headerEnd = 0;
  /** True where a cell has a line break. */
  multiline = false;
  /** True where a blank line is no record. */
  blankLines = false;
  problem: RecordProblem | undefined;
  readonly #onRecord: ((record: number, line: number) => void) | undefined;
  #state: number = CELL_START;
  #separators = 0;
  #expected: number | undefined;
  #line = 1;
  #recordLine = 1;
  #recordStart = 0;
  #offset = 0;
  #lastByte = 0;
  /** A CR ended the last record; whether an LF belongs to it is still open. */
  #crPending = false;
  #lineEnd: number | undefined;

  /** @param onRecord  told of every record that counts, with the line on which it starts. */
  constructor(onRecord?: (record: number, line: number) => void) {
    this.#onRecord = onRecord;
  }

  /** Stops at the first problem; further chunks are ignored. */
  push(chunk: Buffer): void {
    let state = this.#state;
    let index = 0;
    if (this.#offset === 0 && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) {
      index = 3;
      this.#recordStart = 3;
      this.headerStart = 3;
    }
    while (index < chunk.length && this.problem === undefined) {
      const previous = index === 0 ? this.#lastByte : (chunk[index - 1] ?? 0);
      state = this.#step(state, chunk[index] ?? 0, previous, this.#offset + index);
      index += 1;
      if (this.#crPending || state > QUOTED) continue;
      const plain = skipPlain(chunk, index, state === QUOTED ? QUOTE : COMMA);
      if (plain > index && state === CELL_START) state = UNQUOTED;
      index = plain;
    }
    this.#state = state;
    this.#lastByte = chunk.at(-1) ?? 0;
    this.#offset += chunk.length;
  }

  /** Ends the last record, which may lack its line end. */
  end(): void {
    if (this.problem !== undefined) return;
    if (this.#crPending) this.#endLine(CR, this.#offset);
    if (this.#state === QUOTED) this.#fail('a quoted cell is not closed');
    else if (this.#offset > this.#recordStart) this.#endRecord(this.#offset);
  }

  #step(state: number, byte: number, previous: number, offset: number): number {
    if (this.#crPending) {
      if (byte === LF) return this.#endLine(CR + LF, offset + 1);
      this.#endLine(CR, offset);
    }
    if (byte === 0) return this.#fail('it holds a NUL byte');
    if (state === QUOTED) return this.#stepQuoted(byte, previous);
    switch (byte) {
      case COMMA:
        this.#separators += 1;
        return CELL_START;
      case LF:
        this.#endRecord(offset);
        return this.#endLine(LF, offset + 1);
      case CR:
        this.#endRecord(offset);
        this.#crPending = true;
        return CELL_START;
      case QUOTE:
        if (state === UNQUOTED) return this.#fail('it has a quote inside a cell that does not begin with one');
        return QUOTED;
      default:
        if (state === QUOTE_SEEN) return this.#fail('it has text after the closing quote of a cell');
        return UNQUOTED;
    }
  }

  #stepQuoted(byte: number, previous: number): number {
    if (byte === QUOTE) return QUOTE_SEEN;
    if (byte === CR || (byte === LF && previous !== CR)) {
      this.#line += 1;
      this.multiline = true;
    }
    return QUOTED;
  }

  #endRecord(end: number): void {
    const blank = end === this.#recordStart;
    if (this.#expected === undefined) {
      if (blank) this.#fail('the header is blank');
      this.#expected = this.#separators;
      this.headerEnd = end;
    } else if (blank && this.#expected > 0) {
      this.blankLines = true;
      return;
    } else if (this.#separators !== this.#expected) {
      this.#fail(`it has ${cells(this.#separators + 1)}, the header ${this.#expected + 1}`);
    }
    this.longest = Math.max(this.longest, end - this.#recordStart);
    this.#onRecord?.(this.records, this.#recordLine);
    this.records += 1;
  }

  /** @param next  offset at which the next record starts. */
  #endLine(kind: number, next: number): number {
    this.#crPending = false;
    this.#lineEnd ??= kind;
    if (this.#lineEnd !== kind) {
      const [got, before] = [LINE_END_NAMES.get(kind), LINE_END_NAMES.get(this.#lineEnd)];
      this.#fail(`it ends with ${String(got)}, the lines before with ${String(before)}`);
    }
    this.#line += 1;
    this.#recordStart = next;
    this.#recordLine = this.#line;
    this.#separators = 0;
    return CELL_START;
  }

  #fail(problem: string): number {
    this.problem ??= { line: this.#recordLine, problem };
    return CELL_START;
  }
}

/** The index of the first byte from `index` that may have a meaning: all such are at most `highest`. */
function skipPlain(chunk: Buffer, index: number, highest: number): number {
  let end = index;
  while (end < chunk.length && (chunk[end] ?? 0) > highest) end += 1;
  return end;
}

function cells(count: number): string {
  return count === 1 ? '1 cell' : `${count} cells`;
}

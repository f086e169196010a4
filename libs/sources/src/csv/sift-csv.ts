import { isUtf8 } from 'node:buffer';
import { FileWindow } from '../file-window.ts';
import { rawText } from '../set-aside/raw-text.ts';
import type { Reason } from '../set-aside/reason.ts';
import { type Sifting, SiftWriter } from '../set-aside/sift-writer.ts';
import { firstInvalidByte } from '../utf8.ts';
import { Evidence } from './evidence.ts';
import { Habits } from './habits.ts';
import { DamagedRun, ENOUGH_RECORDS, isWholeRecord, type Judged, judgedPiece, type Standards } from './neighbours.ts';
import { countLines, type CsvShape, moved, parsePiece, type Piece } from './piece.ts';

const COMMA = 0x2c;

const NEIGHBOUR = 'one that may hold a part of the damaged record beside it';

/** Lines of a text that are looked at for records that it has swallowed. */
const LINES_TO_SEE = 64;

/** Longest first cell that may count up, with quotes. */
const LONGEST_COUNT = 40;

/** What must be known of a damaged file before its records can be taken apart. */
export interface CsvHeader {
  readonly shape: CsvShape;
  readonly names: readonly string[];
  /** Offset of the first byte after the header's line end. */
  readonly end: number;
}

/** A sound record that waits for what comes after it. */
interface Held {
  readonly piece: Piece;
  readonly record: number;
  readonly line: number;
}

/**
 * Takes a damaged CSV file apart, streaming: sound records into a file that the engine reads, the others, with their
 * reasons and lines, beside it. A stray quote costs its own record, not those that it seems to swallow.
 * @param types  the contract's type of each column of the file.
 */
export async function siftCsv(
  file: string,
  header: CsvHeader,
  types: readonly (string | undefined)[],
  scratch: string,
): Promise<Sifting> {
  const window = await FileWindow.open(file);
  try {
    return await new CsvSifter(window, header, new Evidence(types), new SiftWriter(scratch, 'csv')).run();
  } finally {
    await window.close();
  }
}

class CsvSifter {
  readonly #window: FileWindow;
  readonly #header: CsvHeader;
  readonly #standards: Standards;
  readonly #writer: SiftWriter;
  /** Offset in the file. */
  #at = 0;
  #line = 1;
  #records = 0;
  #held: Held | undefined;
  #run: DamagedRun;

  constructor(window: FileWindow, header: CsvHeader, evidence: Evidence, writer: SiftWriter) {
    this.#window = window;
    this.#header = header;
    this.#standards = { shape: header.shape, evidence, habits: new Habits() };
    this.#writer = writer;
    this.#run = new DamagedRun(this.#standards);
  }

  async run(): Promise<Sifting> {
    await this.#passHeader();
    for (let piece = await this.#parse(this.#at); piece !== undefined; piece = await this.#parse(this.#at)) {
      if (piece.end === piece.start && this.#header.shape.cells > 1) {
        this.#advance(piece);
        continue;
      }
      await this.#take(piece);
    }
    this.#endRun();
    this.#flushHeld();
    return this.#writer.close();
  }

  async #passHeader(): Promise<void> {
    const { end } = this.#header;
    while (!this.#window.isFinal && this.#window.bytes.length < end) await this.#window.more(0);
    const bytes = this.#window.slice(0, end);
    this.#writer.preamble(bytes);
    this.#line += countLines(bytes, 0, bytes.length);
    this.#at = end;
  }

  async #take(piece: Piece): Promise<void> {
    const reasons = this.#reasonsOf(piece);
    const swallowing = await this.#swallowing(piece, reasons.length > 0);
    if (swallowing === 'surely' && piece.spanning !== undefined) {
      const line = await this.#parse(piece.start, piece.spanning.quote);
      if (line !== undefined) this.#takeDamaged(line, this.#reasonsOf(line));
    } else if (reasons.length > 0) {
      this.#takeDamaged(piece, reasons);
    } else if (swallowing === 'perhaps') {
      this.#takeDamaged(piece, [doubtful('a text that holds what looks like records')]);
    } else {
      this.#takeSound(piece);
    }
  }

  /**
   * Whether a quote of the piece has swallowed lines that are records: a line of its text is one by its number of
   * cells, and so perhaps; by its values, or with some more in a piece that is damaged anyway, and so surely.
   */
  async #swallowing(piece: Piece, isDamaged: boolean): Promise<'surely' | 'perhaps' | 'no'> {
    const { spanning, open, next } = piece;
    if (spanning === undefined || open !== undefined) return 'no';
    let line = spanning.secondLine;
    let found = await this.#soundAt(line);
    for (let seen = 1; found === undefined && seen < LINES_TO_SEE && line < next; seen += 1) {
      line = this.#window.nextLine(line);
      found = line < next ? await this.#soundAt(line) : undefined;
    }
    if (found === undefined) return 'no';
    if (isWholeRecord(this.#standards, this.#judged(found), spanning.column)) return 'surely';
    for (let seen = 1; seen < ENOUGH_RECORDS && found !== undefined; seen += 1) found = await this.#soundAt(found.next);
    return isDamaged && found !== undefined ? 'surely' : 'perhaps';
  }

  async #soundAt(offset: number): Promise<Piece | undefined> {
    const piece = await this.#parse(offset);
    return piece !== undefined && this.#reasonsOf(piece).length === 0 ? piece : undefined;
  }

  /** The piece at an offset of the file; undefined at its end. @param stray  see parsePiece. */
  async #parse(offset: number, stray = -1): Promise<Piece | undefined> {
    for (;;) {
      const { bytes, base, isFinal } = this.#window;
      if (offset - base < bytes.length) {
        const piece = parsePiece(bytes, offset - base, this.#header.shape, isFinal, stray - base);
        if (piece !== undefined) return moved(piece, base);
      } else if (isFinal) {
        return undefined;
      }
      await this.#window.more(this.#held?.piece.start ?? this.#at);
    }
  }

  #takeSound(piece: Piece): void {
    const judged = this.#run.isEmpty ? undefined : this.#judged(piece);
    if (judged !== undefined && this.#run.doubtsNext(judged)) {
      this.#run.addDoubted(judged);
      this.#reject(piece, [doubtful(NEIGHBOUR)]);
      return;
    }
    this.#endRun();
    this.#flushHeld();
    this.#records += 1;
    this.#held = { piece, record: this.#records, line: this.#line };
    this.#advance(piece);
  }

  #takeDamaged(piece: Piece, reasons: readonly Reason[]): void {
    this.#run.add(this.#judged(piece));
    this.#reject(piece, reasons);
  }

  #reject(piece: Piece, reasons: readonly Reason[]): void {
    this.#records += 1;
    this.#writer.reject(this.#contentOf(piece), this.#records, this.#line, reasons);
    this.#advance(piece);
  }

  /** Decides on the record before a run of damaged pieces. */
  #endRun(): void {
    if (this.#run.isEmpty) return;
    if (this.#held !== undefined && this.#run.doubtsPrevious(this.#judged(this.#held.piece))) this.#rejectHeld();
    this.#run = new DamagedRun(this.#standards);
  }

  #rejectHeld(): void {
    if (this.#held === undefined) return;
    const { piece, record, line } = this.#held;
    this.#writer.reject(this.#contentOf(piece), record, line, [doubtful(NEIGHBOUR)]);
    this.#held = undefined;
  }

  #flushHeld(): void {
    if (this.#held === undefined) return;
    const { piece, record, line } = this.#held;
    const content = this.#contentOf(piece);
    this.#standards.habits.observe(firstCell(content), content.length - 1 - content.lastIndexOf(COMMA));
    this.#writer.accept(this.#window.slice(piece.start, piece.next), record, line);
    this.#held = undefined;
  }

  #advance(piece: Piece): void {
    this.#line += countLines(this.#window.bytes, piece.start - this.#window.base, piece.next - this.#window.base);
    this.#at = piece.next;
  }

  #judged(piece: Piece): Judged {
    return judgedPiece(piece, this.#contentOf(piece));
  }

  #contentOf(piece: Piece): Buffer {
    return this.#window.slice(piece.start, piece.end);
  }

  #reasonsOf(piece: Piece): readonly Reason[] {
    const { shape, names } = this.#header;
    const bytes = this.#contentOf(piece);
    const reasons: Reason[] = piece.quotes.map(({ column, got }) => ({
      ...{ code: 'quote', column: names[column] ?? null, got },
      expected: 'quotes around whole cells alone',
    }));
    if (piece.cells !== shape.cells) {
      const [expected, got] = [`${shape.cells} cells`, `${piece.cells}`];
      reasons.push({ code: 'cells', column: null, expected, got });
    }
    if (piece.foreignLineEnd !== undefined) {
      reasons.push({ code: 'line_end', column: null, expected: shape.lineEnd, got: piece.foreignLineEnd });
    }
    if (bytes.includes(0)) reasons.push({ code: 'nul', column: null, expected: 'text', got: 'a NUL byte' });
    if (!isUtf8(bytes)) {
      const at = firstInvalidByte(bytes);
      reasons.push({ code: 'encoding', column: null, expected: 'UTF-8', got: rawText(bytes.subarray(at, at + 1)) });
    }
    return reasons;
  }
}

/** The first cell of a sound record, as far as it matters whether it counts up. */
function firstCell(content: Buffer): string {
  const comma = content.indexOf(COMMA);
  const cell = content.toString('latin1', 0, Math.min(comma < 0 ? content.length : comma, LONGEST_COUNT));
  return cell.startsWith('"') && cell.endsWith('"') ? cell.slice(1, -1) : cell;
}

function doubtful(got: string): Reason {
  return { code: 'doubtful', column: null, expected: 'a whole record', got };
}

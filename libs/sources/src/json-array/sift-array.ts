import { InputBrokenError } from '../errors.ts';
import type { FileWindow } from '../file-window.ts';
import type { InputColumn } from '../input.ts';
import type { Reason } from '../set-aside/reason.ts';
import { type Sifting, SiftWriter } from '../set-aside/sift-writer.ts';
import { type ArraySteps, encodingFault, type Step } from './array-steps.ts';
import { RecordBounds } from './bounds.ts';
import { type OpenArray, withArray } from './open-array.ts';

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;

/** A damaged part of a file that is longer than this is not one record's. */
const LONGEST_DAMAGE = 1 << 28;

/**
 * Takes a damaged list of records apart, streaming: sound records into a file with one a line, the others, with their
 * reasons and lines, beside it. The last record of a list that is not closed is one of those.
 * @throws {InputBrokenError} where nobody can tell the records after a damaged one from what lies within it.
 */
export function siftArray(file: string, columns: readonly InputColumn[], scratch: string): Promise<Sifting> {
  return withArray(file, (array) => new ArraySifter(file, array, columns, scratch).run());
}

class ArraySifter {
  readonly #file: string;
  readonly #window: FileWindow;
  readonly #steps: ArraySteps;
  readonly #bounds: RecordBounds;
  readonly #writer: SiftWriter;
  #records = 0;
  /** The line of a damaged record the end of which was told by the keys of the next. */
  #guessedAt: number | undefined;

  constructor(file: string, { window, steps }: OpenArray, columns: readonly InputColumn[], scratch: string) {
    this.#file = file;
    this.#window = window;
    this.#steps = steps;
    this.#bounds = new RecordBounds(columns);
    this.#writer = new SiftWriter(scratch, 'ndjson');
  }

  async run(): Promise<Sifting> {
    const opening = this.#window.slice(this.#window.base, this.#steps.at);
    this.#bounds.learnStart(opening.subarray(opening.lastIndexOf(OPEN_LIST) + 1));
    for (let isMore = true; isMore;) {
      const step = this.#steps.peek();
      if (step === undefined) isMore = await this.#readOn();
      else if (step.kind === 'record') isMore = this.#take(step);
      else isMore = step.kind === 'broken' && (await this.#setAside(step.line, step.reason, step.isNested));
    }
    return this.#writer.close();
  }

  #take({ start, end, line, next, reason }: Extract<Step, { kind: 'record' }>): boolean {
    this.#records += 1;
    const bytes = this.#window.slice(start, end);
    if (reason === undefined) {
      this.#writer.accept(inOneLine(bytes), this.#records, line);
      this.#bounds.learnSound(bytes);
      if (next !== undefined) this.#bounds.learnStart(this.#window.slice(end, next));
    } else this.#writer.reject(bytes, this.#records, line, [reason]);
    if (next !== undefined) this.#steps.at = next;
    return next !== undefined;
  }

  /** Records are not as long as this: where another begins meanwhile, this one lost its end. */
  async #readOn(): Promise<boolean> {
    const { bytes, base } = this.#window;
    const start = this.#steps.at;
    if (base + bytes.length - start > this.#bounds.look) {
      const found = this.#bounds.find(this.#steps, bytes, start - base, false);
      if (typeof found === 'number') {
        const reason: Reason = { code: 'json', column: null, expected: 'the end of the record', got: 'another record' };
        return this.#setAside(this.#steps.lineOf(start), reason, false);
      }
    }
    await this.#window.more(this.#steps.keep);
    return true;
  }

  async #setAside(line: number, reason: Reason, isNested: boolean): Promise<boolean> {
    if (isNested && this.#guessedAt !== undefined) throw this.#cannotTell(this.#guessedAt);
    const start = this.#steps.at;
    let found = this.#findNext(start);
    while (found === 'unknown') {
      if (this.#window.bytes.length > LONGEST_DAMAGE) throw this.#cannotTell(line);
      await this.#window.more(this.#steps.keep);
      found = this.#findNext(start);
    }
    const { base, bytes } = this.#window;
    const end = found ?? base + bytes.length;
    const text = trimmed(this.#window.slice(start, end));
    const nul: Reason = { code: 'nul', column: null, expected: 'text', got: 'a NUL byte' };
    this.#records += 1;
    this.#writer.reject(text, this.#records, line, [encodingFault(text) ?? (text.includes(0) ? nul : reason)]);
    this.#steps.at = end;
    if (!this.#bounds.isCertain) this.#guessedAt = line;
    return found !== undefined;
  }

  #findNext(start: number): number | 'unknown' | undefined {
    const { bytes, base, isFinal } = this.#window;
    const found = this.#bounds.find(this.#steps, bytes, start - base, isFinal);
    return typeof found === 'number' ? found + base : found;
  }

  #cannotTell(line: number): InputBrokenError {
    const problem = 'the record that begins here is damaged, and where the next one begins cannot be told';
    return new InputBrokenError({ file: this.#file, line }, problem);
  }
}

/** Line breaks of sound JSON lie between its parts alone, where a blank means the same. */
function inOneLine(record: Buffer): Buffer {
  const line = Buffer.concat([record, Buffer.of(LF)]);
  for (let at = 0; at < record.length; at += 1) if (line[at] === LF || line[at] === CR) line[at] = SPACE;
  return line;
}

/** Without the comma that parts it from the next record, and blanks. */
function trimmed(text: Buffer): Buffer {
  let end = endOf(text, text.length);
  if (text[end - 1] === COMMA) end = endOf(text, end - 1);
  return text.subarray(0, end);
}

function endOf(text: Buffer, from: number): number {
  let end = from;
  while ([SPACE, 0x09, LF, CR].includes(text[end - 1] ?? 0)) end -= 1;
  return end;
}

import type { InputColumn } from '../input.ts';
import { keysOf } from '../ndjson/sample-keys.ts';
import type { ArraySteps } from './array-steps.ts';

const LF = 0x0a;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Sound records after which the way in which they begin is trusted. */
const ENOUGH_RECORDS = 8;
const MOST_KEY_LISTS = 200;

/** How long a damaged record may be for its end to be looked for, beside what is usual in the file. */
const LONGEST_LOOK = 1 << 20;

/**
 * Tells where the record after a damaged one begins. Where records begin a line, all with the same indent that nothing
 * within a record has, by that; else by the keys that records have: an object in a list within a record is none.
 */
export class RecordBounds {
  readonly #columns: readonly InputColumn[];
  readonly #keyLists = new Set<string>();
  readonly #firstKeys = new Set<string>();
  #mark: Buffer | undefined;
  #seen = 0;
  #longest = 0;
  #isIndented = false;
  #hasLines = false;

  constructor(columns: readonly InputColumn[]) {
    this.#columns = columns;
  }

  /** @param before  what lies between the record before, or the list's bracket, and this one. */
  learnStart(before: Buffer): void {
    const line = before.lastIndexOf(LF);
    if (this.#seen >= ENOUGH_RECORDS || (this.#mark === undefined && line < 0)) return;
    const mark = Buffer.concat([before.subarray(Math.max(0, line)), Buffer.of(OPEN_OBJECT)]);
    this.#mark ??= mark;
    this.#isIndented = this.#mark.length > 2;
    if (!this.#mark.equals(mark)) this.#seen = Number.NEGATIVE_INFINITY;
  }

  learnSound(record: Buffer): void {
    this.#longest = Math.max(this.#longest, record.length);
    if (this.#keyLists.size < MOST_KEY_LISTS) {
      const keys = keysOf(record);
      this.#keyLists.add(JSON.stringify(keys));
      this.#firstKeys.add(keys[0] ?? '');
    }
    if (this.#mark === undefined || this.#seen >= ENOUGH_RECORDS) return;
    this.#seen += 1;
    this.#hasLines ||= record.includes(LF);
    // Never enough: what marks the beginning of a record occurs within one.
    if (record.includes(this.#mark)) this.#seen = Number.NEGATIVE_INFINITY;
  }

  /** Whether records are told by the lines that they begin. */
  get isCertain(): boolean {
    return this.#seen >= ENOUGH_RECORDS && (this.#isIndented || !this.#hasLines);
  }

  /** Bytes after which an end that has not been found is not to be expected. */
  get look(): number {
    return Math.max(LONGEST_LOOK, 8 * this.#longest);
  }

  /**
   * Finds the record after the one that begins at `start`; offsets are those of `bytes`.
   * @returns 'unknown' where more bytes may show one; undefined where there is none.
   */
  find(steps: ArraySteps, bytes: Buffer, start: number, isFinal: boolean): number | 'unknown' | undefined {
    const none = isFinal ? undefined : 'unknown';
    if (this.#mark !== undefined && this.isCertain) {
      const inMark = this.#mark.length - 1;
      for (let at = bytes.indexOf(this.#mark, start + 1); at >= 0; at = bytes.indexOf(this.#mark, at + 1)) {
        const end = steps.soundRecord(at + inMark);
        if (end === 'unknown' && bytes.length - at < this.look) return 'unknown';
        // A brace that was put in may make the rest of a record look like one.
        if (typeof end !== 'number' || this.#beginsLikeARecord(bytes.subarray(at + inMark, end))) return at + inMark;
      }
      return none;
    }
    for (let at = bytes.indexOf(OPEN_OBJECT, start + 1); at >= 0; at = bytes.indexOf(OPEN_OBJECT, at + 1)) {
      if (!mayFollow(bytes, at)) continue;
      const end = steps.soundRecord(at);
      if (end === 'unknown' && bytes.length - at < this.look) return 'unknown';
      if (typeof end === 'number' && this.#isLikeARecord(bytes.subarray(at, end))) return at;
    }
    return none;
  }

  #beginsLikeARecord(bytes: Buffer): boolean {
    return this.#keyLists.size === 0 || this.#firstKeys.has(keysOf(bytes)[0] ?? '');
  }

  /** A part of an object does not begin with the first key, and seldom has all the others. */
  #isLikeARecord(bytes: Buffer): boolean {
    const keys = keysOf(bytes);
    if (this.#keyLists.size > 0) return this.#keyLists.has(JSON.stringify(keys)) && this.#beginsLikeARecord(bytes);
    const hasAll = this.#columns.every(({ name, required }) => !required || keys.includes(name));
    return hasAll && this.#columns.some(({ name }) => keys.includes(name));
  }
}

/** Whether the last byte before an offset that is not blank ends a record or parts it from the next. */
function mayFollow(bytes: Buffer, at: number): boolean {
  let before = at - 1;
  while ([0x20, 0x09, 0x0d, LF].includes(bytes[before] ?? 0)) before -= 1;
  return bytes[before] === COMMA || bytes[before] === CLOSE_OBJECT;
}

import { isUtf8 } from 'node:buffer';
import type { FileWindow } from '../file-window.ts';
import { keysOf } from '../ndjson/sample-keys.ts';
import { FamiliarRecords } from '../ndjson/familiar-records.ts';
import { walkValue } from '../ndjson/json-walk.ts';
import { rawText } from '../set-aside/raw-text.ts';
import type { Reason } from '../set-aside/reason.ts';
import { firstInvalidByte } from '../utf8.ts';

const LF = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** What is met next in a list of records; offsets are those of the file. */
export type Step =
  | {
      readonly kind: 'record';
      readonly start: number;
      readonly end: number;
      readonly line: number;
      /** Where the next one begins; undefined after the last. */
      readonly next: number | undefined;
      readonly reason: Reason | undefined;
    }
  /** From `start` on there is no record with what has to follow one: nobody knows yet where it ends. */
  | {
      readonly kind: 'broken';
      readonly start: number;
      readonly line: number;
      readonly reason: Reason;
      /** True where the list is closed as one within a record is. */
      readonly isNested: boolean;
    }
  /** The list is closed before it has a record. */
  | { readonly kind: 'end' };

/** What follows a value. */
type Follower = { readonly next: number | undefined } | { readonly reason: Reason; readonly isNested: boolean };

/** Steps over a list of records, value by value, within the part of a file that is in memory. */
export class ArraySteps {
  /** Where the next record begins. */
  at: number;
  readonly #window: FileWindow;
  readonly #familiar = new FamiliarRecords(String.raw` \t\r\n`);
  #line = 1;
  #counted = 0;
  #bytes: Buffer | undefined;
  #text = '';

  /** @param at  where the first record begins, or the list's closing bracket. */
  constructor(window: FileWindow, at: number) {
    this.#window = window;
    this.at = at;
  }

  /** The next step, which it does not yet take; undefined where more of the file has to be in memory. */
  peek(): Step | undefined {
    const { bytes, base, isFinal } = this.#window;
    const start = this.at - base;
    if (start >= bytes.length && !isFinal) return undefined;
    if (bytes[start] === CLOSE_LIST) {
      const follower = this.#followerOf(start, start);
      if (follower === undefined) return undefined;
      return 'reason' in follower ? this.#broken(start, follower) : { kind: 'end' };
    }
    return this.#record(start);
  }

  /** The end of the record that begins at an offset of what is in memory, if it is sound and followed as a record must be. */
  soundRecord(start: number): number | 'unknown' | undefined {
    const { bytes, isFinal } = this.#window;
    const { end, isObject, fault, ranOut } = walkValue(bytes, start);
    if (ranOut && !isFinal) return 'unknown';
    if (fault !== undefined || !isObject) return undefined;
    const follower = this.#followerOf(start, end);
    if (follower === undefined) return 'unknown';
    return 'reason' in follower ? undefined : end;
  }

  /** The line of an offset; asked with rising offsets that are in memory. */
  lineOf(offset: number): number {
    const { bytes, base } = this.#window;
    const end = offset - base;
    for (let at = bytes.indexOf(LF, this.#counted - base); at >= 0 && at < end; at = bytes.indexOf(LF, at + 1))
      this.#line += 1;
    this.#counted = offset;
    return this.#line;
  }

  /** The least offset that has still to be in memory. */
  get keep(): number {
    return Math.min(this.at, this.#counted);
  }

  #record(start: number): Step | undefined {
    const { bytes, base, isFinal } = this.#window;
    const matched = this.#familiar.match(this.#latin1(), start);
    const walked = matched < 0 ? walkValue(bytes, start) : { end: matched, isObject: true };
    if ('fault' in walked && walked.ranOut && !isFinal) return undefined;
    const fault = 'fault' in walked ? walked.fault : undefined;
    if ('fault' in walked && walked.isBroken && fault !== undefined)
      return this.#broken(start, { reason: fault, isNested: false });
    const follower = this.#followerOf(start, walked.end);
    if (follower === undefined) return undefined;
    if ('reason' in follower) return this.#broken(start, follower);
    const value = bytes.subarray(start, walked.end);
    const notObject = walked.isObject ? undefined : misfit('not_object', 'a JSON object', rawText(value, 40));
    const reason = encodingFault(value) ?? fault ?? notObject;
    if (matched < 0 && reason === undefined) this.#familiar.learn(value.toString('latin1'));
    const next = follower.next === undefined ? undefined : follower.next + base;
    return { kind: 'record', start: this.at, end: walked.end + base, line: this.lineOf(this.at), next, reason };
  }

  #broken(start: number, why: Pick<Extract<Step, { kind: 'broken' }>, 'reason' | 'isNested'>): Step {
    const offset = start + this.#window.base;
    return { kind: 'broken', start: offset, line: this.lineOf(offset), ...why };
  }

  /** After a value, or at the closing bracket: a comma and then another value, or the end of the list and of the file. */
  #followerOf(start: number, end: number): Follower | undefined {
    const { bytes, isFinal } = this.#window;
    const at = skipBlanks(bytes, end);
    const next = skipBlanks(bytes, at + 1);
    if ((at >= bytes.length || next >= bytes.length) && !isFinal) return undefined;
    if (bytes[at] === CLOSE_LIST) return next < bytes.length ? this.#afterList(next) : { next: undefined };
    if (bytes[at] !== COMMA) return missing('a comma or the end of the list', bytes, at);
    const first = bytes[next];
    if (first === undefined || first === COMMA || first === CLOSE_LIST || first === CLOSE_OBJECT)
      return missing('a record after the comma', bytes, next);
    return first === QUOTE ? this.#unlessKey(bytes.subarray(start, end), next) : { next };
  }

  #afterList(next: number): Follower {
    const { bytes } = this.#window;
    const isComma = bytes[next] === COMMA;
    const after = bytes[isComma ? skipBlanks(bytes, next + 1) : next];
    const isNested = isComma ? after !== OPEN_OBJECT : after === CLOSE_OBJECT || after === CLOSE_LIST;
    return { ...missing('nothing after the list', bytes, next), isNested };
  }

  /** A text with a colon after it belongs to the object before, that was closed too early; but not a key that it has already. */
  #unlessKey(value: Buffer, next: number): Follower | undefined {
    const { bytes, isFinal } = this.#window;
    const { end, ranOut } = walkValue(bytes, next);
    const after = skipBlanks(bytes, end);
    if ((ranOut || after >= bytes.length) && !isFinal) return undefined;
    if (bytes[after] !== COLON || keysOf(value).includes(bytes.toString('utf8', next + 1, end - 1))) return { next };
    return missing('a record after the comma', bytes, next);
  }

  #latin1(): string {
    const { bytes } = this.#window;
    if (this.#bytes !== bytes) {
      this.#bytes = bytes;
      this.#text = bytes.toString('latin1');
    }
    return this.#text;
  }
}

/** The offset of the next byte that is not blank; the length where there is none. */
export function skipBlanks(bytes: Buffer, from: number): number {
  let at = from;
  for (let byte = bytes[at]; byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === LF; byte = bytes[at]) at += 1;
  return at;
}

export function encodingFault(bytes: Buffer): Reason | undefined {
  if (isUtf8(bytes)) return undefined;
  const at = firstInvalidByte(bytes);
  return misfit('encoding', 'UTF-8', rawText(bytes.subarray(at, at + 1)));
}

function misfit(code: Reason['code'], expected: string, got: string): Reason {
  return { code, column: null, expected, got };
}

function missing(expected: string, bytes: Buffer, at: number): { readonly reason: Reason; readonly isNested: boolean } {
  const got = at >= bytes.length ? 'the end of the file' : rawText(bytes.subarray(at, at + 40));
  return { reason: misfit('json', expected, got), isNested: false };
}

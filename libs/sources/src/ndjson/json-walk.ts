import type { Reason, ReasonCode } from '../set-aside/reason.ts';

/** Levels of lists and objects that a record may have. */
const DEEPEST = 100;

/** Levels beyond which a value is not even walked to its end. */
const DEEPEST_WALKED = 1_000;

/** A number of fewer characters than this, without an exponent, is no more than a double holds. */
const SURELY_FINITE = 300;

const QUOTE = 0x22;
const PLUS = 0x2b;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const LITERALS: ReadonlySet<string> = new Set(['true', 'false', 'null']);
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Why UTF-8 is not one JSON object (RFC 8259) with each key at its top once, of bounded depth, and with numbers that a
 * double can hold; undefined where it is. Makes no value of it, and so is faster than JSON.parse.
 */
export function findJsonFault(line: Buffer): Reason | undefined {
  const walk = new JsonWalk(line, 0);
  walk.attempt(() => walk.wholeLine());
  return walk.fault;
}

/** What a walk over one value found. */
export interface WalkedValue {
  /** The offset after the value; where the walk stopped, if it is broken. */
  readonly end: number;
  readonly isObject: boolean;
  /** As `findJsonFault` tells it. */
  readonly fault: Reason | undefined;
  /** True where the value's end is not known, because it is no JSON. */
  readonly isBroken: boolean;
  /** True where the bytes ended first, so that more of them may say something else. */
  readonly ranOut: boolean;
}

/** Walks over the value that begins at an offset, and no further; a fault that hides no bounds does not end the walk. */
export function walkValue(bytes: Buffer, at: number): WalkedValue {
  const walk = new JsonWalk(bytes, at);
  const isObject = bytes[at] === OPEN_OBJECT;
  const isBroken = !walk.attempt(() => walk.oneValue());
  return { end: walk.at, isObject, fault: walk.fault, isBroken, ranOut: walk.ranOut(isBroken) };
}

/** Ends a walk at a fault after which nobody knows where the value ends; the walk keeps the first fault. */
const FAULT = new Error('a fault in the record');

class JsonWalk {
  fault: Reason | undefined;
  at: number;
  readonly #line: Buffer;
  readonly #start: number;
  #depth = 0;
  #scalarAtEnd = false;

  constructor(line: Buffer, start: number) {
    this.#line = line;
    this.#start = start;
    this.at = start;
  }

  /** @returns false where the walk was given up. */
  attempt(walk: () => void): boolean {
    try {
      walk();
      return true;
    } catch (error) {
      if (error !== FAULT) throw error;
      return false;
    }
  }

  wholeLine(): void {
    this.#skipBlanks();
    const isObject = this.#line[this.at] === OPEN_OBJECT;
    this.oneValue();
    this.#skipBlanks();
    if (this.at < this.#line.length) this.#fail('nothing after the first value');
    if (!isObject) this.#note('not_object', 'a JSON object', this.#shown(this.#start));
  }

  oneValue(): void {
    this.#value(new Set());
  }

  ranOut(isBroken: boolean): boolean {
    return this.#scalarAtEnd || (isBroken && this.at >= this.#line.length);
  }

  /** @param keys  where the keys of the object are to be kept, so that none comes twice. */
  #value(keys?: Set<string>): void {
    const byte = this.#line[this.at];
    if (byte === QUOTE) this.#text();
    else if (byte === OPEN_OBJECT) this.#members(CLOSE_OBJECT, keys);
    else if (byte === OPEN_LIST) this.#members(CLOSE_LIST);
    else this.#scalar();
  }

  #members(close: number, keys?: Set<string>): void {
    this.#depth += 1;
    if (this.#depth > DEEPEST) this.#note('depth', `at most ${DEEPEST} levels`, 'more');
    if (this.#depth > DEEPEST_WALKED) throw FAULT;
    this.at += 1;
    this.#skipBlanks();
    let isFirst = true;
    while (!isFirst || this.#line[this.at] !== close) {
      isFirst = false;
      if (close === CLOSE_OBJECT) this.#key(keys);
      this.#value();
      this.#skipBlanks();
      if (this.#line[this.at] === close) break;
      this.#expect(COMMA, 'a comma or the end of the list or object');
    }
    this.at += 1;
    this.#depth -= 1;
  }

  #key(keys: Set<string> | undefined): void {
    if (this.#line[this.at] !== QUOTE) this.#fail('a key');
    const start = this.at + 1;
    const unescaped = this.#text();
    if (keys !== undefined) {
      const name = unescaped ?? this.#line.toString('utf8', start, this.at - 1);
      if (keys.has(name)) this.#note('duplicate_key', 'each key once', `${JSON.stringify(name)} twice`, name);
      keys.add(name);
    }
    this.#skipBlanks();
    this.#expect(COLON, 'a colon after the key');
  }

  /** @returns the text where it has escapes */
  #text(): string | undefined {
    const start = this.at + 1;
    let end = start;
    let isEscaped = false;
    for (let byte = this.#line[end] ?? 0; byte !== QUOTE; byte = this.#line[end] ?? 0) {
      if (byte < 0x20) {
        this.at = end;
        this.#fail('the rest of a text and its closing quote');
      }
      if (byte === BACKSLASH) {
        isEscaped = true;
        end += 1;
      }
      end += 1;
    }
    this.at = end + 1;
    return isEscaped ? this.#unescaped(start, end) : undefined;
  }

  #unescaped(start: number, end: number): string {
    const text = parseOr(this.#line.toString('utf8', start - 1, end + 1));
    if (typeof text === 'string' && !LONE_SURROGATE.test(text)) return text;
    this.at = start - 1;
    return this.#fail('a text with valid escapes');
  }

  #scalar(): void {
    const start = this.at;
    while (isScalarByte(this.#line[this.at])) this.at += 1;
    if (this.at >= this.#line.length) this.#scalarAtEnd = true;
    const text = this.#line.toString('latin1', start, this.at);
    if (LITERALS.has(text)) return;
    if (!NUMBER.test(text)) {
      this.at = start;
      this.#fail('a value');
    }
    if ((text.length >= SURELY_FINITE || /e/iu.test(text)) && !Number.isFinite(Number(text))) {
      this.#note('number_range', 'a number that a double can hold', text.slice(0, 100));
    }
  }

  #expect(byte: number, what: string): void {
    if (this.#line[this.at] !== byte) this.#fail(what);
    this.at += 1;
    this.#skipBlanks();
  }

  #skipBlanks(): void {
    for (let byte = this.#line[this.at]; isBlank(byte); byte = this.#line[this.at]) this.at += 1;
  }

  #shown(from: number): string {
    const text = this.#line.toString('utf8', from, from + 40).trim();
    return text === '' ? 'the end of the line' : text;
  }

  #fail(expected: string): never {
    this.#note('json', `${expected} at byte ${this.at - this.#start + 1}`, this.#shown(this.at));
    throw FAULT;
  }

  #note(code: ReasonCode, expected: string, got: string, column: string | null = null): void {
    this.fault ??= { code, column, expected, got };
  }
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x0a;
}

/** Letters, digits and signs: what a number, true, false and null are made of. */
function isScalarByte(byte: number | undefined): boolean {
  if (byte === undefined || byte < PLUS || byte === COMMA || byte === COLON) return false;
  return byte < OPEN_LIST || (byte > CLOSE_LIST && byte < OPEN_OBJECT);
}

function parseOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Longer text is not matched: the engine of regular expressions keeps a stack as long as the text. */
const LONGEST_TEXT = 4 << 20;
const MOST_PATTERNS = 16;
const MOST_KEYS = 500;

const ESCAPE = String.raw`\\(?:["\\/bfnrt]|u[0-9a-cA-CefEF][0-9a-fA-F]{3})`;
const PLAIN = String.raw`[^"\\\x00-\x1f]*`;
const TEXT = `"${PLAIN}(?:${ESCAPE}${PLAIN})*"`;
/** At most 201 digits and two of an exponent: less than a double's greatest. */
const NUMBER = String.raw`-?(?:0|[1-9][0-9]{0,200})(?:\.[0-9]{1,60})?(?:[eE][+-]?[0-9]{1,2})?`;
const SCALAR = `(?:${TEXT}|${NUMBER}|true|false|null)`;

/**
 * Recognizes records that are surely sound, because they have the keys of one that was found sound: one regular
 * expression takes the place of a walk, several times as fast. What it does not recognize may be sound all the same.
 */
export class FamiliarRecords {
  readonly #blank: string;
  readonly #value: string;
  readonly #patterns: RegExp[] = [];

  /** @param blanks  the characters that may lie between a record's parts, for a class of a regular expression. */
  constructor(blanks: string) {
    const blank = `[${blanks}]*`;
    const list = String.raw`\[${blank}(?:${SCALAR}${blank}(?:,${blank}${SCALAR}${blank})*)?\]`;
    const member = `${TEXT}${blank}:${blank}${SCALAR}${blank}`;
    const object = String.raw`\{${blank}(?:${member}(?:,${blank}${member})*)?\}`;
    this.#blank = blank;
    this.#value = `(?:${SCALAR}|${list}|${object})`;
  }

  /** @param text  bytes as Latin-1: whether they are UTF-8 is not looked at. @returns the offset after the record that begins at `at`; -1 where none is recognized. */
  match(text: string, at: number): number {
    if (text.length > LONGEST_TEXT) return -1;
    for (const [place, pattern] of this.#patterns.entries()) {
      pattern.lastIndex = at;
      if (!pattern.test(text)) continue;
      if (place > 0) this.#prefer(place);
      return pattern.lastIndex;
    }
    return -1;
  }

  /** @param record  a record that was found sound, as Latin-1. */
  learn(record: string): void {
    if (this.#patterns.length >= MOST_PATTERNS || record.length > LONGEST_TEXT) return;
    const value: unknown = JSON.parse(record);
    const keys = Object.keys(value ?? {});
    if (keys.length > MOST_KEYS) return;
    const pattern = new RegExp(this.#source(keys), 'y');
    if (this.#patterns.some(({ source }) => source === pattern.source)) return;
    this.#patterns.push(pattern);
  }

  #source(keys: readonly string[]): string {
    const blank = this.#blank;
    const members = keys.map((key) => `${quoted(key)}${blank}:${blank}${this.#value}${blank}`);
    return String.raw`\{${blank}${members.join(`,${blank}`)}\}`;
  }

  #prefer(place: number): void {
    this.#patterns.unshift(...this.#patterns.splice(place, 1));
  }
}

/** A key as JSON, taken literally. */
function quoted(key: string): string {
  return JSON.stringify(key).replace(/[\^$\\.*+?()[\]{}|/]/gu, String.raw`\$&`);
}

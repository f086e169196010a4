/** Sound records that must have been seen before their habits count. */
const ENOUGH = 8;

/** What the sound records of a file have been like: whether their first cells count up, and how long the outer cells get. */
export class Habits {
  #count = 0;
  #longestFirst = 0;
  #longestLast = 0;
  #prefix: string | undefined;
  #number = Number.NaN;
  #widestStep = 0;
  #isRising = true;

  /** @param lastLength  bytes of the last cell. */
  observe(first: string, lastLength: number): void {
    const { prefix, number } = numbered(first);
    const step = number - this.#number;
    if (this.#count > 0) {
      this.#isRising &&= prefix === this.#prefix && step > 0;
      this.#widestStep = Math.max(this.#widestStep, step);
    }
    this.#prefix = prefix;
    this.#number = number;
    this.#count += 1;
    this.#longestFirst = Math.max(this.#longestFirst, first.length);
    this.#longestLast = Math.max(this.#longestLast, lastLength);
  }

  /** Whether a first cell is the next of cells that count up. @param skipped  records since the last that was observed. */
  isNext(first: string, skipped: number): boolean {
    if (this.#count < ENOUGH || !this.#isRising) return false;
    const { prefix, number } = numbered(first);
    const step = number - this.#number;
    return prefix === this.#prefix && step > 0 && step <= this.#widestStep * (skipped + 1);
  }

  /** Whether a number or date is longer than any first or last cell so far. */
  isTooLong(text: string, where: 'first' | 'last'): boolean {
    if (this.#count < ENOUGH) return false;
    return text.length > (where === 'first' ? this.#longestFirst : this.#longestLast);
  }
}

/** `C0017` as `C` and 17. */
function numbered(text: string): { readonly prefix: string; readonly number: number } {
  const [, prefix = text, digits = ''] = /^(.*?)(\d{1,15})$/su.exec(text) ?? [];
  return { prefix, number: digits === '' ? Number.NaN : Number(digits) };
}

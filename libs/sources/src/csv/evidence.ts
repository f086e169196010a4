import { textType } from '../text-types.ts';

/** Values of typed columns that must have fallen into place before a record beside a damaged one is believed. */
const ENOUGH = 2;

/** Records in a row with the right number of cells after which a text that was left open is taken for ended. */
const ENOUGH_RECORDS = 4;

const OTHER_DELIMITERS = [';', '\t', '|', ':'];

/**
 * Tells by the types of the columns whether text is what it seems: a number, a date in the right cell is hardly a
 * part of a longer text. Columns are the file's, in its order.
 */
export class Evidence {
  readonly #patterns: readonly (RegExp | undefined)[];

  /** @param types  the contract's type of each column of the file; undefined where it has none. */
  constructor(types: readonly (string | undefined)[]) {
    this.#patterns = types.map(patternOf);
  }

  /** Whether a quoted text of the column may have line breaks. */
  isText(column: number): boolean {
    return this.#patterns[column] === undefined;
  }

  /**
   * Whether the text of a column, left open or closed in a damaged record, ends where it seems to.
   * @param before   the record that comes first: its last cells count, after the column.
   * @param after    the one that comes next: its first cells count, up to the column.
   * @param records  sound ones that have been set aside since.
   */
  isEnded(column: number, before: readonly string[], after: readonly string[], records = 0): boolean {
    if (!this.isText(column) || records >= ENOUGH_RECORDS) return true;
    const width = this.#patterns.length;
    const shift = width - before.length;
    const last = before.filter((cell, index) => index + shift > column && this.#fits(index + shift, cell));
    const first = after.filter((cell, index) => index <= column && this.#fits(index, cell));
    return last.length + first.length >= ENOUGH;
  }

  /** Whether a text may be a piece of a cell of the column: digits and their signs alone where it is no text. */
  mayBePartOf(column: number, text: string): boolean {
    return this.isText(column) || /^[-+:.TZ\d eE]*$/u.test(text);
  }

  /** Whether a record's separators were but replaced by others. */
  isOtherDelimiter(text: string): boolean {
    return OTHER_DELIMITERS.some((delimiter) => {
      const cells = text.split(delimiter);
      return (
        cells.length === this.#patterns.length && cells.filter((cell, at) => this.#fits(at, cell)).length >= ENOUGH
      );
    });
  }

  #fits(column: number, cell: string): boolean {
    return cell !== '' && this.#patterns[column]?.test(cell) === true;
  }
}

/** JavaScript's form of a pattern that was written for the engine. */
function patternOf(type: string | undefined): RegExp | undefined {
  const rule = type === undefined ? undefined : textType(type);
  return rule && new RegExp(`^(?:${rule.pattern.replaceAll('(?i:', '(?:')})$`, 'iu');
}

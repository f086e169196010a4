import { textType } from '../text-types.ts';

/** Values of typed columns that must have fallen into place before a record beside a damaged one is believed. */
const ENOUGH = 2;

/** Characters of a date, which is no part of a name or a number. */
const TELLING_LENGTH = 10;

/** What a line break may have replaced in a number or a date. */
const JOINTS = ['', '0', '.', '-', ':', ' ', 'T'];

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
   */
  isEnded(column: number, before: readonly string[], after: readonly string[]): boolean {
    if (!this.isText(column)) return true;
    const width = this.#patterns.length;
    const shift = width - before.length;
    const last = before.filter((cell, index) => index + shift > column && this.#fits(index + shift, cell));
    const first = after.filter((cell, index) => index <= column && this.#fits(index, cell));
    return last.length + first.length >= ENOUGH;
  }

  /** Whether two texts may be the halves of one cell of the column, which a line break that was put in or took a character's place has parted. */
  mayJoin(column: number, head: string, tail: string): boolean {
    return this.isText(column) || JOINTS.some((joint) => this.#fits(column, head + joint + tail));
  }

  /** Whether a text is a value of the column that hardly happens to be a part of another, such as a date. */
  isTelling(column: number, text: string): boolean {
    return text.length >= TELLING_LENGTH && this.#fits(column, text);
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

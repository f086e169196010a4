/** Random numbers that are the same on every machine (mulberry32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A whole number from 0 to `below` − 1. */
  roll(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  }

  pick<T>(items: readonly [T, ...T[]]): T;
  pick<T>(items: readonly T[]): T | undefined;
  pick<T>(items: readonly T[]): T | undefined {
    return items[this.roll(items.length)];
  }
}

/** A sound file, record by record: the first is the header. */
export interface SoundFile {
  readonly name: string;
  readonly types: Readonly<Record<string, string>>;
  /** Each record's bytes without line end, as Latin-1 text: one character a byte. */
  readonly records: readonly string[];
  readonly lineEnd: string;
}

/** A file in which some records were damaged, with sound ones between them. */
export interface DamagedFile {
  readonly bytes: Buffer;
  readonly damages: readonly DamagedRecord[];
}

export interface DamagedRecord {
  readonly kind: string;
  /** Records that the damage touches, counted from 0, the header: two where a line end went. */
  readonly touched: readonly number[];
  /** Where the first of them starts in the damaged file. */
  readonly line: number;
  /** What became of it. */
  readonly text: string;
}

interface Damage {
  readonly record: string;
  /** What ends the record instead of the file's line end. */
  readonly lineEnd?: string;
}

type Damager = (record: string, dice: Dice, lineEnd: string) => Damage | undefined;

const OTHER_DELIMITERS = [';', '\t', '|'] as const;
const OTHER_QUOTES = ["'", '`', latin1('“')] as const;
const LINE_ENDS = ['\n', '\r\n', '\r'] as const;

/** What happens to single records. Each gives undefined where the record has nothing for it to happen to. */
const DAMAGERS: Readonly<Record<string, Damager>> = {
  'separator added': (record, dice) => insert(record, dice.pick(placesIn(record, 'outside', dice)), ','),
  'separator lost': (record, dice) => replace(record, dice.pick(separatorsOf(record)), ''),
  'separator replaced': (record, dice) =>
    replace(record, dice.pick(separatorsOf(record)), dice.pick([...OTHER_DELIMITERS, '.', ' '])),
  'all separators replaced': (record, dice) => {
    const other = dice.pick(OTHER_DELIMITERS);
    const places = new Set(separatorsOf(record));
    return { record: [...record].map((byte, at) => (places.has(at) ? other : byte)).join('') };
  },
  'separators from the middle on replaced': (record, dice) => {
    const other = dice.pick(OTHER_DELIMITERS);
    const all = separatorsOf(record);
    const places = new Set(all.slice(Math.floor(all.length / 2)));
    return { record: [...record].map((byte, at) => (places.has(at) ? other : byte)).join('') };
  },
  'quote added': (record, dice) => insert(record, dice.roll(record.length + 1), '"'),
  'quote added to a cell': (record, dice) => insert(record, dice.pick(placesIn(record, 'edge', dice)), '"'),
  'quote lost': (record, dice) => replace(record, dice.pick(quotesOf(record)), ''),
  'quote replaced': (record, dice) => replace(record, dice.pick(quotesOf(record)), dice.pick(OTHER_QUOTES)),
  'line end changed': (record, dice, lineEnd) => ({ record, lineEnd: otherLineEnd(dice, lineEnd) }),
  'line end lost': (record) => ({ record, lineEnd: '' }),
  'line broken between cells': (record, dice, lineEnd) => {
    const at = dice.pick(separatorsOf(record));
    return insert(record, at === undefined ? undefined : at + dice.roll(2), lineEnd);
  },
  'line broken in a cell': (record, dice) =>
    insert(record, dice.pick(placesIn(record, 'inner', dice)), dice.pick(LINE_ENDS)),
  'line cut short': (record, dice) => ({ record: record.slice(0, 1 + dice.roll(Math.max(1, record.length - 1))) }),
  'byte of Latin-1': (record, dice) =>
    insert(record, dice.roll(record.length + 1), dice.pick(['\u{e4}', '\u{f6}', '\u{80}', '\u{ff}'])),
  'character cut short': (record, dice) => {
    const leads = [...record].flatMap((byte, at) => (byte >= '\u{c3}' && byte <= '\u{f4}' ? [at] : []));
    return replace(record, dice.pick(leads), '');
  },
  'NUL added': (record, dice) => insert(record, dice.roll(record.length + 1), '\0'),
  'byte replaced by NUL': (record, dice) => replace(record, dice.roll(record.length), '\0'),
  'cells lost': (record, dice) => {
    const at = dice.pick(separatorsOf(record));
    return at === undefined ? undefined : { record: record.slice(at + 1) };
  },
  'record doubled in its line': (record) => ({ record: `${record},${record}` }),
  'byte order mark added': (record) => ({ record: latin1('\u{feff}') + record }),
};

export const damageKinds: readonly string[] = Object.keys(DAMAGERS);

/** Damages one record: its bytes and line end; undefined where it has nothing for the damage to happen to. */
export function damageRecord(base: SoundFile, kind: string, record: number, dice: Dice): string | undefined {
  const sound = base.records[record] ?? '';
  const done = DAMAGERS[kind]?.(sound, dice, base.lineEnd);
  if (done === undefined) return undefined;
  const text = done.record + (done.lineEnd ?? base.lineEnd);
  return text === sound + base.lineEnd ? undefined : text;
}

/**
 * Damages every `gap`th record, each kind in turn.
 * @param canBeTold  whether the damage shows: given the header, the damaged text and the record after it.
 */
export function damageFile(
  base: SoundFile,
  gap: number,
  dice: Dice,
  canBeTold: (bytes: Buffer) => boolean,
): DamagedFile {
  const { records, lineEnd } = base;
  const texts = records.map((record) => record + lineEnd);
  const done: { readonly kind: string; readonly touched: readonly number[] }[] = [];
  for (let record = gap, turn = 0; record < records.length - 2; turn += 1) {
    const kind = damageKinds[turn % damageKinds.length] ?? '';
    for (let tries = 0; tries < 50; tries += 1) {
      const at = record + dice.roll(3);
      const text = damageRecord(base, kind, at, dice);
      const tiny = [texts[0], texts[at - 1], text, texts[at + 1]].join('');
      if (text === undefined || !canBeTold(Buffer.from(tiny, 'latin1'))) continue;
      done.push({ kind, touched: /[\r\n]$/u.test(text) ? [at] : [at, at + 1] });
      texts[at] = text;
      record += gap;
      break;
    }
  }
  const starts = startLines(texts);
  return {
    bytes: Buffer.from(texts.join(''), 'latin1'),
    damages: done.map(({ kind, touched }) => ({
      ...{ kind, touched },
      line: starts[touched[0] ?? 0] ?? 0,
      text: texts[touched[0] ?? 0] ?? '',
    })),
  };
}

/** The line on which each text starts. */
function startLines(texts: readonly string[]): readonly number[] {
  let line = 1;
  return texts.map((text) => {
    const start = line;
    line += (text.match(/\r\n|\r|\n/gu) ?? []).length;
    return start;
  });
}

export function soundBytes({ records, lineEnd }: SoundFile): Buffer {
  return Buffer.from(records.map((record) => record + lineEnd).join(''), 'latin1');
}

/** The UTF-8 bytes of text, one character each. */
export function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function insert(record: string, at: number | undefined, text: string): Damage | undefined {
  return at === undefined ? undefined : { record: record.slice(0, at) + text + record.slice(at) };
}

function replace(record: string, at: number | undefined, text: string): Damage | undefined {
  return at === undefined ? undefined : { record: record.slice(0, at) + text + record.slice(at + 1) };
}

function otherLineEnd(dice: Dice, lineEnd: string): string {
  return dice.pick(LINE_ENDS.filter((other) => other !== lineEnd)) ?? '';
}

function quotesOf(record: string): readonly number[] {
  return [...record].flatMap((byte, at) => (byte === '"' ? [at] : []));
}

/** Whether each byte of a sound record lies within quotes; the closing quote does not. */
function quotedBytes(record: string): readonly boolean[] {
  let quoted = false;
  return [...record].map((byte) => {
    if (byte === '"') quoted = !quoted;
    return quoted;
  });
}

function separatorsOf(record: string): readonly number[] {
  const quoted = quotedBytes(record);
  return [...record].flatMap((byte, at) => (byte === ',' && quoted[at] === false ? [at] : []));
}

/** Offsets outside of quotes: anywhere, at a cell's edge, or within a cell, its first and last as often as any other. */
function placesIn(record: string, where: 'outside' | 'edge' | 'inner', dice: Dice): readonly number[] {
  const quoted = quotedBytes(record);
  const edges = new Set([0, record.length, ...separatorsOf(record).flatMap((at) => [at, at + 1])]);
  const all = [...record, ''].flatMap((_, at) => (at === 0 || quoted[at - 1] !== true ? [at] : []));
  if (where === 'outside') return all;
  if (where === 'edge') return all.filter((at) => edges.has(at));
  const inner = all.filter((at) => !edges.has(at));
  return inner.length === 0 ? [] : [dice.pick(inner) ?? 0];
}

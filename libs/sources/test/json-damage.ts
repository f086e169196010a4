import { Dice, latin1 } from './damage.ts';

/** A sound JSON file, record by record; every text is bytes as Latin-1. */
export interface SoundJson {
  readonly name: string;
  readonly format: 'json' | 'ndjson';
  readonly open: string;
  readonly records: readonly string[];
  readonly join: string;
  readonly close: string;
}

export interface DamagedJsonRecord {
  readonly kind: string;
  /** Counted from 0: two where what parts them went. */
  readonly touched: readonly number[];
  /** Where the first of them begins in the damaged file. */
  readonly line: number;
}

/** What becomes of a record and of what follows it; undefined where it has nothing for the damage to happen to. */
type Damager = (record: string, join: string, dice: Dice) => readonly [record: string, join: string] | undefined;

/** What happens to single records. */
const DAMAGERS: Readonly<Record<string, Damager>> = {
  'comma lost': at(/,/gu, ''),
  'comma added': anywhere(','),
  'comma replaced': at(/,/gu, ';'),
  'colon lost': at(/:/gu, ''),
  'colon replaced': at(/:/gu, '='),
  'quote lost': at(/"/gu, ''),
  'quote added': anywhere('"'),
  'quote replaced': at(/"/gu, "'"),
  'opening brace lost': (record, join) => [record.replace('{', ''), join],
  'closing brace lost': (record, join) => [record.slice(0, -1), join],
  'brace added': anywhere('}'),
  'opening brace added': anywhere('{'),
  'bracket added': anywhere(']'),
  'opening bracket added': anywhere('['),
  'bracket lost': at(/\]/gu, ''),
  'list and record cut short': (record) =>
    record.includes('[{') ? [record.replace(/\}\].*$/su, '},'), ''] : undefined,
  'backslash added': anywhere('\\'),
  'line broken in a text': at(/(?<=[a-z])(?=[a-z])/gu, '\n'),
  'NUL added': anywhere('\0'),
  'byte of Latin-1': at(/(?<=[a-z])(?=[a-z])/gu, '\u{e4}'),
  'character cut short': at(/[\u{c3}-\u{f4}]/gu, ''),
  'half a character escaped': at(/(?<=[a-z])(?=[a-z])/gu, String.raw`\ud83d`),
  'key doubled': (record, join) => [record.replace('"name"', '"id": 1, "name"'), join],
  'number beyond double': (record, join) => [record.replace('"name"', '"x": -1e400, "name"'), join],
  'nested too deep': (record, join) => [
    record.replace('"name"', `"x": ${'['.repeat(150)}${']'.repeat(150)}, "name"`),
    join,
  ],
  'no number': (record, join) => [record.replace(/(?<="id": ?)\d+/u, 'NaN'), join],
  'no object': (_, join, dice) => [dice.pick(['null', '17', '"text"', '[1, 2]', 'true']), join],
  'cut short': (record, join, dice) => [record.slice(0, 1 + dice.roll(record.length - 1)), join],
  'beginning lost': (record, join, dice) => [record.slice(1 + dice.roll(record.length - 1)), join],
  'what follows lost': (record) => [record, ''],
  'what follows replaced': (record, _, dice) => [record, dice.pick([';', ' ', ',,', '],'])],
  'doubled without a comma': (record, join) => [`${record} ${record}`, join],
  'byte order mark added': (record, join) => [latin1('\u{feff}') + record, join],
};

export const jsonDamageKinds: readonly string[] = Object.keys(DAMAGERS);

/**
 * Damages every `gap`th record, each kind in turn.
 * @param canBeTold  whether the damage shows in a file of the damaged record, its neighbours and one more.
 */
export async function damageJson(
  base: SoundJson,
  gap: number,
  dice: Dice,
  canBeTold: (text: string) => Promise<boolean>,
): Promise<{ readonly bytes: Buffer; readonly damages: readonly DamagedJsonRecord[] }> {
  const { records, join, open, close } = base;
  const parts = records.map((record, index) => record + (index === records.length - 1 ? '' : join));
  const done: { readonly kind: string; readonly touched: readonly number[] }[] = [];
  for (let record = gap, turn = 0; record < records.length - 4; turn += 1) {
    const kind = jsonDamageKinds[turn % jsonDamageKinds.length] ?? '';
    for (let tries = 0; tries < 30; tries += 1) {
      const place = record + dice.roll(3);
      const damaged = DAMAGERS[kind]?.(records[place] ?? '', join, dice)?.join('');
      if (damaged === undefined || damaged === parts[place]) continue;
      const tiny = [open, parts[place - 1], damaged, parts[place + 1], records[place + 2], close].join('');
      if (!(await canBeTold(tiny))) continue;
      done.push({ kind, touched: damaged.endsWith(join) ? [place] : [place, place + 1] });
      parts[place] = damaged;
      record += gap;
      break;
    }
  }
  const starts = startLines([open, ...parts]).slice(1);
  return {
    bytes: Buffer.from([open, ...parts, close].join(''), 'latin1'),
    damages: done.map(({ kind, touched }) => ({ kind, touched, line: starts[touched[0] ?? 0] ?? 0 })),
  };
}

export function soundJsonBytes({ open, records, join, close }: SoundJson): Buffer {
  return Buffer.from(open + records.join(join) + close, 'latin1');
}

/** Files in the ways in which they are written: in one line, a record a line, pretty, and one record a line without a list. */
export function jsonBases(rows: number): readonly SoundJson[] {
  const compact = (item: unknown) => JSON.stringify(item);
  const pretty = (item: unknown) => JSON.stringify(item, null, 2).replaceAll('\n', '\n  ');
  return [
    file('one line', 'json', 1, rows, compact, ['[', ',', ']']),
    file('one line with blanks', 'json', 2, rows, compact, ['[', ', ', ']\n']),
    file('a record a line', 'json', 3, rows, compact, ['[\n', ',\n', '\n]\n']),
    file('json_agg', 'json', 4, rows, compact, ['[', ', \n ', ']']),
    file('pretty', 'json', 5, rows, pretty, ['[\n  ', ',\n  ', '\n]\n']),
    file('pretty of Windows', 'json', 6, rows, (item) => pretty(item).replaceAll('\n', '\r\n'), [
      '[\r\n  ',
      ',\r\n  ',
      '\r\n]',
    ]),
    file('lines', 'ndjson', 7, rows, compact, ['', '\n', '\n']),
  ];
}

function file(
  name: string,
  format: SoundJson['format'],
  seed: number,
  length: number,
  write: (item: unknown) => string,
  [open, join, close]: readonly [string, string, string],
): SoundJson {
  const dice = new Dice(seed);
  const records = Array.from({ length }, (_, row) => latin1(write(item(row, dice))));
  return { name, format, open, records, join, close };
}

function item(row: number, dice: Dice): unknown {
  const lines = Array.from({ length: dice.roll(4) }, (_, line) => ({
    line,
    sku: `S${String(dice.roll(90))}`,
    note: 'a, {b}',
  }));
  const text = dice.pick(['Ann', 'Zoë "the" one', 'Čapek, Karel', '東京', 'two\nlines', 'x},{"id":', '']);
  return {
    ...{
      id: 1000 + row,
      name: `n${String(row)} ${text}`,
      amount: dice.roll(100_000) / 100,
      day: `2026-01-1${String(dice.roll(10))}`,
    },
    ...(dice.roll(3) === 0 ? {} : { lines }),
    flag: dice.roll(2) === 0,
  };
}

/** Puts a text where one of the matches of a pattern is. */
function at(pattern: RegExp, text: string): Damager {
  return (record, join, dice) => {
    const found = dice.pick([...record.matchAll(pattern)]);
    return found && [record.slice(0, found.index) + text + record.slice(found.index + found[0].length), join];
  };
}

function anywhere(text: string): Damager {
  return (record, join, dice) => {
    const place = dice.roll(record.length + 1);
    return [record.slice(0, place) + text + record.slice(place), join];
  };
}

/** The line of each text's first character that is not blank. */
function startLines(texts: readonly string[]): readonly number[] {
  let line = 1;
  return texts.map((text) => {
    const start = line + (/^\s*/u.exec(text)?.[0].split('\n').length ?? 1) - 1;
    line += text.split('\n').length - 1;
    return start;
  });
}

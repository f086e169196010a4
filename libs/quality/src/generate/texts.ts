import type { RowTest } from '../row-tests/row-test.ts';
import type { Draw } from './draw.ts';
import type { Random } from './random.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz';
const samples = 200;

/** Texts that match the pattern, else are written in the format, else have the length that is asked for. */
export async function textDrawer(tests: readonly RowTest[], random: Random): Promise<Draw> {
  const written = tests.find((test) => test.test === 'written');
  if (written !== undefined) return () => writtenAt(written.format, random);
  const patterns = tests.flatMap((test) => {
    if (test.test === 'matches-any') return test.patterns.slice(0, 1);
    return test.test === 'matches' && !test.negated ? [test.pattern] : [];
  });
  const [pattern] = patterns;
  const lengths = tests.filter((test) => test.test === 'length');
  const least = Math.max(0, ...lengths.map((test) => test.least));
  const most = Math.min(Math.max(least, 12), ...lengths.map((test) => test.most));
  if (pattern !== undefined) return matchingDrawer(pattern, random);
  return () => {
    const length = Number(random.whole(BigInt(Math.max(least, Math.min(3, most))), BigInt(Math.max(least, most))));
    return Array.from({ length }, () => letters.charAt(Math.floor(random.next() * letters.length))).join('');
  };
}

/** Texts of a pattern; those of plain characters come first, for people to read. */
export async function matchingTexts(pattern: string, count: number, seed: number): Promise<readonly string[]> {
  const { default: fc } = await import('fast-check');
  const texts = fc.sample(fc.stringMatching(new RegExp(pattern, 'u'), { size: 'small' }), { numRuns: count, seed });
  const usable = texts.filter((text) => !text.includes('\0') && !/\p{Surrogate}/u.test(text));
  const plain = (text: string): number => (/^[ -~]*$/.test(text) ? 0 : 1);
  return [...new Set(usable)].toSorted((a, b) => plain(a) - plain(b));
}

async function matchingDrawer(pattern: string, random: Random): Promise<Draw> {
  const [first = '', ...others] = await matchingTexts(pattern, samples, Math.floor(random.next() * 2 ** 31));
  return () => random.pick([first, ...others]);
}

/** A day and time of 2024 or 2025 in a strftime format. */
function writtenAt(format: string, random: Random): string {
  const at = new Date(Date.UTC(2024, 0, 1) + Math.floor(random.next() * 730 * 86_400) * 1000).toISOString();
  const parts: Readonly<Record<string, string>> = {
    Y: at.slice(0, 4),
    y: at.slice(2, 4),
    m: at.slice(5, 7),
    d: at.slice(8, 10),
    H: at.slice(11, 13),
    M: at.slice(14, 16),
    S: at.slice(17, 19),
    f: '000000',
    z: '+0000',
  };
  return format.replace(/%(-?)([A-Za-z%])/g, (_all, short: string, unit: string) => {
    const text = parts[unit] ?? unit;
    return short === '' ? text : text.replace(/^0/, '');
  });
}

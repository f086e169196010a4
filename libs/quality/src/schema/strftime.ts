import { civilDay } from './calendar-cells.ts';

interface Part {
  /** What the number means; absent for text that must stand there as it is. */
  readonly unit?: 'Y' | 'm' | 'd' | 'H' | 'M' | 'S';
  readonly text: string;
}

const widths: Readonly<Record<string, number>> = { Y: 4, m: 2, d: 2, H: 2, M: 2, S: 2 };

/**
 * Whether a text is written in a format of strptime's, read as the engine reads it: a number has up to as many digits
 * as its unit, and the day must be one of the calendar's. Undefined for formats with other units than `%Y %m %d %H %M %S`
 * (or with one of them twice): those are judged by SQL alone.
 */
export function strftimeReader(format: string): ((text: string) => boolean) | undefined {
  const parts = partsOf(format);
  if (parts === undefined) return undefined;
  return (text) => {
    const found = { Y: 1900, m: 1, d: 1, H: 0, M: 0, S: 0 };
    let at = 0;
    for (const part of parts) {
      if (part.unit === undefined) {
        if (!text.startsWith(part.text, at)) return false;
        at += part.text.length;
        continue;
      }
      const digits = digitsAt(text, at, widths[part.unit] ?? 2);
      if (digits === '') return false;
      found[part.unit] = Number(digits);
      at += digits.length;
    }
    if (at < text.length || /^[ \t\n\f\r]|[ \t\n\f\r]$/.test(text)) return false;
    return found.H < 24 && found.M < 60 && found.S < 60 && civilDay(found.Y, found.m, found.d) !== undefined;
  };
}

function digitsAt(text: string, from: number, most: number): string {
  let end = from;
  while (end < from + most && text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end++;
  return text.slice(from, end);
}

function partsOf(format: string): readonly Part[] | undefined {
  const parts: Part[] = [];
  const seen = new Set<string>();
  for (const [token, unit] of format.matchAll(/%-?([YmdHMS])|[^%]+|%/gs)) {
    if (token === '%' || (unit !== undefined && seen.has(unit))) return undefined;
    if (unit === undefined) parts.push({ text: token });
    else if (unit === 'Y' || unit === 'm' || unit === 'd' || unit === 'H' || unit === 'M' || unit === 'S')
      parts.push({ unit, text: token });
    if (unit !== undefined) seen.add(unit);
  }
  return parts;
}

const letters: Readonly<Record<string, string>> = {
  yyyy: '%Y',
  uuuu: '%Y',
  yy: '%y',
  MM: '%m',
  M: '%-m',
  MMM: '%b',
  MMMM: '%B',
  dd: '%d',
  d: '%-d',
  HH: '%H',
  H: '%-H',
  hh: '%I',
  h: '%-I',
  mm: '%M',
  m: '%-M',
  ss: '%S',
  s: '%-S',
  SSS: '%g',
  SSSSSS: '%f',
  a: '%p',
  EEE: '%a',
  EEEE: '%A',
  XXX: '%z',
  XX: '%z',
  Z: '%z',
};

/**
 * A JDK DateTimeFormatter pattern, as ODCS writes formats (`d/M/yyyy`), in the notation of strptime (`%-d/%-m/%Y`).
 * Undefined for a pattern that has letters without a counterpart.
 */
export function strptimeOf(pattern: string): string | undefined {
  let format = '';
  for (const [part, quoted] of pattern.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']/g)) {
    if (part.startsWith("'")) {
      const text = quoted === undefined || quoted === '' ? "'" : quoted.replaceAll("''", "'");
      format += text.replaceAll('%', '%%');
    } else if (/^[A-Za-z]/.test(part)) {
      const specifier = letters[part];
      if (specifier === undefined) return undefined;
      format += specifier;
    } else if (part === '%') {
      return undefined;
    } else {
      format += part;
    }
  }
  return format;
}

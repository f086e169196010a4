const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const longMonths = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];
const weekdays = new Set([
  ...['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  ...['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
]);
const fillers = new Set([
  ...[' ', '.', ',', ';', '-', '/', "'"],
  ...['at', 'on', 'and', 'ad', 'm', 't', 'of', 'st', 'nd', 'rd', 'th'],
]);
const units = ['hour', 'minute', 'second'] as const;

export type Unit = (typeof units)[number];

/** 1 to 12, of `Jan`, `january`, `Sept`; undefined of another word. */
export function monthOf(word: string | undefined): number | undefined {
  const name = word?.toLowerCase() ?? '';
  const index = name === 'sept' ? 8 : Math.max(months.indexOf(name), longMonths.indexOf(name));
  return index < 0 ? undefined : index + 1;
}

export function isWeekday(word: string): boolean {
  return weekdays.has(word.toLowerCase());
}

/** Words and characters that stand between the parts of a date. */
export function isFiller(token: string): boolean {
  return fillers.has(token.toLowerCase());
}

export function isMeridiem(word: string | undefined): boolean {
  return /^(?:a|am|p|pm)$/iu.test(word ?? '');
}

/** The unit that a word such as `h`, `min` or `seconds` names. */
export function unitOf(word: string | undefined): Unit | undefined {
  const name = word?.toLowerCase() ?? '';
  return units.find((unit) => {
    const [letter = ''] = unit;
    return name === letter || name === unit || name === `${unit}s`;
  });
}

export function isUtc(word: string): boolean {
  return /^(?:utc|gmt|z)$/iu.test(word);
}

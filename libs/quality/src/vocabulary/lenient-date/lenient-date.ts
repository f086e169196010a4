import { DateReader } from './reader.ts';
import { tokensOf } from './tokens.ts';

/** True of a text that Python's dateutil takes for a date or a time: `2026-01-31T12:00Z`, `Jan 31st, 2026 5pm`, `10:36`. */
export function isDateText(text: string): boolean {
  return new DateReader(tokensOf(text)).read();
}

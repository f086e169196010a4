import type { Value } from '@sluice/engine';

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A value on one line. Control characters are shown, not sent: data must not steer the terminal. */
export function cell(value: Value | undefined): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replace(
    /\p{Control}/gu,
    (letter) => ESCAPES[letter] ?? `\\u${(letter.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

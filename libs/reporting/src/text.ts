/** Text that nobody controls, made visible: control characters, direction overrides and halves of characters become symbols. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Surrogate}/gu, symbol);
}

/** Line feeds and tabs stay. */
function symbol(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 0x09 || code === 0x0a) return character;
  if (code === 0x0d) return '';
  if (code === 0x7f) return '␡';
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\ufffd';
}

/** On one line. */
export function oneLine(text: string): string {
  return visible(text).replace(/[\t\n]+/gu, ' ⏎ ');
}

/** At most so many UTF-16 units: cut first, whatever costs by length comes after. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** One cell of data as text; null is empty. Never longer than `most`. */
export function cellText(value: unknown, most = 300): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return oneLine(cut(value, most));
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return oneLine(cut(JSON.stringify(value), most));
}

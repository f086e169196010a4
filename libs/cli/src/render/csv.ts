import type { Row, Value } from '@sluice/engine';

/** Rows as CSV after RFC 4180: a header, line breaks of CR LF, fields quoted where they must be; null is empty, lists are JSON. */
export function csv(names: readonly string[], rows: readonly Row[]): string {
  const lines = [names.map(field), ...rows.map((row) => names.map((name) => field(row[name] ?? null)))];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

function field(value: Value): string {
  if (value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /[",\r\n]/u.test(text) || text === '' ? `"${text.replaceAll('"', '""')}"` : text;
}

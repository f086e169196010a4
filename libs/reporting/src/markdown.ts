import { cut, oneLine } from './text.ts';

/** Data as text of one line in Markdown, in a table too: whatever could be markup, a mention or a link is an entity. */
export function markdownText(text: string, most = 300): string {
  return oneLine(cut(text, most))
    .replace(/[&<>`*_{}[\]()#+!|~@$\\:=^"']/gu, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/www\./giu, (www) => `${www.slice(0, 3)}&#46;`)
    .replace(/^(\s*)([-.\d])/u, (_, space: string, first: string) => `${space}&#${first.charCodeAt(0)};`);
}

/** A table in Markdown; cells are Markdown already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

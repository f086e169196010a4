import type { DiffReport, ShownRow, TableDiff } from '@sluice/pipeline';
import { cell } from './cell.ts';
import { outcome, promises, remarks, verdict } from './diff-words.ts';
import { count } from './format.ts';
import { cut } from './width.ts';

/** GitHub takes comments of up to 65,536 characters. */
const LONGEST = 60_000;
const WIDEST_VALUE = 80;
const WIDEST_RULE = 200;

/**
 * A diff as Markdown for a comment on a pull request: a table of what differs, then the examples of each table, folded.
 * Fits into one comment: details that would not are left out, and it says of how many tables.
 */
export function markdownDiff(report: DiffReport): string {
  const differing = report.tables.filter(({ different }) => different);
  const unchanged = report.tables.filter(({ different }) => !different);
  const top = [`### ${code(report.pipeline)}: ${verdict(report)}`, ...summary(differing), ...contracts(report.tables)];
  const made = unchanged.filter(({ definition }) => (definition ?? []).length > 0);
  if (made.length > 0) {
    const tables = made.map((table) => `${code(table.name)} (${plain(remarks(table).join('; '))})`);
    top.push('', `No value changed, made from something else: ${tables.join(', ')}`);
  }
  const folded = differing.map(details).filter((section) => section !== '');
  return fitted(top.join('\n'), folded);
}

function summary(tables: readonly TableDiff[]): readonly string[] {
  if (tables.length === 0) return [];
  const lines = tables.map((table) => {
    const { name, rows } = table;
    const size = (number: number | undefined): string => (number === undefined ? '–' : count(number));
    return `| ${code(name)} | ${size(rows.old)} | ${size(rows.new)} | ${plain([outcome(table), ...remarks(table)].join('; '))} |`;
  });
  return ['', '| table | rows before | rows now | what differs |', '| --- | ---: | ---: | --- |', ...lines];
}

function contracts(tables: readonly TableDiff[]): readonly string[] {
  const lines = tables.flatMap((table) =>
    promises(table).map(({ kind, rule, before, after }) => {
      const [old, now] = [before, after].map((text) =>
        text === undefined ? '*nothing*' : code(cut(text, WIDEST_RULE)),
      );
      return `- contract **${kind}**, ${code(table.name)} ${code(rule)}: ${old} → ${now}`;
    }),
  );
  return lines.length === 0 ? [] : ['', ...lines];
}

function details({ name, values }: TableDiff): string {
  if (values === undefined) return '';
  const lines = [
    ...values.columns.flatMap((column) => [
      `- ${code(column.name)}: ${count(column.changed)} changed`,
      ...column.samples.map((change) => `  - ${row(change.key)}: ${value(change.old)} → ${value(change.new)}`),
    ]),
    ...values.addedSamples.map((added) => `- added: ${row(added)}`),
    ...values.removedSamples.map((removed) => `- removed: ${row(removed)}`),
  ];
  if (lines.length === 0) return '';
  return `<details><summary>${code(name)}</summary>\n\n${lines.join('\n')}\n\n</details>`;
}

function fitted(top: string, sections: readonly string[]): string {
  let text = top.length <= LONGEST ? top : `${top.slice(0, top.lastIndexOf('\n', LONGEST))}\n\n… the list is longer.`;
  const kept = sections.filter((section) => {
    const fits = text.length + section.length + 2 <= LONGEST;
    if (fits) text = `${text}\n\n${section}`;
    return fits;
  });
  const left = sections.length - kept.length;
  return left === 0 ? text : `${text}\n\n… and examples of ${String(left)} more, for which there is no room here.`;
}

function row(shown: ShownRow): string {
  return Object.entries(shown)
    .map(([name, text]) => `${code(name)} ${value(text)}`)
    .join(', ');
}

function value(text: string | null): string {
  return text === null ? '*null*' : code(text === '' ? '""' : cut(text, WIDEST_VALUE));
}

/** As code, in which GitHub sees neither mentions nor links. */
function code(text: string): string {
  return `<code>${plain(text)}</code>`;
}

/** One line of text that Markdown, math and HTML take for nothing else: their letters become character references. */
function plain(text: string): string {
  return cell(text).replace(/[&<>|`*_~[\]\\#!@$:./]/gu, (letter) => `&#${String(letter.charCodeAt(0))};`);
}

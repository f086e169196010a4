import { formatLocation } from '@sluice/core';
import { checksWords, count, counted, duration, instant, STATE_WORDS, STATUS_WORDS, totals } from './format.ts';
import { markdownTable, markdownText } from './markdown.ts';
import type { CheckRecord, RunRecord, TableRecord } from './record.ts';
import { cellText } from './text.ts';
import { inWords } from './troubles.ts';
import { weightOf } from './weight.ts';

/** What GitHub takes of one step, less some room for what others write there. */
const MOST_BYTES = 1_000_000;

/**
 * A run as Markdown for the summary of a CI job: how it ended, what is wrong, its results, its tables. The most important
 * comes first, and what does not fit is left out and named.
 * @param room  bytes that may be written
 */
export function summary(run: RunRecord, room = MOST_BYTES): string {
  const sections = [opening(run), ...wrong(run), tables(run), ...run.tables.flatMap(result), ...warnings(run)];
  const closing = '\n_More does not fit here; the report and the run record have it._\n';
  const kept: string[] = [];
  let left = room - Buffer.byteLength(closing);
  for (const section of sections) {
    const bytes = Buffer.byteLength(section) + 2;
    if (bytes > left) return `${kept.join('\n\n')}\n${closing}`;
    kept.push(section);
    left -= bytes;
  }
  return `${kept.join('\n\n')}\n`;
}

function opening(run: RunRecord): string {
  const { pipeline, status, startedAt, asOf, seconds } = run;
  const { published, unchanged, checks, broken } = totals(run);
  const mark = status === 'succeeded' ? (broken.length === 0 ? '✅' : '⚠️') : '❌';
  const parts = [
    `${counted(published, 'table')} published`,
    `${count(unchanged)} unchanged`,
    broken.length === 0
      ? checksWords(checks, counted(checks.length, 'check'))
      : `${count(broken.length)} of ${counted(checks.length, 'check')} do not hold`,
    duration(seconds ?? 0),
  ];
  return `## ${mark} ${markdownText(pipeline)}: ${STATUS_WORDS[status].toLowerCase()}\n\n${parts.join(' · ')} · as of ${markdownText(asOf)} · ${instant(startedAt)}`;
}

function wrong({ tables: all, error }: RunRecord): readonly string[] {
  const broken = all.flatMap(({ checks }) => checks.filter((check) => (weightOf(check) ?? 'info') !== 'info'));
  const ordered = [...broken.filter(isError), ...broken.filter((check) => !isError(check))];
  if (ordered.length === 0)
    return error === undefined
      ? []
      : [`### What is wrong\n\n**${markdownText(error.code)}** ${markdownText(error.message, 4000)}`];
  return ['### What is wrong', ...ordered.map(problem)];
}

function isError(check: CheckRecord): boolean {
  return weightOf(check) === 'error';
}

function problem(check: CheckRecord): string {
  const { table, examples, location } = check;
  const head = `${isError(check) ? '❌' : '⚠️'} **${markdownText(table)}** ${markdownText(inWords(check), 1000)} (${markdownText(formatLocation(location))})`;
  if (examples.length === 0) return head;
  const columns = [...new Set(examples.flatMap((row) => Object.keys(row)))].slice(0, 12);
  const rows = examples.map((row) => columns.map((name) => markdownText(cellText(row[name], 100))));
  return `${head}\n\n${markdownTable(
    columns.map((name) => markdownText(name.replace(/^\$/u, ''))),
    rows,
  )}`;
}

function tables({ tables: all }: RunRecord): string {
  const rows = all.map(({ name, state, reason, rows: held, checks }) => {
    return [
      markdownText(name),
      STATE_WORDS[state],
      markdownText(reason),
      count(held.staged),
      count(held.published),
      count(held.quarantined),
      checksWords(checks),
    ];
  });
  return `### Tables\n\n${markdownTable(['table', 'result', 'why', 'staged', 'published', 'quarantined', 'checks'], rows)}`;
}

function result({ name, description, charts = [], preview }: TableRecord): readonly string[] {
  if (preview === undefined || preview.rows.length === 0) return [];
  const rows = preview.rows.slice(0, 20).map((row) => row.map((value) => markdownText(cellText(value, 100))));
  const more =
    preview.rows.length > rows.length || preview.truncated ? `\n\nThe first ${count(rows.length)} rows.` : '';
  const head = preview.columns.map((column) => markdownText(column));
  return [
    `<details><summary>${markdownText(charts[0]?.title ?? name)} (${markdownText(name)})</summary>\n\n${markdownText(description ?? '')}\n\n${markdownTable(head, rows)}${more}\n\n</details>`,
  ];
}

function warnings({ warnings: own, tables: all }: RunRecord): readonly string[] {
  const found = [...own, ...all.flatMap((table) => table.warnings)];
  return found.length === 0
    ? []
    : [`### Warnings\n\n${found.map((warning) => `- ${markdownText(warning, 1000)}`).join('\n')}`];
}

import { checksWords, count, duration, totals } from './format.ts';
import type { History } from './history.ts';
import { html } from './html.ts';
import { dataTable, page } from './page.ts';
import { runFile, statusBadge, time, troubleList } from './parts.ts';
import { cut } from './text.ts';
import { troublesOf } from './troubles.ts';

/** What is wrong with one pipeline, and its runs, the newest first. */
export function pipelinePage(history: History): string {
  const { pipeline, runs, unreadable } = history;
  const troubles = troublesOf(history);
  const rows = runs.map((run) => {
    const { published, unchanged, rows: held, quarantined, checks } = totals(run);
    return [
      html`<a href="${runFile(run)}">${time(run.startedAt)}</a>`,
      statusBadge(run),
      html`<span class="nowrap">${run.asOf}</span>`,
      duration(run.seconds ?? 0),
      count(published),
      count(unchanged),
      count(held),
      count(quarantined),
      checksWords(checks),
      html`<code>${run.environment.gitCommit?.slice(0, 8) ?? '–'}</code>`,
    ];
  });
  const body = html`<h1>${pipeline}</h1>
    <h2>What is wrong now</h2>
    ${troubles.length === 0 ? html`<p><span class="badge good">Nothing</span></p>` : troubleList(troubles, '')}
    <h2>Runs</h2>
    <div class="card">
      ${dataTable({
        label: `Runs of ${pipeline}`,
        head: [
          'Started',
          'Result',
          'As of',
          'Took',
          'Published',
          'Unchanged',
          'Rows',
          'Quarantined',
          'Checks',
          'Commit',
        ],
        rows,
        numeric: (column) => column >= 3 && column <= 8,
      })}
    </div>
    ${
      unreadable.length === 0
        ? undefined
        : html`<h2>Records that cannot be read</h2>
            ${unreadable.map((reason) => html`<pre>${cut(reason, 2000)}</pre>`)}`
    }`;
  return page({ title: pipeline, trail: [{ name: 'Pipelines', href: '../index.html' }], body });
}

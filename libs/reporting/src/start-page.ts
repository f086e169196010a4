import { checksWords, counted, duration, tableTitle, totals } from './format.ts';
import type { History } from './history.ts';
import { html, type Html } from './html.ts';
import { page } from './page.ts';
import { runFile, statusBadge, time, troubleList } from './parts.ts';
import type { RunRecord, TableRecord } from './record.ts';
import { troublesOf } from './troubles.ts';

/** Every pipeline, how its last run went, and what is wrong now. */
export function startPage(histories: readonly History[]): string {
  const judged = histories.map((history) => ({ history, troubles: troublesOf(history) }));
  const all = judged.flatMap(({ troubles }) => troubles);
  const errors = all.filter(({ severity }) => severity === 'error').length;
  const kinds = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(errors < all.length ? [counted(all.length - errors, 'warning')] : []),
  ];
  const verdict =
    all.length === 0
      ? 'Nothing is wrong.'
      : `${kinds.join(' and ')} in ${counted(judged.filter(({ troubles }) => troubles.length > 0).length, 'pipeline')}.`;
  const body = html`<h1>Data pipelines</h1>
    <p class="lead">
      ${counted(histories.length, 'pipeline')}. ${histories.length === 0 ? 'No run is recorded yet.' : verdict}
    </p>
    ${judged.map(({ history, troubles }) => card(history, troublesOf(history).length === 0 ? undefined : troubleList(troubles, `${encodeURIComponent(history.pipeline)}/`)))}`;
  return page({ title: 'Data pipelines', trail: [], body });
}

function card({ pipeline, runs }: History, troubles: Html | undefined): Html {
  const folder = encodeURIComponent(pipeline);
  const [last] = runs;
  if (last === undefined) return html``;
  const { checks, rows } = totals(last);
  const judged = checksWords(checks, counted(checks.length, 'check'));
  const shown = runs.find((run) => run.status === 'succeeded' && resultsOf(run).length > 0) ?? last;
  const questions = resultsOf(shown).map(
    ({ name, charts = [] }) =>
      html`<li>
        <a href="${folder}/${runFile(shown)}#result-${encodeURIComponent(name)}"
          >${charts[0]?.title ?? tableTitle(name)}</a
        >
      </li>`,
  );
  return html`<section class="card">
    <div class="head">
      <h2><a href="${folder}/index.html">${pipeline}</a></h2>
      ${statusBadge(last)}
    </div>
    <p class="lead">
      Last run <a href="${folder}/${runFile(last)}">${time(last.startedAt)}</a>, as of
      <span class="nowrap">${last.asOf}</span>:
      ${counted(last.tables.length, 'table')}${rows === 0 ? ', none published' : `, ${counted(rows, 'row')}`},
      ${judged}, ${duration(last.seconds ?? 0)}.
    </p>
    ${troubles}
    ${
      questions.length === 0
        ? undefined
        : html`<h3 class="links-head">Results${shown === last ? '' : html` of ${time(shown.startedAt)}`}</h3>
            <ul class="links">
              ${questions}
            </ul>`
    }
  </section>`;
}

function resultsOf({ tables }: RunRecord): readonly TableRecord[] {
  return tables.filter(({ preview }) => preview !== undefined);
}

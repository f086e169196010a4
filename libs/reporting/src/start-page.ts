import { count, counted, duration, totals } from './format.ts';
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
  const verdict =
    all.length === 0
      ? 'Nothing is wrong.'
      : `${counted(errors, 'error')} and ${counted(all.length - errors, 'warning')} in ${counted(judged.filter(({ troubles }) => troubles.length > 0).length, 'pipeline')}.`;
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
  const { checks, broken, rows } = totals(last);
  const shown = runs.find((run) => run.status === 'succeeded' && resultsOf(run).length > 0) ?? last;
  const questions = resultsOf(shown).map(
    ({ name, chart }) =>
      html`<li>
        <a href="${folder}/${runFile(shown)}#result-${encodeURIComponent(name)}">${chart?.title ?? name}</a>
      </li>`,
  );
  return html`<section class="card">
    <div class="head">
      <h2 style="margin:0"><a href="${folder}/index.html">${pipeline}</a></h2>
      ${statusBadge(last)}
    </div>
    <p class="lead">
      Last run <a href="${folder}/${runFile(last)}">${time(last.startedAt)}</a>, as of ${last.asOf}:
      ${counted(last.tables.length, 'table')}, ${count(rows)} rows,
      ${counted(checks.length, 'check')}${broken.length === 0 ? '' : ` of which ${count(broken.length)} do not hold`},
      ${duration(last.seconds ?? 0)}.
    </p>
    ${troubles ?? html`<p><span class="badge good">Nothing is wrong</span></p>`}
    ${
      questions.length === 0
        ? undefined
        : html`<h3>Results${shown === last ? '' : html` of ${time(shown.startedAt)}`}</h3>
            <ul class="links">
              ${questions}
            </ul>`
    }
  </section>`;
}

function resultsOf({ tables }: RunRecord): readonly TableRecord[] {
  return tables.filter(({ preview }) => preview !== undefined);
}

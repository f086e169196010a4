import { count, counted, duration, instant, totals } from './format.ts';
import { gantt } from './gantt.ts';
import { graph } from './graph.ts';
import { html, type Html } from './html.ts';
import { page } from './page.ts';
import { statusBadge, time, troubleList } from './parts.ts';
import type { RunRecord } from './record.ts';
import { results } from './results.ts';
import { cut } from './text.ts';
import { planTable, tableSections } from './run-tables.ts';
import type { Trouble } from './troubles.ts';

/** Everything that one run tells. @param troubles  what was wrong after it */
export async function runPage(run: RunRecord, troubles: readonly Trouble[]): Promise<string> {
  const { pipeline, error } = run;
  const shown = await results(run);
  const bars = gantt(run);
  const title = instant(run.startedAt);
  const told = error !== undefined && !troubles.some(({ subject }) => subject === pipeline);
  const wrong = troubles.length > 0 || error !== undefined;
  const body = html`<div class="head">
      <h1>${pipeline}</h1>
      ${statusBadge(run)}
    </div>
    <p class="lead">Run of ${time(run.startedAt)}, as of <span class="nowrap">${run.asOf}</span></p>
    ${tiles(run)}
    <div class="toc" role="navigation" aria-label="On this page">
      ${[
        ['wrong', 'What is wrong'],
        ['results', 'Results'],
        ['plan', 'Plan and tables'],
        ['durations', 'Durations'],
        ['graph', 'Graph'],
        ['tables', 'Columns and checks'],
        ['about', 'About this run'],
      ]
        .filter(([id]) => id !== 'wrong' || wrong)
        .filter(([id]) => (id !== 'results' || shown !== undefined) && (id !== 'durations' || bars !== undefined))
        .map(([id, name]) => html`<a href="#${id}">${name}</a>`)}
    </div>
    ${
      wrong
        ? html`<h2 id="wrong">What is wrong</h2>
            ${troubleList(troubles, '')}`
        : undefined
    }
    ${
      told
        ? html`<details>
            <summary>What the run said: ${error.code}</summary>
            <pre>${cut(error.message, 8000)}</pre>
          </details>`
        : undefined
    }
    ${
      shown === undefined
        ? undefined
        : html`<h2 id="results">Results</h2>
            ${shown}`
    }
    <h2 id="plan">Plan and tables</h2>
    <div class="card">${planTable(run)}</div>
    ${
      bars === undefined
        ? undefined
        : html`<h2 id="durations">Durations</h2>
            <div class="card">${bars}</div>`
    }
    <h2 id="graph">Graph</h2>
    <div class="card">
      <div class="scroll" tabindex="0" role="region" aria-label="Graph of the tables">${graph(run)}</div>
    </div>
    <h2 id="tables">Columns and checks</h2>
    ${tableSections(run)}
    <h2 id="about">About this run</h2>
    ${about(run)}`;
  const trail = [
    { name: 'Pipelines', href: '../index.html' },
    { name: pipeline, href: 'index.html' },
  ];
  return page({ title: `${pipeline}, ${title}`, crumb: title, trail, body });
}

function tiles(run: RunRecord): Html {
  const { published, unchanged, rows, quarantined, checks, broken } = totals(run);
  const facts: readonly (readonly [string, string])[] = [
    ['Published', `${count(published)} of ${count(run.tables.length)}`],
    ['Unchanged', count(unchanged)],
    ['Rows', count(rows)],
    ['Quarantined', count(quarantined)],
    [
      'Checks that hold',
      `${count(checks.filter(({ status }) => status === 'passed').length)} of ${count(checks.length)}`,
    ],
    ['Took', duration(run.seconds ?? 0)],
  ];
  const look = (name: string): Html | undefined =>
    name === 'Checks that hold' && broken.length > 0 ? html` class="bad"` : undefined;
  return html`<dl class="tiles">
    ${facts.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd${look(name)}>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** The flags by which the run was not as usual. */
function optionsWords({
  select,
  exclude,
  fullRefresh,
  dryRun,
  publish,
  failOn,
  inputDir,
}: RunRecord['options']): string {
  const flags = [
    ...select.map((name) => `--select ${name}`),
    ...exclude.map((name) => `--exclude ${name}`),
    ...(fullRefresh ? ['--full-refresh'] : []),
    ...(dryRun ? ['--dry-run'] : []),
    ...(publish === 'run' ? [] : [`--publish ${publish}`]),
    ...(failOn === 'error' ? [] : [`--fail-on ${failOn}`]),
    ...(inputDir === undefined ? [] : [`--input-dir ${inputDir}`]),
  ];
  return flags.length === 0 ? 'none' : flags.join(' ');
}

function about({ runId, parameters, options, environment, sinks, warnings }: RunRecord): Html {
  const facts: readonly (readonly [string, string])[] = [
    ['Run', runId],
    ...Object.entries(parameters).map(([name, value]) => [`Parameter ${name}`, cut(String(value), 300)] as const),
    ['Options', cut(optionsWords(options), 1000)],
    ['Commit', environment.gitCommit ?? 'unknown'],
    ['Machine', `Node ${environment.node}, ${environment.platform}, ${counted(environment.threads, 'thread')}`],
    ...sinks.map(({ table, path, rows }) => [`${table} handed on`, `${path}, ${counted(rows, 'row')}`] as const),
  ];
  return html`<div class="card">
    <table class="facts">
      <tbody>
        ${facts.map(
          ([name, value]) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td>${value}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${warnings.map((warning) => html`<p><span class="badge warn">Warning</span> ${cut(warning, 2000)}</p>`)}
  </div>`;
}

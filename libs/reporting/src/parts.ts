import { instant, STATE_WORDS, STATUS_WORDS } from './format.ts';
import { html, type Html } from './html.ts';
import type { RunRecord, RunStatus, TableState } from './record.ts';
import { cut } from './text.ts';
import type { Trouble } from './troubles.ts';

const STATUS_LOOKS: Readonly<Record<RunStatus, string>> = {
  succeeded: 'good',
  failed: 'bad',
  interrupted: 'warn',
  running: 'warn',
};
const STATE_LOOKS: Readonly<Record<TableState, string>> = {
  published: 'good',
  audited: 'good',
  failed: 'bad',
  skipped: 'calm',
  left: 'calm',
  blocked: 'warn',
  not_run: 'warn',
};

export function statusBadge({ status }: RunRecord): Html {
  return html`<span class="badge ${STATUS_LOOKS[status]}">${STATUS_WORDS[status]}</span>`;
}

export function stateBadge(state: TableState): Html {
  return html`<span class="badge ${STATE_LOOKS[state]}">${STATE_WORDS[state]}</span>`;
}

export function time(iso: string): Html {
  return html`<time datetime="${iso}">${instant(iso)}</time>`;
}

export function runFile({ runId }: RunRecord): string {
  return `${encodeURIComponent(runId)}.html`;
}

/** What is wrong, as a list. @param folder  where the pages of the runs lie, seen from this page: empty or `medallion/` */
export function troubleList(troubles: readonly Trouble[], folder: string): Html {
  return html`<ul class="troubles">
    ${troubles.map(({ severity, subject, what, run, since }) => {
      const first = since.runId === run.runId;
      return html`<li${severity === 'warning' ? html` class="warn-item"` : undefined}><strong>${subject}</strong> ${cut(what, 2000)}
<div class="small">${severity === 'error' ? 'Error' : 'Warning'} ${first ? 'first seen' : 'since'} <a href="${folder}${runFile(since)}">${time(since.startedAt)}</a></div></li>`;
    })}
  </ul>`;
}

import { checksWords, count, counted, duration } from './format.ts';
import { anchor } from './graph.ts';
import { html, type Html } from './html.ts';
import { checkResult } from './check-result.ts';
import { dataTable } from './page.ts';
import { stateBadge } from './parts.ts';
import type { CheckRecord, ColumnRecord, QuarantineRecord, RunRecord, TableRecord } from './record.ts';
import { cut } from './text.ts';
import { isBroken } from './weight.ts';

/** What the plan meant to do and why, and what came of it. */
export function planTable({ tables, pipeline }: RunRecord): Html {
  return dataTable({
    label: `Tables of ${pipeline}`,
    head: ['Table', 'Result', 'Why', 'Staged', 'Published', 'Quarantined', 'Checks', 'Took'],
    numeric: (column) => column >= 3,
    rows: tables.map((table) => {
      const { name, state, reason, source, rows, checks, stageSeconds, auditSeconds } = table;
      return [
        html`<a href="#${anchor(name)}">${name}</a>`,
        stateBadge(state),
        html`<span class="why">${why(reason, source)}</span>`,
        count(rows.staged),
        count(rows.published),
        count(rows.quarantined),
        checksWords(checks),
        stageSeconds === undefined ? '–' : duration(stageSeconds + (auditSeconds ?? 0)),
      ];
    }),
  });
}

/** A file by its name: the folders before it are the machine's, and in the record. */
function why(reason: string, source: string | undefined): string {
  if (source === undefined || source === 'generated') return reason;
  return `${reason}, from ${source.replace(/^.*[/\\\\]/u, '')}`;
}

/** Of every table the columns with their nulls, and every check. */
export function tableSections({ tables }: RunRecord): Html {
  return html`${tables.map(section)}`;
}

function section(table: TableRecord): Html {
  const { name, description, state, columns, checks, warnings, rows, quarantine } = table;
  const total = rows.staged > 0 ? rows.staged : rows.published;
  const broken = checks.filter(isBroken);
  const others = checks.filter(({ status }) => status !== 'passed');
  const ordered = [...others, ...checks.filter(({ status }) => status === 'passed')];
  return html`<section class="card" id="${anchor(name)}">
    <div class="head">
      <h3>${name}</h3>
      ${stateBadge(state)}
    </div>
    <p class="lead">${description}</p>
    ${warnings.map((warning) => html`<p><span class="badge warn">Warning</span> ${cut(warning, 2000)}</p>`)}
    ${quarantine === undefined ? undefined : setAside(name, rows.quarantined, quarantine)}
    ${
      columns.length === 0
        ? undefined
        : html`<details>
            <summary>${counted(columns.length, 'column')}, ${nullsOf(columns)}</summary>
            ${columnTable(name, columns, total)}
          </details>`
    }
    ${checks.length === 0 ? html`<p class="note">Not judged in this run.</p>` : html`<details${broken.length > 0 ? html` open` : undefined}><summary>${judgement(checks)}</summary>${ordered.map(checkResult)}</details>`}
  </section>`;
}

function judgement(checks: readonly CheckRecord[]): string {
  if (checks.every(({ status }) => status === 'passed')) return `${counted(checks.length, 'check')}, all hold`;
  const broken = checks.filter(isBroken).length;
  if (broken === 0) return checksWords(checks, counted(checks.length, 'check'));
  return `${counted(checks.length, 'check')}, ${count(broken)} do not hold`;
}

/** Which reasons rows were set aside for, how many for each, and where they lie. */
function setAside(table: string, rows: number, { path, budget, reasons }: QuarantineRecord): Html {
  return html`<details>
    <summary>${counted(rows, 'row')} set aside; the budget is ${budget}</summary>
    ${dataTable({
      label: `Reasons of the rows of ${table} that were set aside`,
      head: ['Reason', 'Expected', 'Columns', 'Rows'],
      numeric: (column) => column === 3,
      rows: reasons.map(({ rule, expected, columns, rows: broken }) => [
        html`<code>${cut(rule, 300)}</code>`,
        cut(expected, 300),
        cut(columns.join(', '), 300),
        count(broken),
      ]),
    })}
    ${path === undefined ? undefined : html`<p class="small">They lie in <code>${cut(path, 500)}</code>.</p>`}
  </details>`;
}

function nullsOf(columns: readonly ColumnRecord[]): string {
  const holed = columns.filter(({ nulls }) => nulls > 0).length;
  return holed === 0 ? 'none with nulls' : `${count(holed)} with nulls`;
}

function columnTable(table: string, columns: readonly ColumnRecord[], rows: number): Html {
  return dataTable({
    label: `Columns of ${table}`,
    head: ['Column', 'Type', 'Nulls', 'Complete'],
    numeric: (column) => column === 2,
    rows: columns.map(({ name, type, nulls }) => {
      const share = rows === 0 ? undefined : 1 - nulls / rows;
      return [name, html`<code>${type}</code>`, count(nulls), share === undefined ? 'no rows' : completeness(share)];
    }),
  });
}

/** Never rounded up to all, nor down to nothing. */
function completeness(share: number): Html {
  const tenths = Math.floor(share * 1000) / 10;
  const percent = share > 0 && tenths === 0 ? '< 0.1' : tenths.toFixed(1);
  return html`<span class="nowrap"
    ><span class="fill" aria-hidden="true"><i style="width:${tenths}%"></i></span>${percent} %</span
  >`;
}

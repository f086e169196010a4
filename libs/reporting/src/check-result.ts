import { formatLocation } from '@sluice/core';
import { duration } from './format.ts';
import { html, type Html } from './html.ts';
import { dataTable } from './page.ts';
import type { CheckRecord } from './record.ts';
import { cellText, cut } from './text.ts';
import { inWords } from './troubles.ts';
import { weightOf } from './weight.ts';

const MOST_SQL = 20_000;

/** One check: whether it held, and behind it how it was judged. */
export function checkResult(check: CheckRecord): Html {
  const { rule, type, status, severity, examples, sql, location, seconds, columns } = check;
  const [look, word] = verdict(check);
  const said = status === 'passed' ? passedWords(check) : inWords(check);
  return html`<details class="result" ${status === 'passed' ? undefined : html` open`}>
    <summary><span class="grow">${cut(said, 1000)}</span><span class="badge ${look}">${word}</span></summary>
    <div class="body">
      <p class="small">
        <code>${cut(rule, 300)}</code> · ${type}${columns.length === 0 ? '' : ` of ${columns.join(', ')}`} · ${severity}
        · ${formatLocation(location)} · ${duration(seconds)}
      </p>
      ${examples.length === 0 ? undefined : exampleTable(check)}
      ${
        sql === ''
          ? undefined
          : html`<details>
              <summary>SQL</summary>
              <pre><code>${cut(sql, MOST_SQL)}</code></pre>
            </details>`
      }
    </div>
  </details>`;
}

function verdict(check: CheckRecord): readonly [string, string] {
  const { status, severity } = check;
  const mild = weightOf(check) !== 'error';
  switch (status) {
    case 'passed':
      return ['good', 'holds'];
    case 'quarantined':
      return ['warn', 'set aside'];
    case 'failed':
      return mild ? ['warn', severity] : ['bad', 'broken'];
    case 'no_history':
      return ['warn', 'not judged yet'];
    case 'not_evaluated':
      return [mild ? 'warn' : 'bad', 'not judged'];
  }
}

function passedWords({ expected, observed }: CheckRecord): string {
  return observed === undefined || expected.endsWith(` ${observed}`) ? expected : `${expected}: got ${observed}`;
}

function exampleTable({ examples, rule }: CheckRecord): Html {
  const columns = [...new Set(examples.flatMap((row) => Object.keys(row)))];
  return dataTable({
    label: `Examples of ${cut(rule, 300)}`,
    head: columns.map((name) => (name.startsWith('$') ? name.slice(1) : name)),
    rows: examples.map((row) => columns.map((name) => cellText(row[name]))),
  });
}

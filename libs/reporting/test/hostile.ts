import { checkRecord, goldRecord, runRecord, tableRecord } from './records.ts';
import type { RunRecord } from '../src/index.ts';

/** Values that would do something if a report let them. */
export const corpus = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title></style></pre></code></svg><iframe src="https://evil.test">',
  '<!-- ]]> <![CDATA[ &amp; &#x41;',
  '![x](https://evil.test/x.png) [y](javascript:alert(1)) **bold** `code` | cell',
  '```\n# heading\n- item\n\n---\n| a | b |',
  '@octocat #1 https://evil.test www.evil.test mail@evil.test :tada: $x^2$',
  '::stop-commands::token',
  '\n::error file=x::planted\n::add-mask::a\r::set-output name=a::b',
  '##[error]planted ##[add-path]/evil',
  '%0A::error::planted',
  '\u001b[31mred\u001b[0m \u001b]8;;https://evil.test\u0007link\u001b]8;;\u0007',
  '\u0000\u0001\u0008\u000b\u000c\u001f\u007f\u0085\ufffe\uffff',
  'lone \ud800 and \udfff halves',
  '\u202eesrever\u2066\u2028\u2029',
  '\u00e9 \u{1f600} 中文',
  `${'<b>&'.repeat(10)}${'x'.repeat(10_000_000)}`,
] as const;

/** A run in which every text that somebody else may write is a value of the corpus. */
export function hostileRun(value: string): RunRecord {
  const examples = [{ [value.slice(0, 100)]: value, amount: value }];
  const broken = {
    status: 'failed',
    unexpectedCount: 1,
    expected: value,
    observed: value,
    examples,
    sql: value,
  } as const;
  return runRecord(1, {
    status: 'failed',
    error: { code: 'AUDIT_FAILED', message: value, exitCode: 1, location: { file: value.slice(0, 100), line: 1 } },
    parameters: { text: value },
    warnings: [value],
    tables: [
      tableRecord({
        reason: value,
        source: value,
        warnings: [value],
        columns: [{ name: value.slice(0, 100), type: 'VARCHAR', nulls: 0 }],
        checks: [
          checkRecord({ ...broken, rule: value, location: { file: value.slice(0, 100), line: 1 } }),
          checkRecord({ ...broken, rule: 'second', severity: 'warning' }),
          checkRecord({ status: 'not_evaluated', reason: value }),
        ],
      }),
      goldRecord({
        description: value,
        charts: [
          {
            ...{ type: 'bar', title: value, x: 'city', y: 'total', unit: value.slice(0, 20) },
            points: [
              { x: value.slice(0, 300), series: value.slice(0, 300), y: 1 },
              { x: 'other', series: 'other', y: 2 },
            ],
          },
        ],
        preview: {
          columns: ['city', 'total'],
          rows: [
            [value.slice(0, 300), 1],
            [value.slice(0, 300), 2],
          ],
          truncated: true,
        },
      }),
    ],
  });
}

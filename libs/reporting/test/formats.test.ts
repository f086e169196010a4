import { describe, expect, it } from 'vitest';
import { annotations, junit, readChart, summary, troublesOf } from '../src/index.ts';
import { chartPoints } from '../src/chart-points.ts';
import { renderChart } from '../src/render-chart.ts';
import { runPage } from '../src/run-page.ts';
import { brokenCheck, checkRecord, goldRecord, runRecord, tableRecord } from './records.ts';

const failed = runRecord(1, {
  status: 'failed',
  error: { code: 'AUDIT_FAILED', message: 'bronze.orders broke', exitCode: 1 },
  tables: [tableRecord({ state: 'failed', checks: [checkRecord(), brokenCheck] })],
});
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ ...brokenCheck, rule: `rule ${index}` }));

describe(annotations, () => {
  it('put a broken rule on the line of the contract', () => {
    expect(annotations(failed)).toEqual([
      '::error title=bronze.orders%3A amount.minimum,file=apps/shop/models/bronze/orders.odcs.yaml,line=12::amount must be ≥ 0: 3 of 1,234 rows break it',
    ]);
  });

  it('put an error of a model on its line, and are none for a run that is good', () => {
    const error = {
      code: 'SQL_RUNTIME',
      message: 'Conversion error',
      exitCode: 2,
      location: { file: 'a.sql', line: 3, column: 5 },
    } as const;
    expect(annotations(runRecord(1, { error }))).toEqual([
      '::error title=shop%3A SQL_RUNTIME,file=a.sql,line=3,col=5::Conversion error',
    ]);
    expect(annotations(runRecord(1))).toEqual([]);
  });

  it('are ten of a type at most; the tenth counts the rest', () => {
    const lines = annotations(runRecord(1, { tables: [tableRecord({ checks: many(25) })] }));
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toContain('16 more of this kind');
  });
});

describe(summary, () => {
  it('opens with how the run ended and what is wrong', () => {
    const [title, , facts, , wrong, , problem] = summary(failed).split('\n');
    expect([title, wrong]).toEqual(['## ❌ shop: failed', '### What is wrong']);
    expect(facts).toContain('1 of 2 checks do not hold');
    expect(problem).toContain('3 of 1,234 rows break it');
  });

  it('stays within its room, keeps the most important, and says that there is more', () => {
    const run = runRecord(1, { tables: [tableRecord({ checks: many(20_000) })] });
    const text = summary(run);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000_000);
    expect(text).toMatch(/^## .*\n[\s\S]*rule|break it[\s\S]*_More does not fit here/u);
    expect(Buffer.byteLength(summary(run, 2_000))).toBeLessThanOrEqual(2_000);
  });
});

describe(junit, () => {
  it('has a suite for each judged table and a case for each check', () => {
    const text = junit([failed]);
    expect(text).toContain('<testsuite name="shop.bronze.orders" tests="2" failures="1" errors="0" skipped="0"');
    expect(text).toContain(
      '<failure message="amount must be ≥ 0: 3 of 1,234 rows break it" type="minimum">apps/shop/models/bronze/orders.odcs.yaml:12\n$line=7 amount=-1</failure>',
    );
  });
});

describe('a chart', () => {
  const { chart, preview } = goldRecord();

  it('is read from a contract, or refused with the reason', () => {
    expect(readChart(chart, ['city', 'total'])).toEqual({ chart });
    expect(readChart(chart, ['total'])).toEqual({ problem: 'city is no column that may be shown' });
    expect(readChart({ type: 'pie', title: 't', x: 'a', y: 'b' }, ['a', 'b'])).toEqual({
      problem: 'type must be bar or line',
    });
    expect(readChart(undefined, [])).toEqual({});
  });

  it('sums what shares a bar, the longest first, and keeps the top', () => {
    const rows = [
      ['a', 1],
      ['b', 5],
      ['a', 2],
      ['c', '0.5'],
      ['d', null],
    ];
    const points = chartPoints(
      { type: 'bar', title: '', x: 'x', y: 'y', top: 2 },
      { columns: ['x', 'y'], rows, truncated: false },
      8,
    );
    expect(points).toEqual({ categories: ['b', 'a'], series: [{ name: 'y', values: [5, 3] }] });
  });

  it('sums series beyond the palette as other', () => {
    const rows = [
      ['a', 's1', 3],
      ['a', 's2', 2],
      ['a', 's3', 1],
    ];
    const points = chartPoints(
      { type: 'bar', title: '', x: 'x', y: 'y', series: 's' },
      { columns: ['x', 's', 'y'], rows, truncated: false },
      2,
    );
    expect(points?.series).toEqual([
      { name: 's1', values: [3] },
      { name: 'other', values: [3] },
    ]);
  });

  it('has axes, a unit and words for those who do not see it', async () => {
    if (chart === undefined || preview === undefined) throw new Error('no chart');
    const figure = (await renderChart(chart, preview))?.markup ?? '';
    expect(figure).toContain('aria-label="Bar chart. Spending by city. Total (EUR): Köln 3,400; Bern 1,200.5."');
    expect(figure).toMatch(/>Total \(EUR\)<\/text>/u);
    expect(figure).toMatch(/>Köln<\/text>/u);
    expect(figure).toMatch(/>4,000<\/text>/u);
  });
});

describe('rows that were set aside within the budget', () => {
  const aside = runRecord(1, {
    tables: [
      tableRecord({
        rows: { staged: 1234, published: 1231, quarantined: 3 },
        quarantine: {
          path: 'shop/_quarantine/bronze/orders/1.parquet',
          budget: 'at most 1 %',
          reasons: [{ rule: 'amount.minimum', columns: ['amount'], expected: 'amount >= 0', rows: 3 }],
        },
        checks: [checkRecord({ status: 'quarantined', unexpectedCount: 3, examples: [{ $line: 7, amount: -1 }] })],
        warnings: ['bronze.orders: 3 of 1,234 rows were set aside'],
      }),
    ],
  });

  it('warn in annotations, summary and JUnit, and fail nothing', () => {
    expect(annotations(aside)).toEqual([
      '::warning title=bronze.orders%3A amount.minimum,file=apps/shop/models/bronze/orders.odcs.yaml,line=12::amount must be ≥ 0: 3 of 1,234 rows break it, set aside in quarantine',
    ]);
    const text = summary(aside);
    expect(text).toMatch(/^## ⚠️ shop: succeeded/u);
    expect(text).toContain('⚠️ **bronze.orders**');
    expect(text).toContain('3 of 1,234 rows were set aside');
    expect(junit([aside])).toMatch(/failures="0" errors="0" skipped="1"/u);
  });

  it('stand on the page of the run with their reasons, their budget and where they lie', async () => {
    const [trouble] = troublesOf({ runs: [aside] });
    expect(trouble).toMatchObject({ severity: 'warning', subject: 'bronze.orders' });
    const page = await runPage(aside, trouble === undefined ? [] : [trouble]);
    for (const text of [
      '3 rows set aside; the budget is at most 1 %',
      'amount.minimum',
      '_quarantine/bronze/orders/1.parquet',
      'set aside in quarantine',
    ]) {
      expect(page).toContain(text);
    }
  });
});

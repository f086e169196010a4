import { describe, expect, it } from 'vitest';
import { annotations, junit, readCharts, summary, troublesOf } from '../src/index.ts';
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

  it('counts drift that waits for a history neither as kept nor as broken', async () => {
    const waiting = checkRecord({ status: 'no_history', kind: 'table' });
    const run = runRecord(1, { tables: [tableRecord({ checks: [checkRecord(), waiting] })] });
    expect(summary(run)).toContain('2 checks, 1 not judged yet');
    expect(summary(run)).not.toContain('do not hold');
    expect(await runPage(run, [])).toContain('2 checks, 1 not judged yet');
  });

  it('stays within its room, keeps the most important, and says that there is more', () => {
    const run = runRecord(1, { tables: [tableRecord({ checks: many(20_000) })] });
    const text = summary(run);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000_000);
    expect(text).toMatch(/^## .*\n[\s\S]*rule|break it[\s\S]*_More does not fit here/u);
    expect(Buffer.byteLength(summary(run, 2_000))).toBeLessThanOrEqual(2_000);
  });
});

describe(runPage, () => {
  it('tells by which flags the run was not as usual', async () => {
    const { options } = runRecord(1);
    const select = ['gold.*', '+silver.orders'];
    const changed = runRecord(1, {
      options: { ...options, select, fullRefresh: true, publish: 'table', inputDir: 'in' },
    });
    expect(await runPage(runRecord(1), [])).toMatch(/Options<\/th>\s*<td>none<\/td>/u);
    expect(await runPage(changed, [])).toContain(
      '--select gold.* --select +silver.orders --full-refresh --publish table --input-dir in',
    );
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
  const declared = { type: 'bar', title: 'Spending by city', x: 'city', y: 'total', unit: 'EUR' };

  it('is read from a contract, alone or in a list', () => {
    const charts = [declared];
    expect(readCharts(declared, ['city', 'total'])).toEqual({ charts, problems: [] });
    expect(readCharts([declared, { ...declared, bins: [30, 60] }], ['city', 'total']).charts).toHaveLength(2);
    expect(readCharts(undefined, [])).toEqual({ charts: [], problems: [] });
  });

  it.each([
    ['a hidden column', { ...declared, x: 'name' }, 'name is no column that may be shown'],
    ['an unknown type', { ...declared, type: 'pie' }, 'type must be bar or line'],
    ['an unknown key', { ...declared, color: 'red' }, 'color is unknown'],
    ['classes that fall', { ...declared, bins: [60, 30] }, 'bins must be whole numbers'],
    ['text', 'a bar', 'it must be a mapping'],
  ])('is refused with the reason: %s', (_name, chart, expected) => {
    const { charts, problems } = readCharts(chart, ['city', 'total']);
    expect(charts).toEqual([]);
    expect(problems.join()).toContain(expected);
  });

  it('has a value, or none, of every series at every place', () => {
    const points = [
      { x: 'b', series: 's1', y: 5 },
      { x: 'a', series: 's1', y: 2 },
      { x: 'a', series: 's2', y: 1 },
    ];
    expect(chartPoints({ type: 'bar', title: '', x: 'x', y: 'y', series: 's', points })).toEqual({
      categories: ['b', 'a'],
      series: [
        { name: 's1', values: [5, 2] },
        { name: 's2', values: [undefined, 1] },
      ],
    });
  });

  it('has axes, a unit and words for those who do not see it', async () => {
    const [chart] = goldRecord().charts ?? [];
    if (chart === undefined) throw new Error('no chart');
    const figure = (await renderChart(chart, true))?.markup ?? '';
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

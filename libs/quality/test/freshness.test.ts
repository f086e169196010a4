import { describe, expect, it } from 'vitest';
import { column, contractOf, problemsIn, useBench } from './support.ts';

const bench = useBench();
const fresh = (type: string, sla: string) =>
  contractOf(`      - { name: day, logicalType: ${type} }`, '', `slaProperties: [{ property: latency, ${sla} }]`);

describe('latency', () => {
  it('passes while the newest value is no older than allowed, and fails the day after', async () => {
    const contract = fresh('date', 'value: 2, unit: d, element: orders.day');
    expect(contract.usesAsOf).toBe(true);
    const rows = column('day', 'DATE', ["'2025-12-30'", "'2020-01-01'", 'NULL']);
    expect(await bench.check(contract, 'day.latency', rows, { asOf: '2026-01-01' })).toMatchObject({
      status: 'passed',
      observed: '2025-12-30',
      expected: 'newest day is at most 2 days before the as-of date',
    });
    expect(await bench.check(contract, 'day.latency', rows, { asOf: '2026-01-02' })).toMatchObject({
      status: 'failed',
    });
  });

  it('counts from the first moment of the as-of date, in UTC', async () => {
    const contract = fresh('timestamp', 'value: 6, unit: h, element: day');
    const at = (instant: string) => column('day', 'TIMESTAMPTZ', [`'${instant}'`]);
    expect(await bench.check(contract, 'day.latency', at('2025-12-31T19:00:00+01:00'))).toMatchObject({
      status: 'passed',
    });
    expect(await bench.check(contract, 'day.latency', at('2025-12-31T18:59:59+01:00'))).toMatchObject({
      status: 'failed',
    });
  });

  it('is not evaluated where no value is there', async () => {
    const result = await bench.check(
      fresh('date', 'value: 1, unit: d, element: day'),
      'day.latency',
      column('day', 'DATE', ['NULL']),
    );
    expect(result).toMatchObject({ status: 'not_evaluated', reason: 'there is no value to judge' });
  });

  it.each([
    ['value: 1, unit: d', 'latency must say its element'],
    ['value: 1, unit: d, element: days', 'no column `days`; did you mean `day`?'],
    ['value: 1, unit: m, element: day', 'expected one of s, min, h, d, w, mo, y, got m'],
    ['value: 1.5, unit: d, element: day', 'expected a whole number, got 1.5'],
    ['value: soon, unit: d, element: day', 'expected a whole number, got soon'],
  ])('refuses %s', (sla, expected) => {
    const problems = problemsIn(
      '      - { name: day, logicalType: date }',
      '',
      `slaProperties: [{ property: latency, ${sla} }]`,
    );
    expect(problems.join()).toContain(expected);
  });

  it('needs a column of dates or instants', () => {
    const problems = problemsIn(
      '      - { name: day, logicalType: string }',
      '',
      'slaProperties: [{ property: latency, value: 1, element: day }]',
    );
    expect(problems.join()).toContain('expected a column of dates or instants, got day, which is VARCHAR');
  });
});

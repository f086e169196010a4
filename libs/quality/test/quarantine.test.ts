import { describe, expect, it } from 'vitest';
import { budgetText, isWithin, setsAside } from '../src/index.ts';
import { contractOf } from './support.ts';

describe(isWithin, () => {
  it.each([
    [{}, 0, true],
    [{}, 1, false],
    [{ maxFraction: 0.03 }, 3, true],
    [{ maxFraction: 0.03 }, 4, false],
    [{ maxRows: 4 }, 4, true],
    [{ maxRows: 4 }, 5, false],
    [{ maxFraction: 0.03, maxRows: 4 }, 4, false],
    [{ maxFraction: 1, maxRows: 4 }, 5, false],
    [{ maxFraction: 0, maxRows: 4 }, 1, false],
  ])('of a budget %j lets %i rows of 100 go: %j', (budget, rows, within) => {
    expect(isWithin(budget, rows, 100)).toBe(within);
  });
});

describe(budgetText, () => {
  it('names the limits that there are', () => {
    expect([{}, { maxFraction: 0.015 }, { maxRows: 1000 }, { maxFraction: 0.1, maxRows: 5 }].map(budgetText)).toEqual([
      'no row',
      'at most 1.5 %',
      'at most 1,000 rows',
      'at most 10 % and 5 rows',
    ]);
  });
});

describe(setsAside, () => {
  it('holds of row rules of severity error alone', () => {
    const item = (severity: string): string =>
      `{ type: library, metric: invalidValues, arguments: { validValues: [a] }, mustBe: 0, severity: ${severity} }`;
    const { rules } = contractOf(
      `      - { name: id, logicalType: integer, primaryKey: true, relationships: [{ to: others.id }] }
      - { name: s, logicalType: string, unique: true, quality: [${item('error')}, ${item('warning')}, ${item('info')}] }`,
    );
    const aside = rules.filter(setsAside).map(({ id }) => id);
    expect(aside).toEqual(['id.required', 'id.references(others.id)', expect.stringContaining('invalidValues')]);
  });
});

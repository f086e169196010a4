import { describe, expect, it } from 'vitest';
import { contractOf, problemsIn, useBench } from './support.ts';

const bench = useBench();
const columns = '      - { name: id, logicalType: integer, required: true, logicalTypeOptions: { minimum: 0 } }';
const counted = (operator: string) => contractOf(columns, `    quality: [{ metric: rowCount, ${operator} }]`);
const rows = (count: number) => `SELECT i AS id FROM range(${String(count)}) t(i)`;

describe('rowCount', () => {
  it.each([
    ['mustBe: 3', [3], [2, 4]],
    ['mustNotBe: 3', [2, 4], [3]],
    ['mustBeGreaterThan: 3', [4], [3, 2]],
    ['mustBeGreaterOrEqualTo: 3', [3, 4], [2]],
    ['mustBeLessThan: 3', [2, 1], [3, 4]],
    ['mustBeLessOrEqualTo: 3', [3, 2], [4]],
    ['mustBeBetween: [2, 4]', [2, 3, 4], [1, 5]],
    ['mustNotBeBetween: [2, 4]', [1, 5], [2, 3, 4]],
  ])('%s', async (operator, kept, broken) => {
    const contract = counted(operator);
    for (const count of kept)
      expect(await bench.check(contract, 'rowCount', rows(count))).toMatchObject({
        status: 'passed',
        observed: String(count),
      });
    for (const count of broken)
      expect(await bench.check(contract, 'rowCount', rows(count))).toMatchObject({
        status: 'failed',
        observed: String(count),
      });
  });

  it.each([
    ['no operator', 'severity: error', 'got none'],
    ['two operators', 'mustBe: 1, mustBeLessThan: 2', 'got mustBe and mustBeLessThan'],
    ['a misspelt operator', 'mustbeLessThan: 2', 'did you mean `mustBeLessThan`?'],
    ['a range the wrong way round', 'mustBeBetween: [4, 2]', 'expected the smaller number first'],
    ['text for a number', "mustBeLessThan: '5'", 'must be number, got "5"'],
    ['a percentage', 'mustBe: 1, unit: percent', 'rowCount has no percentage'],
    ['an unknown unit', 'mustBe: 1, unit: kilos', 'expected rows or percent, got kilos'],
  ])('refuses %s', (_name, rest, expected) => {
    expect(problemsIn(columns, `    quality: [{ metric: rowCount, ${rest} }]`).join()).toContain(expected);
  });

  it('belongs to the table', () => {
    const misplaced = '      - { name: id, logicalType: integer, quality: [{ metric: rowCount, mustBe: 1 }] }';
    expect(problemsIn(misplaced).join()).toContain('rowCount belongs to the table, not to a column');
  });
});

describe('a table without rows', () => {
  it('leaves every rule on its rows without a verdict', async () => {
    const results = await bench.judge(contractOf(columns), rows(0));
    expect(results.map(({ rule, status }) => [rule, status])).toEqual([
      ['id.type', 'passed'],
      ['id.required', 'not_evaluated'],
      ['id.minimum', 'not_evaluated'],
      ['rowCount', 'not_evaluated'],
    ]);
    expect(results.at(-1)?.reason).toContain('mustBeGreaterOrEqualTo: 0');
  });

  it.each(['mustBeGreaterOrEqualTo: 0', 'mustBe: 0', 'mustBeBetween: [0, 5]'])('is allowed by %s', async (operator) => {
    const results = await bench.judge(counted(operator), rows(0));
    expect(results.map(({ status }) => status)).toEqual(['passed', 'passed', 'passed', 'passed']);
  });

  it.each(['mustBeLessThan: 5', 'mustNotBe: 3'])('is not allowed by %s, which says nothing of it', async (operator) => {
    const results = await bench.judge(counted(operator), rows(0));
    expect(results.map(({ status }) => status)).toContain('not_evaluated');
  });

  it('fails the row count that wants rows', async () => {
    expect(await bench.check(counted('mustBeGreaterThan: 0'), 'rowCount', rows(0))).toMatchObject({
      status: 'failed',
      observed: '0',
    });
  });
});

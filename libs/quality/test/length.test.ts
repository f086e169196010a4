import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteLiteral } from '@sluice/engine';
import { column, contractOf, useBench } from './support.ts';

const bench = useBench();
const contract = contractOf(
  '      - { name: note, logicalType: string, logicalTypeOptions: { minLength: 2, maxLength: 5 } }',
);

const codePoints = (text: string) => Array.from(text).length;

describe('minLength and maxLength', () => {
  it('pass from the one to the other, and null', async () => {
    const results = await bench.judge(contract, column('note', 'VARCHAR', ["'ab'", "'abcde'", 'NULL']));
    expect(results.map(({ status }) => status)).toEqual(Array(results.length).fill('passed'));
  });

  it('fail outside', async () => {
    const rows = column('note', 'VARCHAR', ["''", "'a'", "'abcdef'"]);
    expect(await bench.check(contract, 'note.minLength', rows)).toMatchObject({ status: 'failed', unexpectedCount: 2 });
    expect(await bench.check(contract, 'note.maxLength', rows)).toMatchObject({
      status: 'failed',
      unexpectedCount: 1,
      expected: 'length of note <= 5',
      examples: [{ note: 'abcdef' }],
    });
  });

  it('count code points: one picture of a person may be five', async () => {
    const rows = column('note', 'VARCHAR', ["'🤦🏼‍♂️'", "'🤦🏼‍♂️x'", "'e\u0301'"]);
    expect(await bench.check(contract, 'note.maxLength', rows)).toMatchObject({
      unexpectedCount: 1,
      examples: [{ note: '🤦🏼‍♂️x' }],
    });
    expect(await bench.check(contract, 'note.minLength', rows)).toMatchObject({ unexpectedCount: 0 });
  });

  it('count as JavaScript spreads a string', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 8 }).filter((value) => !value.includes('\0'));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 40 }), async (values) => {
        const rows = column('note', 'VARCHAR', values.map(quoteLiteral));
        const [short, long] = [values.filter((v) => codePoints(v) < 2), values.filter((v) => codePoints(v) > 5)];
        const results = await bench.judge(contract, rows);
        const count = (rule: string) => results.find((result) => result.rule === rule)?.unexpectedCount;
        expect([count('note.minLength'), count('note.maxLength')]).toEqual([short.length, long.length]);
      }),
      { numRuns: 40 },
    );
  });
});

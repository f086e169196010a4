import { beforeAll, describe, expect, it } from 'vitest';
import { expectationNames, vocabulary } from '../../src/vocabulary/vocabulary.ts';
import { useBench } from '../support.ts';
import { rowCases } from './cases-of-rows.ts';
import { tableCases } from './cases-of-tables.ts';
import { textAndPairCases } from './cases-of-texts-and-pairs.ts';
import { wholeCases } from './cases-of-wholes.ts';
import { judge } from './support.ts';

const bench = useBench();
const onRows = [...rowCases, ...textAndPairCases];
const onWholes = [...wholeCases, ...tableCases];

describe('the vocabulary', () => {
  it('has 58 expectations and an experimental one, each of which is tried here', () => {
    expect(expectationNames).toHaveLength(59);
    expect([...vocabulary].filter(([, { experimental }]) => experimental).map(([name]) => name)).toEqual([
      'expect_column_type_to_be',
    ]);
    const tried = new Set([...onRows, ...onWholes].map(([type]) => type));
    expect([...tried].toSorted()).toEqual(expectationNames);
  });
});

describe('on single rows', () => {
  for (const [type, kwargs, select, considered, unexpected] of onRows)
    it(`${type} ${JSON.stringify(kwargs)} over ${select}`, async () => {
      const resultFormat = { result_format: 'COMPLETE' } as const;
      const { success, result, exception_info } = await judge(bench, select, type, kwargs, { resultFormat });
      expect(exception_info.exception_message).toBeNull();
      const counted = Number(result['element_count']) - Number(result['missing_count'] ?? 0);
      expect({ success, counted, count: result['unexpected_count'], list: result['unexpected_list'] }).toEqual({
        success: unexpected.length === 0,
        counted: considered,
        count: unexpected.length,
        list: unexpected,
      });
    });
});

describe('on the whole', () => {
  beforeAll(() => bench.session.execute('CREATE TABLE other AS SELECT 1 AS x UNION ALL SELECT 2'));

  for (const [type, kwargs, select, success, observed, details] of onWholes)
    it(`${type} ${JSON.stringify(kwargs)} over ${select}`, async () => {
      const relationOf = (name: string) => (name === 'other' ? name : undefined);
      const result = await judge(bench, select, type, kwargs, { relationOf });
      const expected: unknown = typeof observed === 'number' ? expect.closeTo(observed, 12) : observed;
      expect(result).toMatchObject({ success, result: { observed_value: expected } });
      if (details !== undefined) expect(result.result['details']).toEqual(details);
    });
});

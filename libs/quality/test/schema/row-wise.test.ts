import { beforeAll, describe, expect, it } from 'vitest';
import { compileRecordSchema, parseContract, type Contract } from '../../src/index.ts';
import { vocabulary } from '../../src/vocabulary/vocabulary.ts';
import { orders } from '../pages/orders.ts';
import { useBench } from '../support.ts';

const bench = useBench();
let properties: readonly unknown[] = [];
beforeAll(async () => {
  const columns = await bench.session.describe(orders);
  properties = columns.map(({ name, type }) => ({ name, physicalType: type }));
});

function contractWith(type: string, kwargs: unknown): Contract {
  const quality = [{ type: 'custom', engine: 'greatExpectations', implementation: { type, kwargs } }];
  const schema = [{ name: 'orders', properties, quality }];
  const head = { apiVersion: 'v3.1.0', kind: 'DataContract', id: 'x', version: '1.0.0', status: 'draft' };
  return parseContract(JSON.stringify({ ...head, schema }), 'orders.odcs.json');
}

describe('the expectations of the vocabulary that set rows aside', () => {
  it('are judged on records too', () => {
    const found = [...vocabulary].flatMap(([type, { kind, example }]) => {
      const contract = kind === 'table' || kind === 'query' ? undefined : contractWith(type, example);
      const rule = contract?.rules.find((each) => each.type === type);
      if (contract === undefined || rule?.form !== 'row') return [];
      return [{ type, onRecords: !compileRecordSchema(contract).sqlOnly.includes(rule.id) }];
    });
    expect(found.length).toBe(21);
    expect(found.filter(({ onRecords }) => !onRecords)).toEqual([]);
  });

  it.each([
    [
      'expect_column_values_to_match_like_pattern',
      { column: 'status', like_pattern: 'op_n' },
      { status: 'op\nn' },
      true,
    ],
    [
      'expect_column_values_to_match_like_pattern',
      { column: 'status', like_pattern: 'op_n' },
      { status: 'Open' },
      false,
    ],
    [
      'expect_column_values_to_match_like_pattern',
      { column: 'status', like_pattern: 'a!%', escape: '!' },
      { status: 'a%' },
      true,
    ],
    [
      'expect_column_values_to_match_like_pattern',
      { column: 'status', like_pattern: 'a!%', escape: '!' },
      { status: 'ab' },
      false,
    ],
    [
      'expect_column_values_to_match_regex_list',
      { column: 'status', regex_list: ['^a', 'b$'] },
      { status: 'cb' },
      true,
    ],
    [
      'expect_column_values_to_match_regex_list',
      { column: 'status', regex_list: ['^a', 'b$'] },
      { status: 'c' },
      false,
    ],
    ['expect_column_values_to_match_regex_list', { column: 'status', regex_list: [] }, { status: null }, true],
    [
      'expect_multicolumn_sum_to_equal',
      { column_list: ['share_card', 'share_cash'], sum_total: 7 },
      { share_card: 7 },
      true,
    ],
    [
      'expect_multicolumn_values_to_be_equal',
      { column_list: ['country', 'billing_country'] },
      { country: 'DE' },
      false,
    ],
  ])('%s %j on %j', (type, kwargs, record, isKept) => {
    const contract = contractWith(type, kwargs);
    const rule = contract.rules.find((each) => each.type === type)?.id ?? '';
    expect(compileRecordSchema(contract).check(record).broken.includes(rule)).toBe(!isKept);
  });
});

import { describe, expect, it } from 'vitest';
import { contractOf, useBench } from './support.ts';

const bench = useBench();
const contract = contractOf(`
      - { name: id, logicalType: integer }
      - { name: amount, logicalType: number, physicalType: 'DECIMAL(12,2)' }`);

describe('the type of a column', () => {
  it('passes where it is the declared one', async () => {
    const results = await bench.judge(contract, 'SELECT 1::BIGINT AS id, 1::DECIMAL(12,2) AS amount');
    expect(results.map(({ rule, status }) => [rule, status])).toEqual([
      ['id.type', 'passed'],
      ['amount.type', 'passed'],
      ['rowCount', 'passed'],
    ]);
  });

  it('fails where it is another, and names both', async () => {
    const result = await bench.check(contract, 'amount.type', 'SELECT 1::BIGINT AS id, 1::DOUBLE AS amount');
    expect(result).toMatchObject({ status: 'failed', expected: 'amount is DECIMAL(12,2)', observed: 'DOUBLE' });
  });

  it('is not evaluated where the column is missing', async () => {
    const result = await bench.check(contract, 'amount.type', 'SELECT 1::BIGINT AS id');
    expect(result).toMatchObject({ status: 'not_evaluated', reason: 'the table has no column amount' });
  });
});

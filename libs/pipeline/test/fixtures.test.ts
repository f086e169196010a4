import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FixtureInvalidError, testFixtures } from '../src/index.ts';
import { Workspace } from './workspace.ts';

let shop: Workspace;
beforeEach(() => {
  shop = new Workspace();
});
afterEach(() => {
  shop[Symbol.dispose]();
});

const test = (...select: string[]): ReturnType<typeof testFixtures> =>
  testFixtures(shop.context(), shop.pipeline(), { select, exclude: [] });

const THRESHOLD = `
- name: an order at the threshold counts
  parameters: { threshold: 7 }
  given:
    bronze.orders:
      - { order_id: 1, customer: a, amount: 7 }
      - { order_id: 2, customer: a, amount: 6.99 }
  expect:
    - { order_id: 1, customer: a, amount: '7.00' }
`;

describe(testFixtures, () => {
  it('passes where the model gives just the expected rows, compared by type', async () => {
    shop.write('silver/big.test.yaml', THRESHOLD);
    const { results, without } = await test();
    expect(results).toMatchObject([
      { table: 'silver.big', name: 'an order at the threshold counts', status: 'passed', location: { line: 2 } },
    ]);
    expect(without).toEqual(['gold.spending']);
  });

  it('shows the rows that are too many and those that lack', async () => {
    shop.write('silver/big.test.yaml', THRESHOLD);
    shop.write('silver/big.sql', shop.read('silver/big.sql').replace('>= threshold', '< threshold'));
    const { results } = await test('silver.*');
    expect(results).toMatchObject([
      {
        status: 'failed',
        missing: [{ order_id: 1, customer: 'a', amount: '7.00' }],
        unexpected: [{ order_id: 2, customer: 'a', amount: '6.99' }],
      },
    ]);
  });

  it('counts rows: twice is not once', async () => {
    shop.write('gold/spending.sql', 'SELECT customer, CAST(amount AS DECIMAL(18,2)) AS total FROM silver.big');
    shop.write(
      'gold/spending.test.yaml',
      '- name: n\n  given: { silver.big: [{ customer: a, amount: 1 }, { customer: a, amount: 1 }] }\n  expect: [{ customer: a, total: 1 }]\n',
    );
    expect((await test('gold.*')).results).toMatchObject([
      { status: 'failed', unexpected: [{ customer: 'a' }], missing: [] },
    ]);
  });

  it('takes inputs that a case does not name as empty, and missing cells as null', async () => {
    shop.write(
      'gold/spending.test.yaml',
      '- { name: nothing, given: {}, expect: [] }\n' +
        '- { name: no customer, given: { silver.big: [{ amount: 1 }] }, expect: [{ total: 1 }] }\n',
    );
    expect((await test('gold.*')).results.map(({ status }) => status)).toEqual(['passed', 'passed']);
  });

  it('reads rows from a file beside the fixture', async () => {
    shop.write('gold/big.csv', 'order_id,customer,amount\n1,a,1.50\n2,a,2\n');
    shop.write(
      'gold/spending.test.yaml',
      '- { name: file, given: { silver.big: big.csv }, expect: [{ customer: a, total: 3.5 }] }\n',
    );
    expect((await test('gold.*')).results.map(({ status }) => status)).toEqual(['passed']);
  });

  it('is a failed case where its data file is not there', async () => {
    shop.write('gold/spending.test.yaml', '- { name: n, given: { silver.big: no.csv }, expect: [] }\n');
    expect((await test('gold.*')).results).toMatchObject([{ error: { message: expect.stringContaining('no.csv') } }]);
  });

  it('is a failed case where the model breaks on the rows', async () => {
    shop.write('gold/spending.sql', "SELECT customer, CAST(error('broken') AS DECIMAL(18,2)) AS total FROM silver.big");
    shop.write('gold/spending.test.yaml', '- { name: n, given: { silver.big: [{ amount: 1 }] }, expect: [] }\n');
    expect((await test('gold.*')).results).toMatchObject([
      { status: 'failed', error: { message: expect.stringContaining('broken') } },
    ]);
  });

  it.each([
    [
      'an unknown column',
      '- { name: n, given: { silver.big: [{ custmer: a }] }, expect: [] }',
      /big has no column custmer; did you mean customer\?/u,
    ],
    [
      'a table that the model does not read',
      '- { name: n, given: { silver.bg: [] }, expect: [] }',
      /does not read silver\.bg; did you mean silver\.big\?/u,
    ],
    ['an unknown key', '- { name: n, given: {}, expects: [] }', /spending\.test\.yaml:1 .*expect/u],
    [
      'an unknown parameter',
      '- { name: n, parameters: { treshold: 1 }, given: {}, expect: [] }',
      /--treshold is not a parameter/u,
    ],
    ['broken YAML', '- { name: n', /spending\.test\.yaml/u],
    [
      'a file of another kind',
      '- { name: n, given: { silver.big: no.xml }, expect: [] }',
      /expected \.csv, \.ndjson, \.parquet/u,
    ],
  ])('refuses %s', async (_, text, message) => {
    shop.write('gold/spending.test.yaml', `${text}\n`);
    await expect(test('gold.*')).rejects.toThrow(message);
  });

  it('names the line of the case that is wrong', async () => {
    shop.write(
      'gold/spending.test.yaml',
      '- { name: a, given: {}, expect: [] }\n\n- { name: b, given: {}, expect: [{ x: 1 }] }\n',
    );
    await expect(test('gold.*')).rejects.toMatchObject({
      code: new FixtureInvalidError('').code,
      location: { line: 3 },
    });
  });
});

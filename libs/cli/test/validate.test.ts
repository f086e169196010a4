import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDuckDb } from '@sluice/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finished } from './processes.ts';
import { createShop, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = createShop();
  shop.write('orders.csv', 'id,zip,day,amount\n1,01234,2026-01-05,1.5\n2,99999,2026-01-06,\n2,00001,2026-01-07,-3\n');
  shop.write(
    'orders.ndjson',
    '{"id": 1, "zip": "01234", "amount": 1.5}\n{"id": 2, "zip": "99999"}\n{"id": 2, "zip": "00001", "amount": -3}\n',
  );
  shop.write('customers.csv', 'id\n1\n2\n3\n');
  const engine = await openDuckDb({ spillDirectory: join(shop.root, 'spill') });
  const session = await engine.connect();
  await session.writeParquet(
    `SELECT * FROM read_csv('${join(shop.root, 'orders.csv')}', types = {zip: 'VARCHAR'})`,
    join(shop.root, 'orders.parquet'),
    {},
  );
  session.close();
  engine.close();
}, 60_000);
afterAll(() => {
  shop.remove();
});

const suite = [
  { type: 'expect_column_values_to_be_unique', kwargs: { column: 'id' } },
  { type: 'expect_column_values_to_match_regex', kwargs: { column: 'zip', regex: '^[0-9]{5}$' } },
  { type: 'expect_column_sum_to_be_between', kwargs: { column: 'amount', min_value: { $PARAMETER: 'low' } } },
];
const bad = [{ type: 'expect_column_values_to_be_uniqe', kwargs: {} }];

function validate(data: readonly string[], written: unknown, ...args: readonly string[]): Promise<Finished> {
  const file = join(shop.root, 'suite.json');
  writeFileSync(file, typeof written === 'string' ? written : JSON.stringify(written));
  return shop.sluice(['validate', '--suite', file, ...data.flatMap((each) => ['--data', each]), ...args], {
    cwd: shop.root,
  });
}

describe('sluice validate', () => {
  it.each(['orders.csv', 'orders.ndjson', 'orders.parquet'])(
    'judges %s, exits 1 and prints the results',
    async (file) => {
      const { exitCode, stdout } = await validate([file], suite, '--param', 'low=-2', '--output', 'json');
      const result: unknown = JSON.parse(stdout);
      expect({ exitCode, result }).toMatchObject({
        exitCode: 1,
        result: {
          success: false,
          suite_parameters: { low: -2 },
          statistics: { evaluated_expectations: 3, successful_expectations: 2 },
          results: [
            { success: false, result: { unexpected_count: 2, partial_unexpected_list: [2, 2] } },
            { success: true },
            { success: true, result: { observed_value: -1.5 } },
          ],
        },
      });
    },
    30_000,
  );

  it('tells people what did not hold, and what could not be judged', async () => {
    const expectations = [...suite, { type: 'expect_column_max_to_be_between', kwargs: { column: 'amout' } }];
    const { exitCode, stdout } = await validate(['orders.csv'], expectations, '--param', 'low=0');
    expect(exitCode).toBe(1);
    expect(stdout).toBe(
      [
        '✖ critical id is unique: 3 rows, 2 unexpected, 66.7 %, such as 2',
        '✖ critical sum of amount >= 0: found -1.5',
        '✖ critical largest value of amout any value: could not be judged: the table has no column `amout`; did you mean `amount`?',
        'orders · 4 expectations, 3 did not hold',
        '',
      ].join('\n'),
    );
  });

  it('exits 0 where nothing critical failed', async () => {
    const mild = [{ type: 'expect_column_values_to_be_unique', kwargs: { column: 'id' }, severity: 'warning' }];
    expect((await validate(['orders.csv'], mild)).exitCode).toBe(0);
    expect((await validate(['orders.csv'], mild, '--fail-on', 'warning')).exitCode).toBe(1);
  });

  it('compares with the other tables that --data names', async () => {
    const two = [
      { type: 'expect_table_row_count_to_equal_other_table', kwargs: { other_table_name: 'people' } },
      {
        type: 'unexpected_rows_expectation',
        kwargs: { unexpected_rows_query: 'SELECT id FROM {batch} ANTI JOIN people USING (id)' },
      },
    ];
    const data = ['orders.csv', 'people=customers.csv'];
    expect(await validate(data, two, '--table', 'orders')).toMatchObject({ exitCode: 0 });
    const { exitCode, stderr } = await validate(data, two);
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--table must say which of orders, people'),
    });
  });

  it('keeps text that looks like something else, where it is told so', async () => {
    const dates = [
      { type: 'expect_column_values_to_match_strftime_format', kwargs: { column: 'day', strftime_format: '%Y-%m-%d' } },
    ];
    expect((await validate(['orders.csv'], dates)).stdout).toContain(
      'expected a column of text, got day, which is DATE',
    );
    expect((await validate(['orders.csv'], dates, '--as-text', 'day')).exitCode).toBe(0);
  });

  it.each([
    ['a suite with a mistake', ['orders.csv'], bad, 2, 'did you mean `expect_column_values_to_be_unique`?'],
    ['a suite that is not JSON', ['orders.csv'], '{', 2, 'it is not JSON'],
    ['a suite of nothing', ['orders.csv'], [], 2, 'it has no expectation, so that nothing would be judged'],
    ['a named suite of nothing', ['orders.csv'], { name: 'orders', expectations: [] }, 2, 'it has no expectation'],
    ['a parameter without a value', ['orders.csv'], suite, 2, 'the parameter `low` has no value'],
    ['a format that it does not know', ['orders.xlsx'], [], 2, 'expected a file of parquet, csv, ndjson'],
    ['no data', [], [], 2, 'There is nothing to judge'],
    ['a file that is not there', ['nope.csv'], suite.slice(0, 1), 3, 'INPUT_UNREADABLE'],
  ])('of %s says so', async (_, data, written, code, message) => {
    const { exitCode, stderr, stdout } = await validate(data, written);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
    expect(stderr).toContain(message);
  });

  it.each([
    ['broken.csv', 'id,name\n1,a,b\n', 'line 2: it has 3 cells, the header 2'],
    ['quote.csv', 'id,name\n1,"a\n', 'INPUT_BROKEN'],
    ['broken.ndjson', '{"id": 1}\n{"id": \n', 'line 2'],
    ['list.ndjson', '[1]\n', 'expected one JSON object a line'],
    ['broken.parquet', 'PAR1 no more', 'it cannot be read as Parquet'],
    ['empty.csv', '', 'INPUT_EMPTY'],
  ])('of the damaged %s reads nothing', async (file, text, message) => {
    shop.write(file, text);
    const { exitCode, stderr } = await validate(
      [file],
      [{ type: 'expect_table_row_count_to_equal', kwargs: { value: 1 } }],
    );
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 3, stderr: expect.stringContaining(message) });
  });
});

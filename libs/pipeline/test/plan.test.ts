import { writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputUnpublishedError, type Plan, planPipeline, PlanRefusedError, run } from '../src/index.ts';
import { contract, options, Workspace } from './workspace.ts';

let shop: Workspace;
beforeEach(() => {
  shop = new Workspace();
});
afterEach(() => {
  shop[Symbol.dispose]();
});

const plan = (changes: Parameters<typeof options>[0] = {}): Promise<Plan> =>
  planPipeline(shop.context(), shop.pipeline(), options(changes));
const decisions = ({ tables }: Plan): Record<string, string> =>
  Object.fromEntries(tables.map(({ name, action, reason }) => [name, `${action}: ${reason}`]));
const publish = async (): Promise<void> => {
  expect((await run(shop.context(), shop.pipeline(), options())).status).toBe('succeeded');
};

describe('the reason why a table runs or not', () => {
  it('is that it is not published, at first', async () => {
    expect(decisions(await plan())).toEqual({
      'bronze.orders': 'run: not published yet',
      'silver.big': 'run: not published yet',
      'gold.spending': 'run: not published yet',
    });
  });

  it('is nothing, once it is', async () => {
    await publish();
    expect(new Set(Object.values(decisions(await plan())))).toEqual(new Set(['skip: unchanged']));
  });

  it('is its SQL; tables that read it follow', async () => {
    await publish();
    shop.write('silver/big.sql', shop.read('silver/big.sql').replace('>=', '>'));
    expect(decisions(await plan())).toEqual({
      'bronze.orders': 'skip: unchanged',
      'silver.big': 'run: its SQL changed',
      'gold.spending': 'run: input silver.big runs',
    });
  });

  it('is its contract, but not the comments and the layout of it', async () => {
    await publish();
    const text = shop.read('gold/spending.odcs.yaml');
    shop.write('gold/spending.odcs.yaml', `# what customers spend\n${text}\n`);
    expect(decisions(await plan())['gold.spending']).toBe('skip: unchanged');
    shop.write('gold/spending.odcs.yaml', text.replace('total,', 'total, logicalTypeOptions: { minimum: 0 },'));
    expect(decisions(await plan())['gold.spending']).toBe('run: its contract changed');
  });

  it('is a parameter that it names, and no other', async () => {
    await publish();
    expect(decisions(await plan({ parameters: { threshold: 11 } }))).toEqual({
      'bronze.orders': 'skip: unchanged',
      'silver.big': 'run: parameter threshold changed',
      'gold.spending': 'run: input silver.big runs',
    });
    expect(decisions(await plan({ parameters: { asOf: '2026-01-02' } }))['silver.big']).toBe('skip: unchanged');
  });

  it('is a parameter that a rule of its contract names', async () => {
    const rule = [
      'quality:',
      "  - { type: sql, query: 'SELECT count(*) FROM {object} CROSS JOIN run.parameters WHERE total < threshold', mustBe: 0 }",
    ];
    shop.write(
      'gold/spending.odcs.yaml',
      shop.read('gold/spending.odcs.yaml') + rule.map((line) => `    ${line}\n`).join(''),
    );
    shop.write('silver/big.sql', shop.read('silver/big.sql').replace('>= threshold', '>= 10'));
    await publish();
    expect(decisions(await plan({ parameters: { threshold: 11 } }))).toMatchObject({
      'silver.big': 'skip: unchanged',
      'gold.spending': 'run: parameter threshold changed',
    });
  });

  it('is a table that a rule of its contract reads', async () => {
    const rule = [
      'quality:',
      "  - { type: sql, query: 'SELECT count(*) FROM bronze.orders WHERE amount > 1000', mustBe: 0 }",
    ];
    shop.write(
      'gold/spending.odcs.yaml',
      shop.read('gold/spending.odcs.yaml') + rule.map((line) => `    ${line}\n`).join(''),
    );
    shop.write('silver/big.sql', 'SELECT order_id, customer, amount FROM bronze.orders WHERE false');
    const { tables } = await plan();
    expect(tables.find(({ name }) => name === 'gold.spending')?.inputs).toEqual(['silver.big', 'bronze.orders']);
  });

  it('is the content of its input file, not its date', async () => {
    const folder = join(shop.root, 'extracts');
    mkdirSync(folder);
    writeFileSync(join(folder, 'orders.csv'), 'order_id,customer,amount\n1,c1,12\n');
    await run(shop.context(), shop.pipeline(), options({ inputDir: folder }));
    writeFileSync(join(folder, 'orders.csv'), 'order_id,customer,amount\n1,c1,12\n');
    expect(decisions(await plan({ inputDir: folder }))['bronze.orders']).toBe('skip: unchanged');
    writeFileSync(join(folder, 'orders.csv'), 'order_id,customer,amount\n1,c1,13\n');
    expect(decisions(await plan({ inputDir: folder }))['bronze.orders']).toBe('run: its input file changed');
  });

  it('is a full refresh', async () => {
    await publish();
    expect(decisions(await plan({ fullRefresh: true, select: ['gold.*'] }))).toEqual({
      'bronze.orders': 'leave: not selected',
      'silver.big': 'leave: not selected',
      'gold.spending': 'run: full refresh',
    });
  });
});

describe('a selection', () => {
  it('of a table whose input is not published is refused with what to select', async () => {
    await expect(plan({ select: ['gold.spending'] })).rejects.toThrow(InputUnpublishedError);
    await expect(plan({ select: ['gold.spending'] })).rejects.toThrow(
      'Select +gold.spending to make what it needs first.',
    );
  });

  it('warns of an input that is out of date, and reads it as it is', async () => {
    await publish();
    shop.write('silver/big.sql', shop.read('silver/big.sql').replace('>=', '>'));
    const { tables, warnings } = await plan({ select: ['gold.spending'] });
    expect(tables.find(({ name }) => name === 'gold.spending')?.action).toBe('skip');
    expect(warnings).toEqual([
      'silver.big is out of date (its SQL changed) and not selected: gold.spending will read it as it is published.',
    ]);
  });

  it('by state takes what was edited', async () => {
    await publish();
    shop.write('silver/big.sql', shop.read('silver/big.sql').replace('>=', '>'));
    const chosen = decisions(await plan({ select: ['state:modified+'] }));
    expect(chosen['bronze.orders']).toBe('leave: not selected');
    expect(chosen['silver.big']).toBe('run: its SQL changed');
    expect(chosen['gold.spending']).toBe('run: input silver.big runs');
  });
});

describe('a plan is refused', () => {
  it.each<readonly [string, () => void, RegExp]>([
    [
      'an unknown table',
      () => shop.write('silver/big.sql', '\nSELECT order_id, customer, amount\nFROM bronze.order'),
      /silver\/big\.sql:3: silver\.big reads bronze\.order, which is no table of this pipeline; did you mean bronze\.orders\?/u,
    ],
    [
      'a syntax error',
      () => shop.write('silver/big.sql', 'SELECT order_id,\n FORM bronze.orders WHERE'),
      /silver\/big\.sql:2/u,
    ],
    [
      'an unknown column',
      () => shop.write('silver/big.sql', 'SELECT order_id, customer,\n amuont FROM bronze.orders'),
      /silver\/big\.sql:2.*amuont/su,
    ],
    [
      'another type',
      () => shop.write('gold/spending.sql', 'SELECT customer, sum(amount) AS total FROM silver.big GROUP BY customer'),
      /gold\.spending: column 2 of the model is not the contract's\.\s+expected total DECIMAL\(18,2\).*\s+got\s+total DECIMAL\(38,2\)/u,
    ],
    [
      'another order',
      () => shop.write('silver/big.sql', 'SELECT customer, order_id, amount FROM bronze.orders'),
      /column 1 of the model is not the contract's/u,
    ],
    [
      'a column too many',
      () => shop.write('silver/big.sql', 'SELECT order_id, customer, amount, 1 AS x FROM bronze.orders'),
      /expected no column .*\s+got\s+x INTEGER/u,
    ],
    [
      'a cycle',
      () =>
        shop.write(
          'silver/big.sql',
          'SELECT b.order_id, b.customer, b.amount FROM bronze.orders b JOIN gold.spending g ON g.customer = b.customer',
        ),
      /silver\/big\.sql:1: these tables need each other: silver\.big → gold\.spending → silver\.big|gold\/spending\.sql:1: these tables need each other: gold\.spending → silver\.big → gold\.spending/u,
    ],
    [
      'a model without a contract',
      () => shop.remove('silver/big.odcs.yaml'),
      /silver\.big has no contract: expected models\/silver\/big\.odcs\.yaml/u,
    ],
    [
      'a contract without rows',
      () => shop.remove('silver/big.sql'),
      /silver\.big has a contract, but neither a model \(\.sql\) nor an entry in the pipeline's sources/u,
    ],
    [
      'a contract with a typo',
      () => shop.write('silver/big.odcs.yaml', shop.read('silver/big.odcs.yaml').replace('required', 'requierd')),
      /silver\/big\.odcs\.yaml:9.*requierd.*did you mean `required`/u,
    ],
    [
      'a contract named otherwise',
      () =>
        shop.write(
          'silver/big.odcs.yaml',
          contract('large', ['{ name: order_id, logicalType: integer, primaryKey: true }']),
        ),
      /the schema is named large; expected big/u,
    ],
    ['two statements', () => shop.write('silver/big.sql', 'SELECT 1; SELECT 2'), /silver\/big\.sql/u],
    [
      'a file in place of a table',
      () => shop.write('silver/big.sql', "SELECT * FROM 'x.parquet'"),
      /silver\/big\.sql/u,
    ],
  ])('for %s', async (_, damage, message) => {
    damage();
    await expect(plan()).rejects.toThrow(PlanRefusedError);
    await expect(plan()).rejects.toThrow(message);
  });

  it('once, for all problems of all files', async () => {
    shop.write('silver/big.sql', 'SELECT 1 AS one FROM bronze.nowhere');
    shop.write('gold/spending.sql', 'SELECT customer FROM silver.big');
    await expect(plan()).rejects.toThrow(/2 problems.*column 2.*bronze\.nowhere/su);
  });
});

it('warns of a table that nothing reads and no sink gets', async () => {
  shop.write(
    'silver/lost.odcs.yaml',
    contract('lost', ['{ name: order_id, logicalType: integer, primaryKey: true, required: true }']),
  );
  shop.write('silver/lost.sql', 'SELECT order_id FROM bronze.orders');
  expect((await plan()).warnings).toEqual(['silver.lost is read by no model and handed to no sink.']);
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { check, run } from '../src/index.ts';
import { contract, options, Workspace } from './workspace.ts';

let shop: Workspace;
beforeEach(() => {
  shop = new Workspace();
});
afterEach(() => {
  shop[Symbol.dispose]();
});

/** The contract of silver.big, whose smallest amount must lie between parameters of the pipeline. */
function bound(minimum: string, maximum = 'rows'): void {
  const kwargs = `{ column: amount, min_value: { $PARAMETER: ${minimum} }, max_value: { $PARAMETER: ${maximum} } }`;
  shop.write(
    'silver/big.odcs.yaml',
    contract(
      'big',
      [
        '{ name: order_id, logicalType: integer, primaryKey: true, required: true }',
        '{ name: customer, logicalType: string, required: true }',
        "{ name: amount, logicalType: number, physicalType: 'DECIMAL(12,2)', required: true }",
      ],
      [
        'quality:',
        `  - { type: custom, engine: greatExpectations, implementation: { type: expect_column_min_to_be_between, kwargs: ${kwargs} } }`,
      ],
    ),
  );
}

describe('$PARAMETER in a contract', () => {
  it('stands for a parameter of the pipeline, in a run and in check', async () => {
    bound('threshold');
    const given = { parameters: { threshold: 12 } };
    const record = await run(shop.context(), shop.pipeline(), options(given));
    const isRule = ({ type }: { readonly type: string }) => type === 'expect_column_min_to_be_between';
    expect(record.tables.find(({ name }) => name === 'silver.big')?.checks.find(isRule)).toMatchObject({
      status: 'passed',
    });
    const judge = (threshold: number) =>
      check(shop.context(), shop.pipeline(), {
        parameters: { threshold },
        select: ['silver.big'],
        exclude: [],
        failOn: 'error',
      });
    expect((await judge(12)).error).toBeUndefined();
    expect((await judge(13)).tables[0]?.checks.find(isRule)).toMatchObject({ status: 'failed', observed: '12' });
  });

  it('makes the table be judged anew where the parameter has another value', async () => {
    bound('threshold', 'seed');
    await run(shop.context(), shop.pipeline(), options());
    const unchanged = await run(shop.context(), shop.pipeline(), options());
    expect(unchanged.tables.find(({ name }) => name === 'silver.big')?.state).toBe('skipped');
    const again = await run(shop.context(), shop.pipeline(), options({ parameters: { seed: 41 } }));
    expect(again.tables.find(({ name }) => name === 'silver.big')?.state).toBe('published');
  });

  it('is refused by the plan where the pipeline has no such parameter, with file, line and the nearest name', async () => {
    bound('treshold');
    await expect(run(shop.context(), shop.pipeline(), options())).rejects.toMatchObject({
      code: 'PLAN_REFUSED',
      exitCode: 2,
      message: expect.stringMatching(
        /silver\/big\.odcs\.yaml:\d+.*the pipeline has no parameter treshold; did you mean threshold\?/su,
      ),
    });
  });
});

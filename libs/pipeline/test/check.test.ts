import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { check, run, TableUnknownError } from '../src/index.ts';
import { options, Workspace } from './workspace.ts';

let shop: Workspace;
beforeEach(() => {
  shop = new Workspace();
});
afterEach(() => {
  shop[Symbol.dispose]();
});

const judge = (...select: string[]): ReturnType<typeof check> =>
  check(shop.context(), shop.pipeline(), { select, exclude: [], parameters: {}, failOn: 'error' });

describe(check, () => {
  it('judges what is published and changes nothing', async () => {
    await run(shop.context(), shop.pipeline(), options());
    const before = shop.published();
    const report = await judge();
    expect(report.error).toBeUndefined();
    expect(report.tables.map(({ name, rows }) => [name, rows])).toEqual([
      ['bronze.orders', 30],
      ['silver.big', 21],
      ['gold.spending', 3],
    ]);
    expect(
      report.tables.flatMap(({ checks }) => checks.map(({ status }) => status)).every((status) => status === 'passed'),
    ).toBe(true);
    expect(shop.published()).toEqual(before);
  });

  it('uses the contract as it is now', async () => {
    await run(shop.context(), shop.pipeline(), options());
    shop.write(
      'silver/big.odcs.yaml',
      shop
        .read('silver/big.odcs.yaml')
        .replace("'DECIMAL(12,2)',", "'DECIMAL(12,2)', logicalTypeOptions: { maximum: 20 },"),
    );
    const report = await judge('silver.*');
    expect(report.error).toMatchObject({ code: 'AUDIT_FAILED', exitCode: 1 });
    expect(report.error?.message).toContain('10 of 21 rows break it');
  });

  it('names what is not published, and fails where nothing is', async () => {
    await run(shop.context(), shop.pipeline(), options({ select: ['bronze.*'] }));
    const report = await judge();
    expect(report.unpublished).toEqual(['silver.big', 'gold.spending']);
    await expect(judge('gold.*')).rejects.toThrow(TableUnknownError);
  });
});

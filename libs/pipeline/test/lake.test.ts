import { join } from 'node:path';
import { openDuckDb } from '@sluice/engine';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findTable, lakeTables, openLake, run, sessionScript } from '../src/index.ts';
import { options, Workspace } from './workspace.ts';

let shop: Workspace;
beforeEach(async () => {
  shop = new Workspace();
  await run(shop.context(), shop.pipeline(), options());
});
afterEach(() => {
  shop[Symbol.dispose]();
});

describe(openLake, () => {
  it.each(['shop.gold.spending', 'shop.spending', 'gold.spending', 'spending'])(
    'makes a table readable as %s',
    async (name) => {
      const engine = await openDuckDb({ spillDirectory: join(shop.root, 'spill') });
      const session = await engine.connect();
      await openLake(session, lakeTables(shop.lake, ['shop']));
      expect(await session.query(`SELECT count(*) AS n FROM ${name}`)).toEqual([{ n: 3 }]);
      session.close();
      engine.close();
    },
  );
});

describe(findTable, () => {
  const tables = [
    { pipeline: 'a', layer: 'gold', table: 'sales', path: '1' },
    { pipeline: 'b', layer: 'gold', table: 'sales', path: '2' },
    { pipeline: 'b', layer: 'silver', table: 'stock', path: '3' },
  ];

  it('takes the shortest name that is not ambiguous', () => {
    expect(findTable(tables, 'stock').path).toBe('3');
    expect(findTable(tables, 'b.gold.sales').path).toBe('2');
  });

  it('names the candidates otherwise', () => {
    expect(() => findTable(tables, 'gold.sales')).toThrow('fits several tables: a.gold.sales, b.gold.sales');
    expect(() => findTable(tables, 'stok')).toThrow('did you mean stock?');
  });
});

describe(sessionScript, () => {
  it('is what a model needs to run unchanged in a bare DuckDB', async () => {
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const script = await sessionScript(shop.context(), shop.pipeline(), { threshold: 28 });
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(script.join(';\n'));
    const reader = await connection.runAndReadAll(shop.read('silver/big.sql'));
    expect(reader.getRowsJson()).toEqual([
      ['28', 'c1', '28.00'],
      ['29', 'c2', '29.00'],
      ['30', 'c0', '30.00'],
    ]);
    connection.closeSync();
    instance.closeSync();
  });
});

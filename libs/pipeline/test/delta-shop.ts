import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDuckDb, type Row } from '@sluice/engine';
import { layoutOf, readTableAt } from '../src/index.ts';
import { contract, Workspace } from './workspace.ts';

const COLUMNS = [
  '{ name: order_id, logicalType: integer, primaryKey: true, required: true }',
  '{ name: customer, logicalType: string, required: true }',
  "{ name: amount, logicalType: number, physicalType: 'DECIMAL(12,2)', required: true }",
];
const DELTA = '{ property: format, value: delta }';

/** `customProperties` of a Delta table, as lines of its contract. */
export function delta(incremental?: string): readonly string[] {
  const mode = incremental === undefined ? [] : [`{ property: incremental, value: ${incremental} }`];
  return [`customProperties: [${[DELTA, ...mode].join(', ')}]`];
}

/** Orders that come in batches: big ones are merged, what customers spent is made anew where it changed, and each is noted once. */
export function deltaShop(): Workspace {
  const shop = new Workspace();
  shop.write(
    'silver/big.sql',
    '-- The highest bid for each order.\n-- grain: order_id\n' +
      'SELECT order_id, arg_max(customer, amount) AS customer, max(amount) AS amount\n' +
      'FROM bronze.orders CROSS JOIN run.parameters WHERE amount >= threshold GROUP BY order_id\n',
  );
  shop.write('silver/big.odcs.yaml', contract('big', COLUMNS, delta('{ mode: merge, by: [order_id] }')));
  shop.write(
    'gold/spending.odcs.yaml',
    contract(
      'spending',
      [
        '{ name: customer, logicalType: string, primaryKey: true, required: true }',
        "{ name: total, logicalType: number, physicalType: 'DECIMAL(18,2)', required: true }",
      ],
      delta('{ mode: replace, by: [customer] }'),
    ),
  );
  shop.write('gold/notes.sql', 'SELECT order_id, customer, amount FROM silver.big\n');
  shop.write('gold/notes.odcs.yaml', contract('notes', COLUMNS, delta('{ mode: append }')));
  return shop;
}

/** A folder with the one file `orders.csv`. */
export function orders(shop: Workspace, rows: readonly string[]): string {
  const folder = join(shop.root, 'extracts');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'orders.csv'), ['order_id,customer,amount', ...rows, ''].join('\n'));
  return folder;
}

/** The rows of a published table of either form, in the order of their values. */
export async function rowsOf(shop: Workspace, layer: string, table: string): Promise<readonly Row[]> {
  const layout = layoutOf(shop.lake, 'shop');
  const engine = await openDuckDb({ spillDirectory: join(shop.root, 'spill') });
  try {
    const session = await engine.connect();
    const paths = [layout.table(layer, table), layout.folder(layer, table)];
    const found = await Promise.all(paths.map((path) => readTableAt(session, path)));
    const relation = found.find((published) => published !== undefined)?.relation;
    return relation === undefined ? [] : await session.query(`SELECT * FROM ${relation} ORDER BY ALL`);
  } finally {
    engine.close();
  }
}

export function logFolder(shop: Workspace, layer: string, table: string): string {
  return join(layoutOf(shop.lake, 'shop').folder(layer, table), '_delta_log');
}

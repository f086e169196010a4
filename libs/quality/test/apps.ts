import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from '@sluice/engine';
import { generateRows, parseContract, rowsSql, type Contract } from '../src/index.ts';

const root = join(import.meta.dirname, '../../..');
const ending = '.odcs.yaml';

/** A contract of an app, and where it stands: `medallion`, `silver.customers_enriched`. */
export interface AppContract {
  readonly app: string;
  readonly table: string;
  readonly contract: Contract;
}

/** Every contract of every app. */
export const appContracts: readonly AppContract[] = readdirSync(join(root, 'apps')).flatMap((app) =>
  readdirSync(join(root, 'apps', app, 'models'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => {
      const path = `apps/${app}/models/${file}`;
      const contract = parseContract(readFileSync(join(root, path), 'utf8'), path);
      return { app, table: file.slice(0, -ending.length).replace('/', '.'), contract };
    }),
);

export interface Parent {
  readonly contract: Contract;
  readonly rows: readonly Row[];
}

/** Generated rows of the tables that a contract's foreign keys name, by the name that they use. */
export async function parentsOf({ app, table, contract }: AppContract): Promise<Readonly<Record<string, Parent>>> {
  const [layer = ''] = table.split('.');
  const parents: Record<string, Parent> = {};
  for (const rule of contract.rules) {
    if (rule.form !== 'reference') continue;
    const name = rule.to.layer === undefined ? rule.to.table : `${rule.to.layer}.${rule.to.table}`;
    const full = name.includes('.') ? name : `${layer}.${name}`;
    const parent = appContracts.find((other) => other.app === app && other.table === full);
    if (parent === undefined) throw new Error(`No contract of ${full}.`);
    parents[name] = { contract: parent.contract, rows: await generateRows(parent.contract, { rows: 20, seed: 7 }) };
  }
  return parents;
}

export function rowsOf(parents: Readonly<Record<string, Parent>>): Readonly<Record<string, readonly Row[]>> {
  return Object.fromEntries(Object.entries(parents).map(([name, { rows }]) => [name, rows]));
}

/** The parents as items for FROM, under the names that an audit of `silver.orders` asks for. */
export function relationsOf(parents: Readonly<Record<string, Parent>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parents).map(([name, { contract, rows }]) => [
      name.includes('.') ? name : `silver.${name}`,
      `(${rowsSql(contract, rows)})`,
    ]),
  );
}

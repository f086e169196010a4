import type { Row, Value } from '@sluice/engine';
import type { Contract } from '../contract.ts';
import { GenerationImpossibleError } from '../errors.ts';
import { isOnColumn } from '../row-tests/row-test.ts';
import { testedRules } from '../row-tests/tested-rules.ts';
import { compileRecordSchema } from '../schema/compile.ts';
import { drawerOf } from './cells.ts';
import type { Draw } from './draw.ts';
import { randomOf, type Random } from './random.ts';
import { foreignKeys, parentValues, uniqueSets, type Parents } from './keys.ts';

export interface GenerateOptions {
  readonly rows: number;
  readonly seed: number;
  /** Rows of the tables that foreign keys name, under `layer.table` or `table`; keys of other tables get any value. */
  readonly parents?: Parents;
}

const attempts = 500;
const nullShare = 0.1;

/**
 * Rows that keep a contract, from the contract alone: every rule on rows that a record can be judged by, unique columns
 * and the primary key, and foreign keys where the parents' rows are given. The same seed gives the same rows. Own SQL,
 * aggregates and other rules on the whole table are not looked at.
 * @throws {GenerationImpossibleError} naming the rules that no row was found to keep
 */
export async function generateRows(contract: Contract, options: GenerateOptions): Promise<readonly Row[]> {
  const random = randomOf(options.seed, contract.id);
  const schema = compileRecordSchema(contract);
  const draw = await rowDrawer(contract, random, options.parents ?? {});
  const sets = uniqueSets(contract).map((columns) => ({ columns, seen: new Set<string | undefined>() }));
  const rows: Row[] = [];
  while (rows.length < options.rows) {
    const reasons = new Set<string>();
    let found: Row | undefined;
    for (let attempt = 0; attempt < attempts && found === undefined; attempt++) {
      const row = draw();
      const { broken } = schema.check(row);
      const copies = sets.filter(({ columns, seen }) => isCopy(keyOf(row, columns), seen));
      for (const id of broken) reasons.add(id);
      for (const { columns } of copies) reasons.add(`unique (${columns.join(', ')})`);
      if (broken.length === 0 && copies.length === 0) found = row;
    }
    if (found === undefined) throw new GenerationImpossibleError(contract, rows.length, [...reasons]);
    for (const { columns, seen } of sets) seen.add(keyOf(found, columns));
    rows.push(found);
  }
  return rows;
}

/** Draws whole rows: each column by itself, the columns of a foreign key together. */
export async function rowDrawer(contract: Contract, random: Random, parents: Parents): Promise<() => Row> {
  const tests = testedRules(contract).flatMap(({ tests: all = [] }) => all);
  const schema = compileRecordSchema(contract);
  const drawers: { readonly name: string; readonly draw: Draw }[] = [];
  for (const column of contract.columns) {
    const own = tests.filter((test) => isOnColumn(test) && test.column === column.name);
    const draw = await drawerOf(column, own, random);
    const mayBeNull = !column.required && !own.some(({ test }) => test === 'present');
    const absent = own.some(({ test }) => test === 'absent');
    const keeps = (value: Value): boolean =>
      schema.check({ [column.name]: value }).broken.every((id) => !ownIds(contract, column.name).has(id));
    drawers.push({
      name: column.name,
      draw: () => {
        if (absent || (mayBeNull && random.next() < nullShare)) return null;
        for (let attempt = 0; attempt < 50; attempt++) {
          const value = draw();
          if (keeps(value)) return value;
        }
        return draw();
      },
    });
  }
  const keys = foreignKeys(contract, parents);
  return () => {
    const row: Record<string, Value> = Object.fromEntries(drawers.map(({ name, draw }) => [name, draw()]));
    for (const key of keys) Object.assign(row, parentValues(key, random));
    return row;
  };
}

/** Ids of the rules on that column alone. */
function ownIds(contract: Contract, name: string): ReadonlySet<string> {
  return new Set(
    contract.rules.filter(({ columns }) => columns.length === 1 && columns[0] === name).map(({ id }) => id),
  );
}

function isCopy(key: string | undefined, seen: ReadonlySet<string | undefined>): boolean {
  return key !== undefined && seen.has(key);
}

/** Rows with a null among the columns never repeat each other. */
function keyOf(row: Row, columns: readonly string[]): string | undefined {
  const values = columns.map((name) => row[name] ?? null);
  return values.includes(null) ? undefined : JSON.stringify(values);
}

import type { Row, Value } from '@sluice/engine';
import type { Contract } from '../contract.ts';
import type { ReferenceRule } from '../rule.ts';
import type { Random } from './random.ts';

/** Rows of other tables, by `layer.table` or `table`. */
export type Parents = Readonly<Record<string, readonly Row[]>>;

export interface ForeignKey {
  readonly rule: ReferenceRule;
  readonly rows: readonly [Row, ...Row[]];
}

/** The columns that must be unique together, each set once. */
export function uniqueSets(contract: Contract): readonly (readonly string[])[] {
  const sets = contract.rules.filter((rule) => rule.form === 'unique').map(({ columns }) => columns);
  return [...new Map(sets.map((columns) => [columns.join('\0'), columns])).values()];
}

/** The foreign keys whose parents are known. */
export function foreignKeys(contract: Contract, parents: Parents): readonly ForeignKey[] {
  return contract.rules.flatMap((rule) => {
    if (rule.form !== 'reference') return [];
    const { layer, table } = rule.to;
    const [first, ...others] = parents[layer === undefined ? table : `${layer}.${table}`] ?? parents[table] ?? [];
    return first === undefined ? [] : [{ rule, rows: [first, ...others] }];
  });
}

/** The columns of a foreign key as one of its parents has them. */
export function parentValues({ rule, rows }: ForeignKey, random: Random): Readonly<Record<string, Value>> {
  const parent = random.pick(rows);
  return Object.fromEntries(rule.columns.map((name, index) => [name, parent[rule.to.columns[index] ?? name] ?? null]));
}

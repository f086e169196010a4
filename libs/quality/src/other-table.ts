import type { ReferenceRule } from './rule.ts';

/** The table that a foreign key names, with its layer: by default that of the table that has the key. */
export function otherTable(rule: ReferenceRule, table: string): string {
  const layer = rule.to.layer ?? (table.includes('.') ? table.slice(0, table.indexOf('.')) : undefined);
  return layer === undefined ? rule.to.table : `${layer}.${rule.to.table}`;
}

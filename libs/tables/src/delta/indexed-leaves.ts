import type { TableColumn } from '../table.ts';
import { columnPaths, type ColumnPath } from './column-paths.ts';
import { duckdbType } from './duckdb-type.ts';
import { deltaType } from './type-name.ts';
import type { DeltaType } from './types.ts';

/** A column that is no struct, or a field of one that is none itself. */
export interface Leaf {
  readonly path: ColumnPath;
  /** As DuckDB prints it. */
  readonly type: string;
}

const INDEXED_LEAVES = 32;

/**
 * The leaves that statistics tell of: those that `delta.dataSkippingStatsColumns` names, a struct for all of its own,
 * else the first, as many as `delta.dataSkippingNumIndexedCols` says. The reference implementation counts leaves too.
 * @param columns  those of the files, in the table's order
 */
export function indexedLeaves(
  columns: readonly TableColumn[],
  properties: ReadonlyMap<string, string>,
): readonly Leaf[] {
  const leaves = columns.flatMap(({ name, type }) => leavesOf([name], type));
  const names = properties.get('delta.dataSkippingStatsColumns');
  if (names !== undefined) {
    const named = columnPaths(names.toLowerCase());
    return leaves.filter(({ path }) => named.some((names) => startsWith(path, names)));
  }
  const count = Number(properties.get('delta.dataSkippingNumIndexedCols') ?? INDEXED_LEAVES);
  return count < 0 ? leaves : leaves.slice(0, count);
}

function leavesOf(path: ColumnPath, type: string): readonly Leaf[] {
  const parsed = type.startsWith('STRUCT(') ? deltaType(type) : undefined;
  return parsed === undefined ? [{ path, type }] : leavesIn(path, parsed);
}

function leavesIn(path: ColumnPath, type: DeltaType): readonly Leaf[] {
  if (typeof type === 'string' || type.type !== 'struct') return [{ path, type: duckdbType(type) ?? '' }];
  return type.fields.flatMap((field) => leavesIn([...path, field.name], field.type));
}

function startsWith(path: ColumnPath, names: ColumnPath): boolean {
  return names.every((name, index) => path[index]?.toLowerCase() === name);
}

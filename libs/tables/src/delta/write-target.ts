import type { TableDefinition } from '../table.ts';
import type { StructType } from './types.ts';

/** A table to write into: a snapshot is one. `schema` carries the invariants of its columns. */
export interface WriteTarget extends TableDefinition {
  readonly schema?: StructType;
}

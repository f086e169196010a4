/** A published table, found by its file or its folder. */
export interface LakeTable {
  readonly pipeline: string;
  readonly layer: string;
  readonly table: string;
  readonly path: string;
}

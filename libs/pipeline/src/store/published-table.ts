import type { DeltaSnapshot, PublishedParquet } from '@sluice/tables';

/** What is published of a table, in whichever form it lies. */
export interface PublishedTable extends PublishedParquet {
  /** A file, or the folder of a Delta table. */
  readonly path: string;
  /** A FROM item that yields its rows. */
  readonly relation: string;
  /** Of a Delta table. */
  readonly snapshot?: DeltaSnapshot;
}

import { quoteIdentifier } from '@sluice/engine';
import type { Storage } from '../storage/storage.ts';
import type { DataFile, Snapshot } from '../table.ts';
import { snapshotRelation } from './relation.ts';

/** No column of a Delta table can have a name with a blank. */
const [file, row] = [' file', ' row'];

/** The file that a row lies in, as DuckDB names it: `DataFile.location`. */
export const FILE = quoteIdentifier(file);
/** Its number in the file, from 0. */
export const ROW = quoteIdentifier(row);

/** The rows of some files of a snapshot, with FILE and ROW, in their order where nothing is joined to them. */
export function positionedRelation(storage: Storage, snapshot: Snapshot, files: readonly DataFile[]): string {
  return snapshotRelation(storage, snapshot, files, { file, row });
}

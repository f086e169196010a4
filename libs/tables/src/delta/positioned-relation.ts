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

/** DuckDB takes one row in five to pass a filter that it knows nothing of. */
const PASSED = 5;

/**
 * The same, to be joined with another relation, which is to be the one that is held in memory. DuckDB takes Parquet
 * files that are read by a schema of ours for empty, and would hold the files: rows that it expects, and that never
 * come, outweigh the other relation.
 * @param others  how many rows the other relation has
 */
export function streamedRelation(
  storage: Storage,
  snapshot: Snapshot,
  files: readonly DataFile[],
  others: number,
): string {
  const expected = String((others + 1000) * PASSED * 2);
  const nulls = [...snapshot.columns.map(({ type }) => `NULL::${type}`), 'NULL::VARCHAR', 'NULL::BIGINT'].join(', ');
  return `${positionedRelation(storage, snapshot, files)}
UNION ALL SELECT ${nulls} FROM range(${expected}) AS never(comes) WHERE comes < 0`;
}

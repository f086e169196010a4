import type { Session } from '@sluice/engine';
import type { Storage } from '../storage/storage.ts';
import type { Change } from '../table.ts';
import type { DeltaSnapshot } from './snapshot.ts';
import { bytesOf, sumOf } from './sums.ts';
import { filesWhere, rewriteWhere } from './where.ts';

export interface DeleteRequest {
  /** A SQL condition over the table's columns that always says the same of the same row. */
  readonly where: string;
  /** A folder on the table's volume where new files wait for the commit. */
  readonly staging?: string | undefined;
}

/**
 * Prepares the deletion of all rows for which a condition is true; not of those for which it is NULL. A file of which
 * all rows go is only removed; one of which some go is written anew, in its order; the others are left alone.
 * @returns undefined where no row goes
 */
export async function prepareDelete(
  session: Session,
  storage: Storage,
  snapshot: DeltaSnapshot,
  { where, staging }: DeleteRequest,
): Promise<Change | undefined> {
  const found = await filesWhere(session, storage, snapshot, where);
  if (found.length === 0) return undefined;
  const some = found.filter(({ file, rows }) => rows !== file.rows).map(({ file }) => file);
  const condition = `(\n${where}\n) IS NOT TRUE`;
  const adds = await rewriteWhere(session, storage, snapshot, some, { values: new Map(), condition, staging });
  const removes = found.map(({ file }) => file);
  return {
    base: snapshot.version,
    operation: 'DELETE',
    parameters: { predicate: JSON.stringify([where]) },
    metrics: {
      numRemovedFiles: removes.length,
      numRemovedBytes: bytesOf(removes),
      numAddedFiles: adds.length,
      numAddedBytes: bytesOf(adds),
      numDeletedRows: sumOf(found, ({ rows }) => rows),
      numCopiedRows: sumOf(adds, ({ rows }) => rows),
    },
    adds,
    removes,
    read: 'everything',
    changesRows: true,
  };
}

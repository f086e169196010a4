import { quoteIdentifier } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import type { Storage } from '../storage/storage.ts';
import type { Change } from '../table.ts';
import type { DeltaSnapshot } from './snapshot.ts';
import { columnsNamed } from './source-rows.ts';
import { bytesOf, sumOf } from './sums.ts';
import { filesWhere, rewriteWhere } from './where.ts';

export interface UpdateRequest {
  /** SQL over the table's columns, by the column that gets its value. */
  readonly set: Readonly<Record<string, string>>;
  /** A SQL condition over the table's columns; undefined for all rows. Like `set`, it always says the same of the same row. */
  readonly where: string | undefined;
  /** A folder on the table's volume where new files wait for the commit. */
  readonly staging?: string | undefined;
}

/**
 * Prepares new values for all rows for which a condition is true. Files in which no row gets another value are left
 * alone; the others are written anew, in their order.
 * @returns undefined where no row gets another value
 * @throws {ColumnsMissingError}
 */
export async function prepareUpdate(
  session: Session,
  storage: Storage,
  snapshot: DeltaSnapshot,
  { set, where = 'true', staging }: UpdateRequest,
): Promise<Change | undefined> {
  const columns = columnsNamed(snapshot.columns, Object.keys(set));
  const cast = Object.values(set).map((sql, index) => `CAST((\n${sql}\n) AS ${columns[index]?.type ?? 'VARCHAR'})`);
  const differs = columns.map(
    ({ name }, index) => `${quoteIdentifier(name)} IS DISTINCT FROM ${cast[index] ?? 'NULL'}`,
  );
  const changed = `(\n${where}\n) AND (${differs.join(' OR ') || 'false'})`;
  const found = await filesWhere(session, storage, snapshot, changed);
  if (found.length === 0) return undefined;
  const values = new Map(
    columns.map(({ name }, index) => [
      name,
      `CASE WHEN (\n${where}\n) THEN ${cast[index] ?? 'NULL'} ELSE ${quoteIdentifier(name)} END`,
    ]),
  );
  const removes = found.map(({ file }) => file);
  const adds = await rewriteWhere(session, storage, snapshot, removes, { values, condition: 'true', staging });
  const updated = sumOf(found, ({ rows }) => rows);
  return {
    base: snapshot.version,
    operation: 'UPDATE',
    parameters: { predicate: JSON.stringify([where]) },
    metrics: {
      numRemovedFiles: removes.length,
      numRemovedBytes: bytesOf(removes),
      numAddedFiles: adds.length,
      numAddedBytes: bytesOf(adds),
      numUpdatedRows: updated,
      numCopiedRows: sumOf(adds, ({ rows }) => rows) - updated,
    },
    adds,
    removes,
    read: 'everything',
    changesRows: true,
  };
}

import type { Session, SqlText } from '@sluice/engine';
import { VersionMissingError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import type { DataFile, Snapshot, TableColumn } from '../table.ts';
import { changesSql } from './change-feed-sql.ts';
import { missingFiles } from './missing-files.ts';
import { snapshotRelation } from './relation.ts';
import { withSameRows } from './same-rows.ts';
import { readSnapshot } from './snapshot.ts';
import { columnsNamed } from './source-rows.ts';

/**
 * What changed between two versions, taken together: a row that came and went between them does not occur.
 * @param from  a version that was read before
 * @param to    a version, or one that is about to be committed: a snapshot with the files that it will have
 * @param keys  columns whose values tell that a row is another's new form; none: rows come and go
 * @returns a SELECT of the columns of `to` and `_change_type`: `insert`, `update_preimage`, `update_postimage` or
 *          `delete`, in no order; `'gone'` where the files of `from` tell it no longer: they, or the version in the log,
 *          were cleaned up, or a column had another type
 */
export async function changes(
  session: Session,
  storage: Storage,
  from: number,
  to: Snapshot,
  keys: readonly string[],
): Promise<SqlText | 'gone'> {
  const version = await withSameRows(storage, from, to.version);
  const before = await readSnapshot(session, storage, { version }).catch((error: unknown) => {
    if (error instanceof VersionMissingError) return 'gone' as const;
    throw error;
  });
  if (before === 'gone' || !sameTypes(before, to)) return 'gone';
  const [removed, added] = [without(before.files, to.files), without(to.files, before.files)];
  if ((await missingFiles(storage, removed)).length > 0) return 'gone';
  const names = (of: readonly TableColumn[]) => of.map(({ name }) => name);
  // Partition values stand in the log as the version knows them, the rest in the files: read as the new columns.
  const earlier = { ...to, partitionedBy: before.partitionedBy };
  const sql = changesSql(
    snapshotRelation(storage, earlier, removed),
    snapshotRelation(storage, to, added),
    names(to.columns),
    names(columnsNamed(to.columns, keys)),
  );
  return { sql };
}

function sameTypes(before: Snapshot, after: Snapshot): boolean {
  const types = new Map(before.columns.map(({ name, type }) => [name, type]));
  return after.columns.every(({ name, type }) => (types.get(name) ?? type) === type);
}

function without<T extends DataFile>(files: readonly T[], others: readonly DataFile[]): readonly T[] {
  const paths = new Set(others.map(({ path }) => path));
  return files.filter(({ path }) => !paths.has(path));
}

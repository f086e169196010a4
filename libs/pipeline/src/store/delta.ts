import type { Session } from '@sluice/engine';
import {
  type At,
  DEFINITION_KEY,
  FINGERPRINT_KEY,
  localStorage,
  QUARANTINED_KEY,
  readSnapshot,
  type Snapshot,
  snapshotRelation,
} from '@sluice/tables';
import type { PublishedTable } from './published-table.ts';

/** What a version of a Delta table, the newest unless told, holds and says of itself. */
export async function readDelta(session: Session, path: string, at?: At): Promise<PublishedTable> {
  const storage = localStorage(path);
  const snapshot = await readSnapshot(session, storage, at);
  const { properties } = snapshot;
  const relation = `(${snapshotRelation(storage, snapshot)})`;
  return {
    ...{ path, relation, snapshot },
    fingerprint: properties.get(FINGERPRINT_KEY),
    definition: properties.get(DEFINITION_KEY),
    quarantined: Number(properties.get(QUARANTINED_KEY) ?? 0),
    ...(await sizeOf(session, snapshot, relation)),
  };
}

/** Rows and bytes of a version. Rows are counted where a writer did not. */
export async function sizeOf(
  session: Session,
  { files }: Pick<Snapshot, 'files'>,
  relation: string,
): Promise<{ readonly rows: number; readonly bytes: number }> {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const known = files.flatMap(({ rows }) => rows ?? []);
  if (known.length === files.length) return { rows: known.reduce((sum, rows) => sum + rows, 0), bytes };
  const [counted] = await session.query(`SELECT count(*) AS "rows" FROM ${relation}`);
  return { rows: Number(counted?.['rows'] ?? 0), bytes };
}

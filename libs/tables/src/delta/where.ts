import { quoteIdentifier } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import type { Storage } from '../storage/storage.ts';
import type { DataFile, NewFile, Snapshot } from '../table.ts';
import { packFiles } from './pack-files.ts';
import { FILE, positionedRelation } from './positioned-relation.ts';
import { TOGETHER_BYTES } from './rewrite-files.ts';
import type { DeltaSnapshot } from './snapshot.ts';
import { writeAnew } from './write-rows.ts';

/** A file and how many of its rows a condition is true for. */
export interface MatchedFile {
  readonly file: DataFile;
  readonly rows: number;
}

/** Files with rows for which a condition over the table's columns is true. */
export async function filesWhere(
  session: Session,
  storage: Storage,
  snapshot: Snapshot,
  condition: string,
): Promise<readonly MatchedFile[]> {
  if (snapshot.files.length === 0) return [];
  const found = await session.query(
    `SELECT ${FILE} AS file, count(*) AS rows FROM (${positionedRelation(storage, snapshot, snapshot.files)}) WHERE (\n${condition}\n) GROUP BY ALL`,
  );
  const rows = new Map(found.map((row) => [row['file'], Number(row['rows'])]));
  return snapshot.files.flatMap((file) => {
    const count = rows.get(file.location);
    return count === undefined ? [] : [{ file, rows: count }];
  });
}

/** Writes files anew, each row as `values` (SQL, by column) make it, where `condition` holds; in the order they have. */
export async function rewriteWhere(
  session: Session,
  storage: Storage,
  snapshot: DeltaSnapshot,
  files: readonly DataFile[],
  request: {
    readonly values: ReadonlyMap<string, string>;
    readonly condition: string;
    readonly staging: string | undefined;
  },
): Promise<readonly NewFile[]> {
  const adds: NewFile[] = [];
  const moves = snapshot.partitionedBy.some((name) => request.values.has(name));
  const values = snapshot.columns.map(({ name }) => {
    const value = request.values.get(name);
    return value === undefined ? quoteIdentifier(name) : `${value} AS ${quoteIdentifier(name)}`;
  });
  for (const together of packFiles(files, (file) => file, TOGETHER_BYTES)) {
    const sql = `SELECT ${values.join(', ')} FROM (${positionedRelation(storage, snapshot, together)}) WHERE ${request.condition}`;
    adds.push(...(await writeAnew(session, storage, snapshot, together, { sql, moves, staging: request.staging })));
  }
  return adds;
}

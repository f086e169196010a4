import { quoteIdentifier } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import type { Storage } from '../storage/storage.ts';
import type { DataFile, NewFile } from '../table.ts';
import { packFiles } from './pack-files.ts';
import { FILE, positionedRelation, ROW } from './positioned-relation.ts';
import { editsOf, GOES } from './row-edits.ts';
import type { RowEdits, TouchedFile } from './row-edits.ts';
import { sideBySide } from './side-by-side.ts';
import type { DeltaSnapshot } from './snapshot.ts';
import { withTemporaryTables } from './temporary-tables.ts';
import { writeAnew } from './write-rows.ts';

export interface RewriteRequest {
  readonly edits: RowEdits;
  readonly touched: readonly TouchedFile[];
  readonly staging?: string | undefined;
}

export interface Rewritten {
  readonly adds: readonly NewFile[];
  readonly removes: readonly TouchedFile[];
}

/** Small files that change are written into one of about this size. */
export const TOGETHER_BYTES = 32 * 1024 * 1024;

/**
 * Writes files anew with their edits, rows in the order they have, two files at once. What is held in memory are the
 * rows of these and their edits, as far as there is memory. A file of which no row stays is only removed.
 */
export async function rewriteFiles(
  session: Session,
  storage: Storage,
  snapshot: DeltaSnapshot,
  request: RewriteRequest,
): Promise<Rewritten> {
  const emptied = request.touched.filter(({ file, gone }) => gone === file.rows);
  const others = request.touched.filter(({ file, gone }) => gone !== file.rows);
  const packs = packFiles(others, ({ file }) => file, TOGETHER_BYTES);
  const rewritten = await sideBySide(session, packs, (worker, pack) =>
    rewritePack(worker, storage, snapshot, request, pack),
  );
  return {
    adds: rewritten.flatMap(({ adds }) => adds),
    removes: [...emptied, ...rewritten.flatMap(({ removes }) => removes)],
  };
}

async function rewritePack(
  session: Session,
  storage: Storage,
  snapshot: DeltaSnapshot,
  request: RewriteRequest,
  pack: readonly TouchedFile[],
): Promise<Rewritten> {
  return withTemporaryTables(session, async (keep) => {
    const replaces = pack.some(({ edits, gone }) => edits > gone);
    const columns = replaces ? snapshot.columns.map(({ name }) => name) : [];
    const edits = await keep(editsOf(request.edits, pack, columns));
    const sql = rewriteSql(storage, snapshot, pack, edits, replaces);
    const adds = await writeAnew(session, storage, snapshot, filesOf(pack), { sql, staging: request.staging });
    return { adds, removes: pack };
  });
}

/** Names of files, which are long, are compared only where there are several. */
function sameRow(files: readonly TouchedFile[]): string {
  const row = `e.${ROW} = t.${ROW}`;
  return files.length === 1 ? row : `e.${FILE} = t.${FILE} AND ${row}`;
}

function rewriteSql(
  storage: Storage,
  snapshot: DeltaSnapshot,
  files: readonly TouchedFile[],
  edits: string,
  replaces: boolean,
): string {
  const values = snapshot.columns.map(({ name }) => {
    const column = quoteIdentifier(name);
    return replaces ? `CASE WHEN e.${ROW} IS NULL THEN t.${column} ELSE e.${column} END AS ${column}` : `t.${column}`;
  });
  // A join gives up the order of the rows.
  const order = files.length === 1 ? `t.${ROW}` : `t.${FILE}, t.${ROW}`;
  return `SELECT ${values.join(', ')}
FROM (${positionedRelation(storage, snapshot, filesOf(files))}) AS t LEFT JOIN ${edits} AS e ON ${sameRow(files)}
WHERE e.${GOES} IS NOT TRUE ORDER BY ${order}`;
}

/** By name, in which order their rows are sorted. */
function filesOf(touched: readonly TouchedFile[]): readonly DataFile[] {
  return touched.map(({ file }) => file).sort((left, right) => (left.location < right.location ? -1 : 1));
}

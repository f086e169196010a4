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

/** No column of a Delta table can have a name with a blank. */
const EDIT = '" edit"';

/** Small files that change are written into one of about this size. */
export const TOGETHER_BYTES = 32 * 1024 * 1024;

/**
 * Writes files anew with their edits, two files at once. Rows stream: what is held in memory are the edits of these files,
 * some row groups, and the rows of small files that become one. Rows keep their order within a row group; on several
 * threads, row groups of a file may change places. A file of which no row stays is only removed.
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

function rewriteSql(
  storage: Storage,
  snapshot: DeltaSnapshot,
  files: readonly TouchedFile[],
  edits: string,
  replaces: boolean,
): string {
  const values = snapshot.columns.map(({ name }) => {
    const column = quoteIdentifier(name);
    return replaces
      ? `CASE WHEN ${EDIT}.${ROW} IS NULL THEN ${column} ELSE ${EDIT}.${column} END AS ${column}`
      : column;
  });
  // Names of files, which are long, are compared and sorted only where there are several.
  const [sameFile, order] =
    files.length === 1 ? ['', ''] : [`${EDIT}.${FILE} = t.${FILE} AND `, `ORDER BY ${FILE}, ${ROW}`];
  // DuckDB runs this as a join that streams the rows of t, and unlike other joins keeps the order within a row group.
  return `SELECT ${values.join(', ')} FROM (
  SELECT t.*, (SELECT ${EDIT} FROM ${edits} AS ${EDIT} WHERE ${sameFile}${EDIT}.${ROW} = t.${ROW}) AS ${EDIT}
  FROM (${positionedRelation(storage, snapshot, filesOf(files))}) AS t
) WHERE ${EDIT}.${GOES} IS NOT TRUE ${order}`;
}

/** By name, in which order their rows are sorted. */
function filesOf(touched: readonly TouchedFile[]): readonly DataFile[] {
  return touched.map(({ file }) => file).sort((left, right) => (left.location < right.location ? -1 : 1));
}

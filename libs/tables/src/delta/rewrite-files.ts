import { quoteIdentifier } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import type { Storage } from '../storage/storage.ts';
import type { DataFile, NewFile } from '../table.ts';
import { packFiles } from './pack-files.ts';
import { FILE, positionedRelation, ROW } from './positioned-relation.ts';
import { editsOf, GOES } from './row-edits.ts';
import type { RowEdits, TouchedFile } from './row-edits.ts';
import type { DeltaSnapshot } from './snapshot.ts';
import { sumOf } from './sums.ts';
import { withTemporaryTables } from './temporary-tables.ts';
import { writeAnew } from './write-rows.ts';

export interface RewriteRequest {
  readonly edits: RowEdits;
  readonly touched: readonly TouchedFile[];
  /** Columns in which a row may differ from what takes its place: a file where none does stays as it is. Undefined where every edit is a change. */
  readonly compared?: readonly string[] | undefined;
  readonly staging?: string | undefined;
}

export interface Rewritten {
  readonly adds: readonly NewFile[];
  readonly removes: readonly TouchedFile[];
}

/** Small files that change are written into one of about this size. */
export const TOGETHER_BYTES = 32 * 1024 * 1024;

/** With more edits than this part of the rows, DuckDB might keep the file in memory and stream the edits past it, in whatever order. */
const MANY = 0.25;

/**
 * Writes files anew with their edits, rows in the order they have. What is held in memory are the edits of one file, or
 * of a few small ones. A file of which no row stays is only removed.
 */
export async function rewriteFiles(
  session: Session,
  storage: Storage,
  snapshot: DeltaSnapshot,
  request: RewriteRequest,
): Promise<Rewritten> {
  const adds: NewFile[] = [];
  const removes: TouchedFile[] = request.touched.filter(({ file, gone }) => gone === file.rows);
  const others = request.touched.filter(({ file, gone }) => gone !== file.rows);
  for (const together of packFiles(others, ({ file }) => file, TOGETHER_BYTES)) {
    await withTemporaryTables(session, async (keep) => {
      const replaces = together.some(({ edits, gone }) => edits > gone);
      const columns = replaces ? snapshot.columns.map(({ name }) => name) : [];
      const edits = await keep(editsOf(request.edits, together, columns));
      const changed = await changedOf(session, storage, snapshot, together, edits, request.compared);
      if (changed.length === 0) return;
      const sql = rewriteSql(storage, snapshot, changed, edits, replaces);
      adds.push(...(await writeAnew(session, storage, snapshot, filesOf(changed), { sql, staging: request.staging })));
      removes.push(...changed);
    });
  }
  return { adds, removes };
}

/** Stops at the first difference where there is one file to decide on. */
async function changedOf(
  session: Session,
  storage: Storage,
  snapshot: DeltaSnapshot,
  together: readonly TouchedFile[],
  edits: string,
  compared: readonly string[] | undefined,
): Promise<readonly TouchedFile[]> {
  if (compared === undefined) return together;
  const differs = [
    `e.${GOES}`,
    ...compared.map(quoteIdentifier).map((name) => `t.${name} IS DISTINCT FROM e.${name}`),
  ].join(' OR ');
  const from = `(${positionedRelation(storage, snapshot, filesOf(together))}) AS t JOIN ${edits} AS e ON ${SAME_ROW}`;
  const limit = together.length === 1 ? ' LIMIT 1' : '';
  const distinct = together.length === 1 ? '' : 'DISTINCT ';
  const rows = await session.query(`SELECT ${distinct}t.${FILE} AS file FROM ${from} WHERE ${differs}${limit}`);
  const locations = new Set(rows.map(({ file }) => file));
  return together.filter(({ file }) => locations.has(file.location));
}

const SAME_ROW = `e.${FILE} = t.${FILE} AND e.${ROW} = t.${ROW}`;

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
  const many = sumOf(files, ({ edits: rows }) => rows) > sumOf(files, ({ file }) => file.rows ?? 0) * MANY;
  return `SELECT ${values.join(', ')}
FROM (${positionedRelation(storage, snapshot, filesOf(files))}) AS t LEFT JOIN ${edits} AS e ON ${SAME_ROW}
WHERE e.${GOES} IS NOT TRUE${many ? ` ORDER BY t.${FILE}, t.${ROW}` : ''}`;
}

/** By name, as many of them are sorted. */
function filesOf(touched: readonly TouchedFile[]): readonly DataFile[] {
  return touched.map(({ file }) => file).sort((left, right) => (left.location < right.location ? -1 : 1));
}

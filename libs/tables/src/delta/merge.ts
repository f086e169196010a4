import { quoteIdentifier } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import type { Storage } from '../storage/storage.ts';
import type { Change, Snapshot, TableColumn } from '../table.ts';
import { candidateFiles } from './candidate-files.ts';
import { filesWithKeys, matchesSql, valuesOf } from './matches.ts';
import { mergeMetrics } from './merge-metrics.ts';
import { readOf } from './read-set.ts';
import { rewriteFiles } from './rewrite-files.ts';
import { GOES, SOURCE, touchedFiles } from './row-edits.ts';
import type { RowEdits } from './row-edits.ts';
import type { DeltaSnapshot } from './snapshot.ts';
import { fitKeys, fitRows, columnsNamed, countRows, demandUniqueKeys } from './source-rows.ts';
import { withTemporaryTables } from './temporary-tables.ts';
import { writeNew } from './write-rows.ts';

export interface MergeRequest {
  /** A SELECT of the table's columns; of the keys alone where no row of it is written. */
  readonly source: string;
  /** Columns by which a row of the source is a row of the table. A NULL in one matches nothing, as in SQL. */
  readonly keys: readonly string[];
  readonly whenMatched: 'update' | 'delete' | 'keep';
  readonly whenNotMatched: 'insert' | 'ignore';
  /** A folder on the table's volume where new files wait for the commit. */
  readonly staging?: string | undefined;
}

/**
 * Prepares a merge by key. Files that no key can touch are left alone: by their statistics, then by a join; so is a file
 * in which no row would change. The others are written anew, two at once, rows in the order that they have in their
 * row groups; new rows come in files of their own, in the order of the keys.
 * @returns undefined where nothing would change
 * @throws {MergeKeyDuplicateError} where the source has a key twice, {ColumnsMissingError} {ColumnsUnfitError}
 */
export async function prepareMerge(
  session: Session,
  storage: Storage,
  snapshot: DeltaSnapshot,
  request: MergeRequest,
): Promise<Change | undefined> {
  const { source, whenMatched, whenNotMatched, staging } = request;
  const keys = columnsNamed(snapshot.columns, request.keys);
  const writes = whenMatched === 'update' || whenNotMatched === 'insert';
  return withTemporaryTables(session, async (keep) => {
    const rows = await keep(
      await (writes ? fitRows(session, storage, source, snapshot.columns) : fitKeys(session, storage, source, keys)),
    );
    await demandUniqueKeys(session, rows, keys);
    const sourceRows = await countRows(session, rows);
    const candidates = await candidateFiles(session, snapshot, { table: rows, columns: keys, nullsMatch: false });
    const files =
      whenMatched === 'update' ? await filesWithKeys(session, storage, snapshot, candidates, rows, keys) : candidates;
    const table = await keep(matchesSql(storage, snapshot, files, rows, keys, whenMatched));
    const edits = { table, rows, files };
    const touched = await touchedFiles(session, edits);
    const rewritten = await rewriteFiles(session, storage, snapshot, { edits, touched, staging });
    const sql = newRowsSql(edits, snapshot, request);
    const orderBy = await orderOfNew(session, rows, snapshot, keys);
    const inserted =
      sql === undefined ? [] : await writeNew(session, storage, snapshot, { sql, orderBy, most: sourceRows, staging });
    if (rewritten.removes.length + inserted.length === 0) return undefined;
    return {
      base: snapshot.version,
      operation: 'MERGE',
      parameters: parametersOf(request),
      metrics: mergeMetrics({
        snapshot,
        sourceRows,
        candidates,
        rewritten,
        inserted,
        goneRows: whenMatched === 'update' ? 'moved' : 'deleted',
      }),
      adds: [...rewritten.adds, ...inserted],
      removes: rewritten.removes.map(({ file }) => file),
      read: await readOf(session, snapshot, rows, keys),
      changesRows: true,
    };
  });
}

/** Rows that match nothing, and rows that take the place of one in another partition. */
function newRowsSql(
  { table, rows }: RowEdits,
  snapshot: DeltaSnapshot,
  { whenMatched, whenNotMatched }: MergeRequest,
): string | undefined {
  const columns = snapshot.columns.map(({ name }) => `s.${quoteIdentifier(name)}`);
  const select = `SELECT ${columns.join(', ')} FROM ${rows} AS s`;
  const parts = [
    ...(whenNotMatched === 'insert' ? [`${select} ANTI JOIN ${table} AS e ON e.${SOURCE} = s.rowid`] : []),
    ...(whenMatched === 'update' ? [`${select} JOIN ${table} AS e ON e.${SOURCE} = s.rowid WHERE e.${GOES}`] : []),
  ];
  return parts.length === 0 ? undefined : parts.join('\nUNION ALL\n');
}

/** By the keys; rows that have a NULL among theirs are told apart by their other columns. */
async function orderOfNew(
  session: Session,
  rows: string,
  snapshot: Snapshot,
  keys: readonly TableColumn[],
): Promise<readonly string[]> {
  const names = keys.map(({ name }) => name);
  const someNull = names.map((name) => `${quoteIdentifier(name)} IS NULL`).join(' OR ');
  return (await countRows(session, `${rows} WHERE ${someNull}`)) === 0
    ? names
    : [...names, ...valuesOf(snapshot, keys)];
}

/** As delta-spark tells a merge in the history. */
function parametersOf({ keys, whenMatched, whenNotMatched }: MergeRequest): Readonly<Record<string, string>> {
  const condition = keys.map((key) => `(target.${key} = source.${key})`).join(' AND ');
  const actions = (...types: readonly string[]) => JSON.stringify(types.map((actionType) => ({ actionType })));
  return {
    predicate: JSON.stringify([condition]),
    matchedPredicates: whenMatched === 'keep' ? actions() : actions(whenMatched),
    notMatchedPredicates: whenNotMatched === 'ignore' ? actions() : actions(whenNotMatched),
    notMatchedBySourcePredicates: actions(),
  };
}

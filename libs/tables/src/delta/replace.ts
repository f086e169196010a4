import type { Session } from '@sluice/engine';
import type { Storage } from '../storage/storage.ts';
import type { Change } from '../table.ts';
import { candidateFiles } from './candidate-files.ts';
import { mergeMetrics } from './merge-metrics.ts';
import { readOf } from './read-set.ts';
import { deltaOfRows, distinctKeys, rowsWithKeys } from './replace-sql.ts';
import { rewriteFiles } from './rewrite-files.ts';
import { touchedFiles } from './row-edits.ts';
import type { DeltaSnapshot } from './snapshot.ts';
import { fitKeys, fitRows, columnsNamed, countRows } from './source-rows.ts';
import { withTemporaryTables } from './temporary-tables.ts';
import { writeNew } from './write-rows.ts';

export interface ReplaceRequest {
  /** A SELECT of the table's columns. Rows whose `by` values are not in `touched` are left out. */
  readonly source: string;
  /** Columns whose values tell which rows are replaced together. A NULL is a value like others. */
  readonly by: readonly string[];
  /** A SELECT of the `by` columns: the values whose rows are replaced; undefined for those that occur in the source. */
  readonly touched: string | undefined;
  /** A folder on the table's volume where new files wait for the commit. */
  readonly staging?: string | undefined;
}

/**
 * Prepares the replacement of all rows of the touched `by` values by the source's rows of these values, compared as bags:
 * rows that are there already stay where they are, one that is to come takes the place of one of its values that is to
 * go, what is left over goes, or comes in files of its own. Only files with a row that goes are written anew.
 * @returns undefined where the rows are the same already
 * @throws {ColumnsMissingError} {ColumnsUnfitError}
 */
export async function prepareReplace(
  session: Session,
  storage: Storage,
  snapshot: DeltaSnapshot,
  request: ReplaceRequest,
): Promise<Change | undefined> {
  const { staging } = request;
  const by = columnsNamed(snapshot.columns, request.by);
  return withTemporaryTables(session, async (keep) => {
    const source = await fitRows(session, storage, request.source, snapshot.columns);
    const touchedSource = request.touched === undefined ? source : await fitKeys(session, storage, request.touched, by);
    const values = await keep(distinctKeys(touchedSource, by));
    const rows = await keep(request.touched === undefined ? source : rowsWithKeys(source, values, by));
    const files = await candidateFiles(session, snapshot, { table: values, columns: by, nullsMatch: true });
    const { edits, news } = await deltaOfRows(keep, storage, snapshot, {
      files,
      values,
      rows,
      by,
    });
    const changed = { table: edits, rows, files };
    const touched = await touchedFiles(session, changed);
    const rewritten = await rewriteFiles(session, storage, snapshot, { edits: changed, touched, staging });
    const sourceRows = await countRows(session, rows);
    const orderBy = [...new Set([...by, ...snapshot.columns].map(({ name }) => name))];
    const inserted = await writeNew(session, storage, snapshot, { sql: news, orderBy, most: sourceRows, staging });
    if (rewritten.removes.length + inserted.length === 0) return undefined;
    const metrics = mergeMetrics({
      snapshot,
      sourceRows,
      candidates: files,
      rewritten,
      inserted,
      goneRows: 'deleted',
    });
    return {
      base: snapshot.version,
      operation: 'MERGE',
      parameters: { predicate: JSON.stringify(by.map(({ name }) => `target.${name} <=> source.${name}`)) },
      metrics,
      adds: [...rewritten.adds, ...inserted],
      removes: rewritten.removes.map(({ file }) => file),
      read: await readOf(session, snapshot, values, by),
      changesRows: true,
    };
  });
}

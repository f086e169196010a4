import { quoteIdentifier } from '@sluice/engine';
import type { Storage } from '../storage/storage.ts';
import type { DataFile, Snapshot, TableColumn } from '../table.ts';
import { FILE, ROW, positionedRelation } from './positioned-relation.ts';
import { GOES, indexedFiles, SOURCE } from './row-edits.ts';

/**
 * A SELECT of the edits (`RowEdits`) of a merge: rows of these files that have a key of `rows`. Only the keys are read,
 * and the columns by which a row that is replaced would have to go to another partition: it goes here and comes anew.
 */
export function matchesSql(
  storage: Storage,
  snapshot: Snapshot,
  files: readonly DataFile[],
  rows: string,
  keys: readonly TableColumn[],
  whenMatched: 'update' | 'delete' | 'keep',
): string {
  if (files.length === 0) {
    return `SELECT NULL::INTEGER AS ${FILE}, NULL::BIGINT AS ${ROW}, NULL::BIGINT AS ${SOURCE}, NULL::BOOLEAN AS ${GOES} WHERE false`;
  }
  const on = keys.map(({ name }) => `t.${quoteIdentifier(name)} = s.${quoteIdentifier(name)}`);
  const moves = movingColumns(snapshot, keys)
    .map(quoteIdentifier)
    .map((name) => `t.${name} IS DISTINCT FROM s.${name}`);
  const goes = { update: moves.join(' OR ') || 'false', delete: 'true', keep: 'false' }[whenMatched];
  // Materialized: joined with the names of all files first, every row of the table would be looked up by its file's name.
  return `WITH matched AS MATERIALIZED (
  SELECT t.${FILE}, t.${ROW}, s.rowid AS ${SOURCE}, ${goes} AS ${GOES}
  FROM (${positionedRelation(storage, snapshot, files)}) AS t JOIN ${rows} AS s ON ${on.join(' AND ')}
)
SELECT f.index AS ${FILE}, m.${ROW}, m.${SOURCE}, m.${GOES} FROM matched AS m JOIN ${indexedFiles(files)} ON f.location = m.${FILE}`;
}

/** Partition columns that may differ between a row and the one that takes its place. */
export function movingColumns(snapshot: Snapshot, keys: readonly TableColumn[]): readonly string[] {
  return snapshot.partitionedBy.filter((name) => !keys.some((key) => key.name === name));
}

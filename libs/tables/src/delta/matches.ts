import { quoteIdentifier } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import type { Storage } from '../storage/storage.ts';
import type { DataFile, Snapshot, TableColumn } from '../table.ts';
import { FILE, ROW, positionedRelation } from './positioned-relation.ts';
import { CHANGES, GOES, indexedFiles, SOURCE } from './row-edits.ts';

/**
 * The files that hold a row with a key of `rows`, of which only the keys are read. The first file tells whether that is
 * worth it: where it holds one, so may most, and all are given.
 */
export async function filesWithKeys(
  session: Session,
  storage: Storage,
  snapshot: Snapshot,
  files: readonly DataFile[],
  rows: string,
  keys: readonly TableColumn[],
): Promise<readonly DataFile[]> {
  const holding = async (some: readonly DataFile[], limit = ''): Promise<ReadonlySet<unknown>> => {
    if (some.length === 0) return new Set();
    const from = `(${positionedRelation(storage, snapshot, some)}) AS t SEMI JOIN ${rows} AS s ON ${sameKeys(keys)}`;
    const found = await session.query(`SELECT DISTINCT t.${FILE} AS file FROM ${from}${limit}`);
    return new Set(found.map(({ file }) => file));
  };
  if ((await holding(files.slice(0, 1), ' LIMIT 1')).size > 0) return files;
  const others = files.slice(1);
  const found = await holding(others);
  return others.filter(({ location }) => found.has(location));
}

/**
 * A SELECT of the edits (`RowEdits`) of a merge: rows of these files that have a key of `rows`. Where they are replaced,
 * whole rows are compared; one that would have to go to another partition goes here and comes anew. Else only the keys
 * are read.
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
    return `SELECT NULL::INTEGER AS ${FILE}, NULL::BIGINT AS ${ROW}, NULL::BIGINT AS ${SOURCE}, NULL::BOOLEAN AS ${GOES}, NULL::BOOLEAN AS ${CHANGES} WHERE false`;
  }
  const values = valuesOf(snapshot, keys);
  const moving = values.filter((name) => snapshot.partitionedBy.includes(name));
  const goes = { update: anyDiffers(moving), delete: 'true', keep: 'false' }[whenMatched];
  const changes = { update: anyDiffers(values), delete: 'true', keep: 'false' }[whenMatched];
  // Materialized: joined with the names of all files first, every row of the table would be looked up by its file's name.
  return `WITH matched AS MATERIALIZED (
  SELECT t.${FILE}, t.${ROW}, s.rowid AS ${SOURCE}, ${goes} AS ${GOES}, ${changes} AS ${CHANGES}
  FROM (${positionedRelation(storage, snapshot, files)}) AS t JOIN ${rows} AS s ON ${sameKeys(keys)}
)
SELECT f.index AS ${FILE}, m.* EXCLUDE (${FILE}) FROM matched AS m JOIN ${indexedFiles(files)} ON f.location = m.${FILE}`;
}

/** The columns that are no keys. */
export function valuesOf(snapshot: Snapshot, keys: readonly TableColumn[]): readonly string[] {
  return snapshot.columns.map(({ name }) => name).filter((name) => !keys.some((key) => key.name === name));
}

function sameKeys(keys: readonly TableColumn[]): string {
  return keys.map(({ name }) => `t.${quoteIdentifier(name)} = s.${quoteIdentifier(name)}`).join(' AND ');
}

function anyDiffers(names: readonly string[]): string {
  return (
    names
      .map(quoteIdentifier)
      .map((name) => `t.${name} IS DISTINCT FROM s.${name}`)
      .join(' OR ') || 'false'
  );
}

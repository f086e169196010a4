import { quoteIdentifier, wrapSql } from '@sluice/engine';
import type { SqlText } from '@sluice/engine';
import type { Storage } from '../storage/storage.ts';
import type { DataFile, Snapshot, TableColumn } from '../table.ts';
import { FILE, ROW, positionedRelation } from './positioned-relation.ts';
import { CHANGES, GOES, indexedFiles, SOURCE } from './row-edits.ts';
import type { Keep } from './temporary-tables.ts';

export function distinctKeys(select: SqlText, by: readonly TableColumn[]): SqlText {
  return wrapSql(`SELECT DISTINCT ${listOf(namesOf(by))} FROM (`, select, ')');
}

export function rowsWithKeys(select: SqlText, values: string, by: readonly TableColumn[]): SqlText {
  const on = same('s', 'v', namesOf(by));
  return wrapSql('SELECT s.* FROM (', select, `) AS s SEMI JOIN ${values} AS v ON ${on}`);
}

export interface Replacement {
  readonly files: readonly DataFile[];
  /** The distinct values of `by` whose rows are replaced. */
  readonly values: string;
  /** The rows that are to be there instead. */
  readonly rows: string;
  readonly by: readonly TableColumn[];
}

/** How many equal rows came before, so that bags can be compared row by row. */
const COPY = '" copy"';
/** Which row of its values it is, of those that go or of those that come. */
const TURN = '" turn"';

/**
 * Finds what differs between the rows of the touched values and those that are to be there.
 * @returns the table of edits (`RowEdits`), and a SELECT of the rows that take nobody's place
 */
export async function deltaOfRows(
  keep: Keep,
  storage: Storage,
  snapshot: Snapshot,
  { files, values, rows, by }: Replacement,
): Promise<{ readonly edits: string; readonly news: string }> {
  const columns = namesOf(snapshot.columns);
  // A row takes the place of one in its own partition only.
  const group = [...new Set([...namesOf(by), ...snapshot.partitionedBy.map(quoteIdentifier)])];
  const old = await keep(
    `SELECT *, ${numbered(COPY, columns, [FILE, ROW])} FROM (${oldRows(storage, snapshot, files, values, by)})`,
  );
  const fresh = await keep(
    `SELECT rowid AS ${SOURCE}, ${listOf(columns)}, ${numbered(COPY, columns, ['rowid'])} FROM ${rows}`,
  );
  const equal = same('one', 'other', [...columns, COPY]);
  const going = `SELECT *, ${numbered(TURN, group, [FILE, ROW])} FROM ${old} AS one ANTI JOIN ${fresh} AS other ON ${equal}`;
  const coming = await keep(
    `SELECT *, ${numbered(TURN, group, columns)} FROM ${fresh} AS one ANTI JOIN ${old} AS other ON ${equal}`,
  );
  const edits = await keep(`SELECT g.${FILE}, g.${ROW}, c.${SOURCE}, c.${SOURCE} IS NULL AS ${GOES}, true AS ${CHANGES}
FROM (${going}) AS g LEFT JOIN ${coming} AS c ON ${same('g', 'c', [...group, TURN])}`);
  const news = `SELECT ${listOf(columns)} FROM ${coming} AS c ANTI JOIN ${edits} AS e ON e.${SOURCE} = c.${SOURCE}`;
  return { edits, news };
}

function oldRows(
  storage: Storage,
  snapshot: Snapshot,
  files: readonly DataFile[],
  values: string,
  by: readonly TableColumn[],
): string {
  if (files.length === 0) {
    const columns = snapshot.columns.map(({ name, type }) => `NULL::${type} AS ${quoteIdentifier(name)}`);
    return `SELECT NULL::INTEGER AS ${FILE}, NULL::BIGINT AS ${ROW}, ${listOf(columns)} WHERE false`;
  }
  const relation = positionedRelation(storage, snapshot, files);
  // Materialized: see `matchesSql`.
  return `WITH found AS MATERIALIZED (
  SELECT t.* FROM (${relation}) AS t SEMI JOIN ${values} AS v ON ${same('t', 'v', namesOf(by))}
)
SELECT f.index AS ${FILE}, o.* EXCLUDE (${FILE}) FROM found AS o JOIN ${indexedFiles(files)} ON f.location = o.${FILE}`;
}

function namesOf(columns: readonly TableColumn[]): readonly string[] {
  return columns.map(({ name }) => quoteIdentifier(name));
}

function numbered(as: string, partitionBy: readonly string[], orderBy: readonly string[]): string {
  return `row_number() OVER (PARTITION BY ${listOf(partitionBy)} ORDER BY ${listOf(orderBy)}) AS ${as}`;
}

/** Equal, NULL to NULL. */
function same(one: string, other: string, names: readonly string[]): string {
  return names.map((name) => `${one}.${name} IS NOT DISTINCT FROM ${other}.${name}`).join(' AND ');
}

function listOf(names: readonly string[]): string {
  return names.join(', ');
}

import { quoteIdentifier, quoteLiteral } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import type { DataFile } from '../table.ts';
import { FILE, ROW } from './positioned-relation.ts';

/** Names that no column of a Delta table can have: `edits` are of FILE, ROW, SOURCE, GOES and CHANGES. */
export const SOURCE = '" source"';
export const GOES = '" goes"';
export const CHANGES = '" changes"';

/** Which rows of which files change. */
export interface RowEdits {
  /**
   * A temporary table of FILE (an index into `files`), ROW (the row's number in its file), SOURCE (the rowid in `rows`
   * of what takes its place, or would), GOES (true where nothing takes its place) and CHANGES (false where what takes its
   * place is equal).
   */
  readonly table: string;
  /** A temporary table of the table's columns. */
  readonly rows: string;
  readonly files: readonly DataFile[];
}

/** A file in which a row changes. */
export interface TouchedFile {
  readonly file: DataFile;
  /** Its place in `files`. */
  readonly index: number;
  /** Rows that go, or get another one in their place, which may be equal. */
  readonly edits: number;
  /** Of these, the ones that go. */
  readonly gone: number;
}

/** `f(index, location)`: files as DuckDB names them. */
export function indexedFiles(files: readonly DataFile[]): string {
  const rows = files.map(({ location }, index) => `(${String(index)}, ${quoteLiteral(location)})`);
  return `(VALUES ${rows.join(', ')}) AS f(index, location)`;
}

/** The files in which a row changes, in the order of `files`. */
export async function touchedFiles(session: Session, { table, files }: RowEdits): Promise<readonly TouchedFile[]> {
  const rows = await session.query(
    `SELECT ${FILE} AS file, count(*) AS edits, count(*) FILTER (${GOES}) AS gone FROM ${table} GROUP BY ${FILE} HAVING bool_or(${CHANGES}) ORDER BY ${FILE}`,
  );
  return rows.flatMap(({ file: place, edits, gone }) => {
    const index = Number(place);
    const file = files[index];
    return file === undefined ? [] : [{ file, index, edits: Number(edits), gone: Number(gone) }];
  });
}

/** A SELECT of the edits of some files, named as DuckDB names them, each with these columns of what takes a row's place. */
export function editsOf({ table, rows }: RowEdits, of: readonly TouchedFile[], columns: readonly string[]): string {
  const files = of.map(({ file, index }) => `(${String(index)}, ${quoteLiteral(file.location)})`).join(', ');
  const values = columns.map((name) => `, r.${quoteIdentifier(name)}`).join('');
  const from = `${table} AS e JOIN (VALUES ${files}) AS f(index, location) ON f.index = e.${FILE}`;
  const join = columns.length === 0 ? '' : ` LEFT JOIN ${rows} AS r ON r.rowid = e.${SOURCE}`;
  return `SELECT f.location AS ${FILE}, e.${ROW}, e.${GOES}${values} FROM ${from}${join}`;
}

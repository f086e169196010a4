import { quoteFile, type Session } from '@sluice/engine';
import type { DataFile, NewFile } from '@sluice/tables';
import type { PublishedTable } from './published-table.ts';

/** Nulls of each column, as the statistics of the table's files count them. */
export async function nullsOf(
  session: Session,
  { path, snapshot }: Pick<PublishedTable, 'path' | 'snapshot'>,
): Promise<ReadonlyMap<string, number>> {
  if (snapshot !== undefined) return nullsIn(snapshot.files);
  const rows = await session.query(
    `SELECT path_in_schema AS name, CAST(sum(stats_null_count) AS BIGINT) AS nulls
     FROM parquet_metadata(${quoteFile(path)}) GROUP BY path_in_schema`,
  );
  return new Map(rows.map(({ name, nulls }) => [typeof name === 'string' ? name : '', Number(nulls)]));
}

export function nullsIn(files: readonly Pick<DataFile | NewFile, 'columns'>[]): ReadonlyMap<string, number> {
  const nulls = new Map<string, number>();
  for (const { columns } of files) {
    for (const [name, column] of columns) nulls.set(name, (nulls.get(name) ?? 0) + (column.nulls ?? 0));
  }
  return nulls;
}

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ColumnStatistics, ParquetLayout, Row, SqlText, Value, WrittenFile, WrittenPart } from './engine.ts';
import { quoteIdentifier, quoteLiteral } from './quote.ts';
import { wrapSql } from './sql-text.ts';
import { toText } from './values.ts';

/** `COPY (…) TO` one Parquet file, with the statistics of what was written as its result. */
export function parquetCopy(
  select: string | SqlText,
  path: string,
  metadata: Readonly<Record<string, string>>,
): SqlText {
  const pairs = Object.entries(metadata).map(([key, value]) => `${quoteIdentifier(key)}: ${quoteLiteral(value)}`);
  const keyValues = pairs.length === 0 ? '' : `, KV_METADATA {${pairs.join(', ')}}`;
  return wrapSql(
    'COPY (',
    select,
    `) TO ${quoteLiteral(path)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, RETURN_STATS${keyValues})`,
  );
}

const ROW_GROUP = 122_880;

/** `COPY (…) TO` Parquet files in a folder, with the statistics of each as its result. A single file needs the folder to be there. */
export function partsCopy(select: string | SqlText, folder: string, layout: ParquetLayout): SqlText {
  const cut = cutOf(layout);
  const [target, options] =
    cut === undefined ? [join(folder, `${randomUUID()}.parquet`), ''] : [folder, `${cut}, FILENAME_PATTERN '{uuid}', `];
  return wrapSql(
    'COPY (',
    select,
    `) TO ${quoteLiteral(target)} (FORMAT parquet, COMPRESSION ${layout.compression}, ${options}RETURN_STATS)`,
  );
}

/** Undefined for one file: whenever DuckDB cuts files, it gives up the order of the rows. */
export function cutOf({ partitionBy, rowsPerFile }: ParquetLayout): string | undefined {
  if (partitionBy.length > 0) return `PARTITION_BY (${partitionBy.map(quoteIdentifier).join(', ')})`;
  if (rowsPerFile === undefined) return undefined;
  return `ROW_GROUPS_PER_FILE ${String(Math.max(1, Math.ceil(rowsPerFile / ROW_GROUP)))}`;
}

/** `COPY (…) TO` one CSV file with a header. */
export function csvCopy(select: string | SqlText, path: string): SqlText {
  return wrapSql('COPY (', select, `) TO ${quoteLiteral(path)} (FORMAT csv, HEADER true)`);
}

/** Column types that a Parquet file gives back as others: DuckDB writes them as DOUBLE. */
export function changesInParquet(type: string): boolean {
  return /\bU?HUGEINT\b/.test(type.replace(/"(?:[^"]|"")*"|'(?:[^']|'')*'/g, ''));
}

/** The rows that `COPY … RETURN_STATS` gives for its files; one that no row fell into may lie beside them. */
export function toWrittenParts(rows: readonly Row[]): readonly WrittenPart[] {
  const parts = rows.map((row) => ({
    ...toWrittenFile(row, toText(row['filename'])),
    partition: new Map(
      entries(row['partition_keys']).map(([key, value]) => [key, typeof value === 'string' ? value : null]),
    ),
  }));
  return parts.filter((part) => part.rows > 0);
}

/** The row that `COPY … RETURN_STATS` gives for its one file. */
export function toWrittenFile(row: Row | undefined, path: string): WrittenFile {
  const statistics = new Map<string, ColumnStatistics>();
  const nested = new Map<string, ColumnStatistics>();
  for (const [path, value] of entries(row?.['column_statistics'])) {
    const name = /^"((?:[^"]|"")*)"$/.exec(path)?.[1]?.replaceAll('""', '"');
    if (name === undefined) nested.set(path, toStatistics(value));
    else statistics.set(name, toStatistics(value));
  }
  const [rows, bytes] = [toNumber(row?.['count']), toNumber(row?.['file_size_bytes'])];
  return { path, rows, bytes, statistics, nested };
}

function toStatistics(value: Value): ColumnStatistics {
  const known = new Map(entries(value).map(([key, text]) => [key, typeof text === 'string' ? text : undefined]));
  const hasNan = known.get('has_nan') === 'true' || known.get('has_nan') === '1';
  const min = hasNan ? undefined : known.get('min');
  const max = hasNan ? undefined : known.get('max');
  const bounds = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  return { nulls: toNumber(known.get('null_count')), ...bounds, hasNan };
}

function entries(map: Value | undefined): [string, Value][] {
  if (!Array.isArray(map)) return [];
  return map.flatMap((entry: Value): [string, Value][] => {
    if (typeof entry !== 'object' || entry === null || !('key' in entry)) return [];
    const { key, value } = entry;
    return typeof key === 'string' && value !== undefined ? [[key, value]] : [];
  });
}

function toNumber(value: Value | undefined): number {
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : 0;
}

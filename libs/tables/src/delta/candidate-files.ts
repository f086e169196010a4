import { quoteIdentifier, quoteLiteral } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import type { DataFile, Snapshot, TableColumn } from '../table.ts';

export interface Keys {
  /** A relation that holds the keys. */
  readonly table: string;
  readonly columns: readonly TableColumn[];
  /** Whether a NULL is equal to a NULL, or to nothing, as in SQL. */
  readonly nullsMatch: boolean;
}

/**
 * Files in which a row may have one of the keys, by the partition values and bounds that the log keeps; no file is
 * opened. One of which nothing is known stays.
 */
export async function candidateFiles(session: Session, snapshot: Snapshot, keys: Keys): Promise<readonly DataFile[]> {
  const columns = (await withoutNulls(session, keys)).filter(({ type }) => COMPARABLE.test(type));
  const partitions = columns.filter(({ name }) => snapshot.partitionedBy.includes(name));
  const bounded = columns.filter(({ name }) => !snapshot.partitionedBy.includes(name));
  if (snapshot.files.length === 0 || columns.length === 0) return snapshot.files;
  const conditions = [
    ...(partitions.length === 0 ? [] : [partitionCondition(keys, partitions)]),
    ...bounded.map((column, index) => boundsCondition(keys, column, index, partitions)),
  ];
  const rows = await session.query(
    `WITH files AS (${knownOf(snapshot.files, partitions, bounded)})
SELECT file FROM files WHERE ${conditions.map((condition) => `(${condition})`).join(' AND ')} ORDER BY file`,
  );
  return rows.flatMap(({ file }) => snapshot.files[Number(file)] ?? []);
}

/** Types whose text DuckDB reads back as the log means it, and orders as the log does. NaN has no place in bounds. */
const COMPARABLE =
  /^(?:TINYINT|SMALLINT|INTEGER|BIGINT|DECIMAL\(\d+,\d+\)|DATE|TIMESTAMP|TIMESTAMP WITH TIME ZONE|VARCHAR)$/u;

/** Columns by which files can be left out: where NULLs match, none that has one. */
async function withoutNulls(session: Session, { table, columns, nullsMatch }: Keys): Promise<readonly TableColumn[]> {
  if (!nullsMatch || columns.length === 0) return columns;
  const [row] = await session.query(
    `SELECT ${columns.map(({ name }, index) => `count(${quoteIdentifier(name)}) = count(*) AS c${String(index)}`).join(', ')} FROM ${table}`,
  );
  return columns.filter((_, index) => row?.[`c${String(index)}`] === true);
}

/** What the log knows of each file, typed: p0, p1, … the partition values; `vague` where one cannot be read; min0, max0, … the bounds. */
function knownOf(
  files: readonly DataFile[],
  partitions: readonly TableColumn[],
  bounded: readonly TableColumn[],
): string {
  const rows = files.map(({ partition, columns }, file) =>
    [
      String(file),
      ...partitions.map(({ name }) => literal(partition.get(name))),
      ...bounded.flatMap(({ name }) => [literal(columns.get(name)?.min), literal(columns.get(name)?.max)]),
    ].join(', '),
  );
  const names = [
    ...partitions.map((_, index) => `p${String(index)}`),
    ...bounded.flatMap((_, index) => [`min${String(index)}`, `max${String(index)}`]),
  ];
  const types = [...partitions, ...bounded.flatMap((column) => [column, column])].map(({ type }) => type);
  const typed = names.map((name, index) => `TRY_CAST(${name} AS ${types[index] ?? 'VARCHAR'}) AS ${name}`);
  const vague = partitions.map(
    (_, index) =>
      `(raw.p${String(index)} IS NOT NULL AND TRY_CAST(raw.p${String(index)} AS ${types[index] ?? 'VARCHAR'}) IS NULL)`,
  );
  return `SELECT file, ${typed.join(', ')}, ${vague.length === 0 ? 'false' : vague.join(' OR ')} AS vague
FROM (VALUES ${rows.map((row) => `(${row})`).join(',\n')}) AS raw(file, ${names.join(', ')})`;
}

function literal(text: string | null | undefined): string {
  return text === undefined || text === null || text.includes('\0')
    ? 'NULL::VARCHAR'
    : `${quoteLiteral(text)}::VARCHAR`;
}

function partitionCondition({ table }: Keys, partitions: readonly TableColumn[]): string {
  return `vague OR EXISTS (SELECT 1 FROM ${table} AS k WHERE ${samePartition('files', partitions).join(' AND ')})`;
}

/** The least key that is not below the file's bounds must not be above them. */
function boundsCondition(
  { table }: Keys,
  column: TableColumn,
  index: number,
  partitions: readonly TableColumn[],
): string {
  const [key, min, max] = [`k.${quoteIdentifier(column.name)}`, `min${String(index)}`, `max${String(index)}`];
  const on = [...samePartition('f', partitions), `f.${min} <= ${key}`].join(' AND ');
  return `vague OR ${min} IS NULL OR ${max} IS NULL
  OR file IN (SELECT f.file FROM files AS f ASOF JOIN ${table} AS k ON ${on} WHERE ${key} <= f.${max})`;
}

function samePartition(files: string, partitions: readonly TableColumn[]): readonly string[] {
  return partitions.map(({ name }, index) => `k.${quoteIdentifier(name)} = ${files}.p${String(index)}`);
}

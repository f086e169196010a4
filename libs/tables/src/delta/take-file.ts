import { randomUUID } from 'node:crypto';
import { quoteFile } from '@sluice/engine';
import type { Session, WrittenFile } from '@sluice/engine';
import type { Storage } from '../storage/storage.ts';
import type { NewFile } from '../table.ts';
import { constraintsOf, enforceConstraints, NOT_NULL, whileEnforcing } from './constraints.ts';
import { isSameType } from './schema.ts';
import type { WriteTarget } from './write-target.ts';

/** Larger files are cut, so that a later merge need not write all rows anew. */
const MOST_BYTES = 128 * 1024 * 1024;

/**
 * Takes a Parquet file as a table's own, as it lies, once its rows keep the table's constraints.
 * @returns the file, staged where it lies; undefined where its rows have to be written anew: for a table of partitions,
 *          of other columns, types or compression, or because it is large.
 * @throws {ConstraintUnsupportedError} {ColumnConstraintBrokenError}
 */
export async function takeFile(
  session: Session,
  storage: Storage,
  { path: staged, rows, bytes, statistics, nested }: WrittenFile,
  into: WriteTarget,
): Promise<NewFile | undefined> {
  const codec = into.properties.get('delta.parquet.compression.codec')?.toLowerCase() ?? 'zstd';
  if (into.partitionedBy.length > 0 || bytes > MOST_BYTES || codec !== 'zstd') return undefined;
  const select = { sql: `SELECT * FROM read_parquet(${quoteFile(staged)})` };
  const found = await session.describe(select);
  const fits = into.columns.every(({ name, type }, index) => {
    const column = found[index];
    return column?.name === name && (column.type === type || isSameType(column.type, type));
  });
  if (!fits || found.length !== into.columns.length) return undefined;
  const constraints = await constraintsOf(session, into, storage.locate(''));
  const open = constraints.filter(({ column, rule }) => rule !== NOT_NULL || statistics.get(column)?.nulls !== 0);
  if (open.length > 0) {
    const judged = enforceConstraints(select, open);
    await whileEnforcing(open, storage.locate(''), () => session.query(`SELECT count(*) FROM (${judged.sql})`));
  }
  const path = `part-${randomUUID()}.parquet`;
  return { path, staged, rows, bytes, partition: new Map(), columns: statistics, nested };
}

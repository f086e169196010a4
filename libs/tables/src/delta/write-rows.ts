import { quoteIdentifier } from '@sluice/engine';
import type { Session } from '@sluice/engine';
import type { Storage } from '../storage/storage.ts';
import type { DataFile, NewFile } from '../table.ts';
import type { DeltaSnapshot } from './snapshot.ts';
import { writeDataFiles } from './write-files.ts';

export interface RowsAnew {
  readonly sql: string;
  /** Whether rows may be of another partition than they were; false unless told. */
  readonly moves?: boolean;
  readonly staging: string | undefined;
}

/** Writes files of one partition anew, as one file with the rows of a SELECT in their order, if none moves. */
export function writeAnew(
  session: Session,
  storage: Storage,
  into: DeltaSnapshot,
  files: readonly DataFile[],
  { sql, moves = false, staging }: RowsAnew,
): Promise<readonly NewFile[]> {
  const partition = files[0]?.partition ?? new Map<string, string | null>();
  return writeDataFiles(session, storage, {
    select: { sql },
    into,
    ...(!moves && { partition }),
    ...(staging !== undefined && { staging }),
  });
}

export interface NewRows {
  readonly sql: string;
  /** Columns by which they are sorted. */
  readonly orderBy: readonly string[];
  /** There are no more. */
  readonly most: number;
  readonly staging: string | undefined;
}

/** Up to so many new rows come in one file, in their order; where there are more, or partitions, a file is only about sorted. */
const ONE_FILE_ROWS = 3_000_000;

/** Writes new rows, of whatever partition. */
export function writeNew(
  session: Session,
  storage: Storage,
  into: DeltaSnapshot,
  { sql, orderBy, most, staging }: NewRows,
): Promise<readonly NewFile[]> {
  const where = { into, ...(staging !== undefined && { staging }) };
  if (into.partitionedBy.length > 0 || most > ONE_FILE_ROWS) {
    return writeDataFiles(session, storage, { ...where, select: { sql }, orderBy });
  }
  const sorted = `SELECT * FROM (${sql}) ORDER BY ${orderBy.map(quoteIdentifier).join(', ')}`;
  return writeDataFiles(session, storage, { ...where, select: { sql: sorted }, partition: new Map() });
}

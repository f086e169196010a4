import type { Session } from '@sluice/engine';
import type { Storage } from '../storage/storage.ts';
import type { NewFile, Snapshot } from '../table.ts';
import { writeDataFiles } from './write-files.ts';

/** Writes the rows of a SELECT as new data files of a version's table. */
export function writeRows(
  session: Session,
  storage: Storage,
  snapshot: Snapshot,
  sql: string,
  staging: string | undefined,
): Promise<readonly NewFile[]> {
  return writeDataFiles(session, storage, {
    select: { sql },
    into: snapshot,
    ...(staging !== undefined && { staging }),
  });
}

import type { Session } from '@sluice/engine';
import type { Storage } from '../storage/storage.ts';
import type { Change, DataFile, NewFile, Snapshot } from '../table.ts';
import { packFiles } from './pack-files.ts';
import { snapshotRelation } from './relation.ts';
import type { DeltaSnapshot } from './snapshot.ts';
import { bytesOf } from './sums.ts';
import { writeAnew } from './write-rows.ts';

export interface OptimizeRequest {
  /** About how large files are to become; 128 MiB unless told. Larger ones stay as they are. */
  readonly fileBytes?: number | undefined;
  /** A folder on the table's volume where new files wait for the commit. */
  readonly staging?: string | undefined;
}

const FILE_BYTES = 128 * 1024 * 1024;

/** The files that would be written into one, of each such file. */
export function planOptimize(
  { files }: Pick<Snapshot, 'files'>,
  fileBytes = FILE_BYTES,
): readonly (readonly DataFile[])[] {
  const small = files.filter(({ bytes }) => bytes < fileBytes);
  return packFiles(small, (file) => file, fileBytes).filter((pack) => pack.length > 1);
}

/**
 * Packs small files of a partition into one, without a change of rows: in the order of the files, and of the rows in
 * them. Packed again, nothing changes.
 * @returns undefined where no two files fit into one
 */
export async function prepareOptimize(
  session: Session,
  storage: Storage,
  snapshot: DeltaSnapshot,
  { fileBytes, staging }: OptimizeRequest = {},
): Promise<Change | undefined> {
  const packs = planOptimize(snapshot, fileBytes);
  if (packs.length === 0) return undefined;
  const adds: NewFile[] = [];
  for (const pack of packs) {
    const sql = snapshotRelation(storage, snapshot, pack);
    adds.push(...(await writeAnew(session, storage, snapshot, pack, { sql, staging })));
  }
  const removes = packs.flat();
  return {
    base: snapshot.version,
    operation: 'OPTIMIZE',
    parameters: { predicate: '[]', zOrderBy: '[]', auto: 'false' },
    metrics: {
      numRemovedFiles: removes.length,
      numRemovedBytes: bytesOf(removes),
      numAddedFiles: adds.length,
      numAddedBytes: bytesOf(adds),
      ...sizesOf(adds),
    },
    adds,
    removes,
    read: 'nothing',
    changesRows: false,
  };
}

function sizesOf(files: readonly NewFile[]): Readonly<Record<string, number>> {
  const sizes = files.map(({ bytes }) => bytes).sort((left, right) => left - right);
  const at = (share: number): number => sizes[Math.round(share * (sizes.length - 1))] ?? 0;
  return {
    minFileSize: at(0),
    p25FileSize: at(0.25),
    p50FileSize: at(0.5),
    p75FileSize: at(0.75),
    maxFileSize: at(1),
  };
}

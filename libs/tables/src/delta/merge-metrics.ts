import type { DataFile, NewFile, Snapshot } from '../table.ts';
import { bytesOf, sumOf } from './sums.ts';
import type { Rewritten } from './rewrite-files.ts';

export interface MergeOutcome {
  readonly snapshot: Snapshot;
  readonly sourceRows: number;
  /** Files that statistics did not rule out. */
  readonly candidates: readonly DataFile[];
  readonly rewritten: Rewritten;
  readonly inserted: readonly NewFile[];
  /** Whether a row that goes is deleted, or comes again in another partition. */
  readonly goneRows: 'deleted' | 'moved';
}

/** What a merge did, under the names that delta-spark has for it. A row that was replaced by an equal one, in a file that had to be written, counts as updated there, and here. */
export function mergeMetrics(outcome: MergeOutcome): Readonly<Record<string, number>> {
  const { snapshot, sourceRows, candidates, rewritten, inserted, goneRows } = outcome;
  const edits = sumOf(rewritten.removes, (touched) => touched.edits);
  const gone = sumOf(rewritten.removes, (touched) => touched.gone);
  const [moved, deleted] = goneRows === 'moved' ? [gone, 0] : [0, gone];
  const updated = edits - deleted;
  const insertedRows = sumOf(inserted, ({ rows }) => rows);
  const written = sumOf(rewritten.adds, ({ rows }) => rows);
  const adds = [...rewritten.adds, ...inserted];
  return {
    numSourceRows: sourceRows,
    numTargetRowsInserted: insertedRows - moved,
    numTargetRowsUpdated: updated,
    numTargetRowsMatchedUpdated: updated,
    numTargetRowsNotMatchedBySourceUpdated: 0,
    numTargetRowsDeleted: deleted,
    numTargetRowsMatchedDeleted: deleted,
    numTargetRowsNotMatchedBySourceDeleted: 0,
    numTargetRowsCopied: written - (edits - gone),
    numOutputRows: written + insertedRows,
    numTargetFilesBeforeSkipping: snapshot.files.length,
    numTargetFilesAfterSkipping: candidates.length,
    numTargetFilesAdded: adds.length,
    numTargetFilesRemoved: rewritten.removes.length,
    numTargetBytesAdded: bytesOf(adds),
    numTargetBytesRemoved: bytesOf(rewritten.removes.map(({ file }) => file)),
  };
}
